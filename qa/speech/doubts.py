"""What could not be told while a call was read, why, and what would tell."""

from __future__ import annotations

from qa.core.call import Aspect, InspectionFinding
from qa.speech.roles import RoleDecision


def no_words() -> InspectionFinding:
    return InspectionFinding(
        "no-words",
        "speech was heard, but no word of it could be recognised; is the language right, and is "
        "the speech model one for this language?",
        frozenset({Aspect.WORDS}),
    )


def language_uncertain(language: str, share: float) -> InspectionFinding:
    return InspectionFinding(
        "language-uncertain",
        f"the speech sounds like none of zh, ko and en ({language} is the likeliest of them, with "
        f"{share:.0%}); name the language with --language or in the manifest",
        frozenset({Aspect.WORDS}),
    )


def channels_uncertain() -> InspectionFinding:
    return InspectionFinding(
        "channels-uncertain",
        "which channel is the agent's could not be told from the transcript's times; name it with "
        "agent_channel in the manifest or --agent-channel 1 or 2",
        frozenset({Aspect.TALK_OVER, Aspect.SILENCE}),
    )


def mix_without_voices() -> InspectionFinding:
    return InspectionFinding(
        "mono",
        "the recording is one mix of all voices, so speech at the same time cannot be seen in it",
        frozenset({Aspect.TALK_OVER}),
    )


def mono() -> InspectionFinding:
    return InspectionFinding(
        "mono",
        "the recording is one mix of all voices; who speaks when, and who talks over whom, comes "
        "from telling the voices apart, which errs more than separate channels do",
    )


def mix_of_nobody(error: Exception) -> InspectionFinding:
    return InspectionFinding(
        "roles-uncertain",
        "both channels carry the same mix of all voices, and without a diarizer nobody can say "
        f"which words are the agent's ({error}); record agent and customer on separate channels",
        frozenset({Aspect.ROLES, Aspect.TALK_OVER}),
    )


def one_voice() -> InspectionFinding:
    return InspectionFinding(
        "one-voice",
        "the diarizer found one voice only in this mix, so which words are the agent's is not "
        "known",
        frozenset({Aspect.ROLES, Aspect.TALK_OVER}),
    )


def voices_uncertain(decision: RoleDecision) -> InspectionFinding:
    seen = f" (heard: {', '.join(decision.cues)})" if decision.cues else ""
    return InspectionFinding(
        "roles-uncertain",
        f"which of the voices is the agent's could not be told from the words{seen}; a recording "
        "with agent and customer on separate channels, or a transcript with roles, would tell",
        frozenset({Aspect.ROLES, Aspect.TALK_OVER}),
    )
