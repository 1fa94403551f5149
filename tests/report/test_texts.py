from __future__ import annotations

import re

import pytest

from qa.core.call import Aspect, InspectionFinding, Role
from qa.core.scorecard import Outcome, Verdict
from qa.report import texts
from qa.report.texts import interface


@pytest.mark.parametrize(("language", "encoding"), [("zh", "gbk"), ("en", "gbk"), ("ko", "cp949")])
def test_every_word_can_be_shown_on_a_windows_console(language: str, encoding: str) -> None:
    place = texts.LANGUAGES.index(language)
    for row in texts.ALL_WORDS.values():
        row[place].encode(encoding)


def test_a_word_has_the_same_blanks_in_every_language() -> None:
    for key, row in texts.ALL_WORDS.items():
        blanks = {tuple(sorted(re.findall(r"{\w+}", text))) for text in row}
        assert len(blanks) == 1, key


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_outcome_verdict_role_and_aspect_has_a_name_of_its_own(language: str) -> None:
    words = interface(language)
    assert len({words.outcome(o) for o in Outcome}) == len(Outcome)
    assert len({words.verdict(v) for v in Verdict}) == len(Verdict)
    assert len({words.role(r) for r in Role}) == len(Role)
    assert len({words.aspect(a) for a in Aspect}) == len(Aspect)


def test_the_page_speaks_the_language_of_the_call() -> None:
    assert interface("zh").outcome(Outcome.NOT_ASSESSED) == "无法判定"
    assert interface("zh-TW").language == "zh"
    assert interface("ko_KR").language == "ko"
    assert interface("fr").language == "en"


def test_a_value_nobody_named_is_shown_as_it_is() -> None:
    assert interface("zh").known("direction", "inbound") == "呼入"
    assert interface("zh").known("direction", "callback") == "callback"
    with pytest.raises(KeyError):
        interface("zh")["no such word"]


def test_a_finding_is_named_in_the_language_of_the_page_beside_its_detail() -> None:
    known = InspectionFinding("crosstalk", "channel 1 leaks")
    assert interface("zh").finding(known) == "声道之间串音: channel 1 leaks"
    assert interface("zh").finding(InspectionFinding("new-one", "detail")) == "detail"
