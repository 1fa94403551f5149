from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

from qa.core.scorecard import CheckError, Outcome, Verdict
from qa.report.index_page import index_html
from qa.report.summary import BatchSummary, FailedCall
from tests.report import builders
from tests.report.parsing import Node, parsed

CARDS = tuple(builders.varied_card(number) for number in range(24))
FAILED = (FailedCall("call-31", "silent", "两个声道都没有声音 <b>"),)
BATCH = BatchSummary("七月质检", CARDS, FAILED, "2026-07-31T18:00:00")


def cells(row: Node) -> list[str]:
    return [cell.text for cell in row.children if isinstance(cell, Node)]


def rows(tree: Node, section: str) -> list[list[str]]:
    return [cells(row) for row in tree.one("section", id_=section).one("tbody").all("tr")]


def test_totals_add_up_to_every_call_given() -> None:
    tree = parsed(index_html(BATCH))
    tiles = {t.one("dt").text: int(t.one("dd").text) for t in tree.all("div", class_="tile")}
    assert tiles["通话"] == 25
    assert tiles["合格"] + tiles["不合格"] + tiles["待复核"] + tiles["未能评分"] == 25
    assert tiles["未能评分"] == 1


def test_calls_without_a_scorecard_are_listed_with_their_reason() -> None:
    assert rows(parsed(index_html(BATCH)), "not-scored") == [
        ["call-31", "silent", "两个声道都没有声音 <b>"]
    ]
    assert parsed(index_html(replace(BATCH, failures=()))).all("section", id_="not-scored") == []


def test_a_criterion_is_counted_over_calls() -> None:
    results = [card.results[6] for card in CARDS]
    counted = {o: sum(r.outcome is o for r in results) for o in Outcome}
    line = next(
        row for row in rows(parsed(index_html(BATCH)), "by-criterion") if row[0].startswith("语速")
    )
    passed, failed = counted[Outcome.PASS], counted[Outcome.FAIL]
    untold = counted[Outcome.NOT_ASSESSED]
    assert untold > 0
    assert line[1] == f"{passed}/{passed + failed}{untold} 通无法判定"
    assert line[2:] == [str(n) for n in (passed, failed, untold, counted[Outcome.NOT_APPLICABLE])]


def test_the_agents_of_a_criterion_add_up_to_the_batch() -> None:
    tree = parsed(index_html(BATCH))
    agents = rows(tree, "by-agent")
    assert [row[0] for row in agents] == [
        "陈丽 (A07)",
        "王小明 (A12)",
        "欧阳雪 (B03)",
        "（未注明坐席）",
    ]
    assert sum(int(row[2]) for row in agents) == len(CARDS)
    first = [row[6].split("/") for row in agents]
    total = next(row for row in rows(tree, "by-criterion") if row[0].startswith("询问"))[1]
    assert total == f"{sum(int(p) for p, _ in first)}/{sum(int(n) for _, n in first)}"


def test_a_crashed_check_is_counted_apart() -> None:
    crashed = replace(
        CARDS[0], results=CARDS[0].results[1:], errors=(CheckError("surname-use", "KeyError", "x"),)
    )
    line = rows(
        parsed(index_html(replace(BATCH, scorecards=(crashed, *CARDS[1:])))), "by-criterion"
    )
    (surname,) = [row for row in line if row[0].startswith("询问")]
    assert surname[1].endswith("1 通出错")
    assert surname[-1] == "1"


def test_every_call_leads_to_its_page() -> None:
    tree = parsed(index_html(BATCH))
    links = [a.attributes["href"] for a in tree.one("section", id_="calls").all("a")]
    assert links == [f"scorecards/{card.call_id}.html" for card in CARDS]


def test_a_call_id_is_quoted_in_its_link_and_escaped_in_its_text() -> None:
    strange = replace(CARDS[0], call_id='張 7#1?"<b>&')
    tree = parsed(index_html(BatchSummary("t", (strange,))))
    (link,) = tree.one("section", id_="calls").all("a")
    assert link.text == strange.call_id
    assert link.attributes["href"] == "scorecards/%E5%BC%B5%207%231%3F%22%3Cb%3E%26.html"


def test_the_name_of_a_page_is_the_writers_to_choose() -> None:
    html = index_html(BatchSummary("t", CARDS[:1]), page_stem=lambda call_id: f"x-{len(call_id)}")
    (link,) = parsed(html).one("section", id_="calls").all("a")
    assert link.attributes["href"] == f"scorecards/x-{len(CARDS[0].call_id)}.html"


def test_the_list_is_complete_without_the_script_and_filters_wait_for_it() -> None:
    tree = parsed(index_html(BATCH))
    assert len(rows(tree, "calls")) == len(CARDS)
    assert "hidden" in tree.one("form").attributes
    assert tree.all("button") == []


def test_only_our_own_script_may_run() -> None:
    tree = parsed(index_html(BATCH))
    script = tree.one("script").text
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policies = [
        meta.attributes["content"] or ""
        for meta in tree.all("meta")
        if meta.attributes.get("http-equiv")
    ]
    assert [policy.endswith(f"script-src 'sha256-{digest}'") for policy in policies] == [True]


def test_the_page_takes_the_language_most_calls_are_in() -> None:
    korean = tuple(replace(card, language="ko") for card in CARDS[:3])
    assert parsed(index_html(BatchSummary("t", (*korean, CARDS[4])))).one("html").attributes == {
        "lang": "ko"
    }
    chosen = BatchSummary("t", korean, language="en")
    assert parsed(index_html(chosen)).one("html").attributes == {"lang": "en"}


def test_titles_are_in_the_language_of_the_page_where_one_card_has_them() -> None:
    english = replace(
        CARDS[0],
        language="en",
        results=tuple(replace(r, title=f"English {r.criterion}") for r in CARDS[0].results),
    )
    page = parsed(index_html(BatchSummary("t", (english, *CARDS[1:]))))
    assert rows(page, "by-criterion")[0][0].startswith("询问并使用姓氏")


def test_an_empty_batch_says_so() -> None:
    assert "没有已评分的通话" in parsed(index_html(BatchSummary("t", ()))).text


def test_a_review_is_shown_as_one() -> None:
    card = replace(CARDS[0], verdict=Verdict.REVIEW, score=None)
    (row,) = rows(parsed(index_html(BatchSummary("t", (card,)))), "calls")
    assert row[1:3] == ["待复核", "-"]
