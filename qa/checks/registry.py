"""Every check by the name a rubric file calls it: a new one is a module, a test, a line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qa.checks.call_duration import CallDuration
from qa.checks.closing_satisfaction import ClosingSatisfaction
from qa.checks.empathy import Empathy
from qa.checks.forbidden_phrases import ForbiddenPhrases
from qa.checks.hold_etiquette import HoldEtiquette
from qa.checks.metadata import Metadata
from qa.checks.monologue import Monologue
from qa.checks.needs_answered import NeedsAnswered
from qa.checks.phrases_forbidden import PhrasesForbidden
from qa.checks.phrases_required import PhrasesRequired
from qa.checks.ping_pong import PingPong
from qa.checks.question_run import QuestionRun
from qa.checks.repetition import Repetition
from qa.checks.response_delay import ResponseDelay
from qa.checks.sequence import Sequence
from qa.checks.silence_use import SilenceUse
from qa.checks.speech_rate import SpeechRate
from qa.checks.surname_use import SurnameUse
from qa.checks.talk_over import TalkOver
from qa.checks.talk_share import TalkShare

CHECKS: Mapping[str, type[Any]] = {
    "surname_use": SurnameUse,
    "empathy": Empathy,
    "forbidden_phrases": ForbiddenPhrases,
    "talk_over": TalkOver,
    "silence_use": SilenceUse,
    "closing_satisfaction": ClosingSatisfaction,
    "phrases_required": PhrasesRequired,
    "phrases_forbidden": PhrasesForbidden,
    "sequence": Sequence,
    "needs_answered": NeedsAnswered,
    "hold_etiquette": HoldEtiquette,
    "question_run": QuestionRun,
    "repetition": Repetition,
    "ping_pong": PingPong,
    "speech_rate": SpeechRate,
    "talk_share": TalkShare,
    "monologue": Monologue,
    "response_delay": ResponseDelay,
    "call_duration": CallDuration,
    "metadata": Metadata,
}
