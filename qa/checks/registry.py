"""Every check by the name a rubric file calls it: a new one is a module, a test, a line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qa.checks.closing_satisfaction import ClosingSatisfaction
from qa.checks.empathy import Empathy
from qa.checks.forbidden_phrases import ForbiddenPhrases
from qa.checks.silence_use import SilenceUse
from qa.checks.surname_use import SurnameUse
from qa.checks.talk_over import TalkOver

CHECKS: Mapping[str, type[Any]] = {
    "surname_use": SurnameUse,
    "empathy": Empathy,
    "forbidden_phrases": ForbiddenPhrases,
    "talk_over": TalkOver,
    "silence_use": SilenceUse,
    "closing_satisfaction": ClosingSatisfaction,
}
