"""What a call can tell, by its own sound and words."""

import pytest

from qa.core.call import Aspect
from qa.core.finding_names import FINDING_NAMES, told_in
from tests.checks.heard import heard


@pytest.mark.parametrize(("party", "other"), [("agent", "customer"), ("customer", "agent")])
def test_speech_of_a_party_without_any_word_was_not_understood(party: str, other: str) -> None:
    call = heard(f"{other} 0-2: 您好", f"{party} 3-4:", f"{party} 6-7:")
    assert call.why_not_measurable(Aspect.WORDS) == f"no words of the {party} were understood"
    marks = heard(f"{other} 0-2: 您好", f"{party} 3-5: ……")
    assert marks.why_not_measurable(Aspect.WORDS)


def test_a_cough_or_a_silent_party_is_no_speech_that_was_missed() -> None:
    assert heard("agent 0-2: 您好").why_not_measurable(Aspect.WORDS) is None
    cough = heard("agent 0-2: 您好", "customer 3-4.999:")
    assert cough.why_not_measurable(Aspect.WORDS) is None


def test_without_sound_nobody_is_known_to_have_spoken() -> None:
    call = heard("agent 0-2: 您好", "customer 3-9:", silent=True)
    assert call.why_not_measurable(Aspect.WORDS) is None
    assert "without sound" in (call.why_not_measurable(Aspect.SILENCE) or "")


def test_roles_are_not_known_where_more_than_a_tenth_of_the_words_are_nobodys() -> None:
    known = "agent 0-2: 一二三四五六七八九"
    tenth = heard(known, "unknown 3-4: 十。")
    assert tenth.why_not_measurable(Aspect.ROLES) is None
    more = heard(known, "unknown 3-4: 十一")
    assert more.why_not_measurable(Aspect.ROLES) == "who said 18% of the words is not known"
    assert heard("agent 0-2:").why_not_measurable(Aspect.ROLES) is None


def test_every_obstacle_a_call_shows_has_a_name_in_the_calls_language() -> None:
    call = heard("agent 0-9:", "customer 10-19:", "unknown 20-21: 好", "system 22-23:")
    shown = [*call.obstacles_to(Aspect.WORDS), *call.obstacles_to(Aspect.ROLES)]
    shown += heard("agent: 您好", silent=True).obstacles_to(Aspect.SILENCE)
    assert len(shown) == 4
    for obstacle in shown:
        zh, ko, _ = FINDING_NAMES[obstacle.code]
        assert (told_in("zh", obstacle), told_in("ko", obstacle)) == (zh, ko)
        assert told_in("en", obstacle) == obstacle.detail
