"""Where a judge is asked about a criterion, and what its answer changes.

======================================  ====================  ====================================
the check found                         `ask: doubt`          `ask: always`
======================================  ====================  ====================================
that the recording cannot tell          not asked             not asked
that its `when` surely does not hold    not asked             not asked
anything else, surely                   not asked             the judge's finding stands
anything else, doubtfully               a finding with a      the judge's finding stands
                                        quote replaces it
======================================  ====================  ====================================

In `doubt` the check's own finding stays where the judge has nothing to show for its answer: it goes
to a person anyway. In `always` there is nothing to fall back on, so no answer is `not_assessed`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from qa.checks.base import Finding, assess, unmeasurable
from qa.checks.combined import When
from qa.core.call import Aspect, Call
from qa.core.scorecard import Outcome
from qa.judge.judge import Judge, Judgement
from qa.language.lexicon import LexiconSet
from qa.rubric import Criterion, JudgeQuestion

# A judge reads who said what. What it has no words or no speakers for it could only guess.
_NEEDS = frozenset({Aspect.WORDS, Aspect.ROLES})
_DOES_NOT_APPLY = (Outcome.FAIL, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Asking:
    """A judge, and below which confidence a check is in doubt."""

    judge: Judge
    doubt_below: float

    def about(
        self, criterion: Criterion, found: Finding, call: Call, lexicons: LexiconSet
    ) -> Judgement | None:
        """What stands in place of `found` once the judge was asked; None where it is not."""
        question = criterion.judge
        if question is None or not self._wanted(question, criterion, found, call, lexicons):
            return None
        language = call.transcript.language
        unheard = unmeasurable(_NEEDS, call, language)
        if unheard:
            judgement = Judgement(unheard)
        else:
            judgement = self.judge.ask(question.texts[language], call)
        return replace(judgement, finding=_settled(question, found, judgement.finding))

    def _wanted(
        self,
        question: JudgeQuestion,
        criterion: Criterion,
        found: Finding,
        call: Call,
        lexicons: LexiconSet,
    ) -> bool:
        if found.outcome is Outcome.NOT_ASSESSED:
            return found.words_may_tell
        if found.confidence < self.doubt_below:
            return True
        return question.ask == "always" and not _ruled_out(criterion, found, call, lexicons)


def _ruled_out(criterion: Criterion, found: Finding, call: Call, lexicons: LexiconSet) -> bool:
    """Whether the rubric itself says, by `when`, that the criterion does not apply."""
    check = criterion.check
    if found.outcome is not Outcome.NOT_APPLICABLE or not isinstance(check, When):
        return False
    return assess(check.condition, call, lexicons).outcome in _DOES_NOT_APPLY


def _settled(question: JudgeQuestion, found: Finding, judged: Finding) -> Finding:
    decided = judged.outcome is not Outcome.NOT_ASSESSED and judged.evidence
    if question.ask == "doubt" and not decided:
        return replace(found, explanation=f"{found.explanation} {judged.explanation}".strip())
    if found.outcome is judged.outcome is Outcome.FAIL:
        # what the agent could have said, and how often, is the check's to know
        return replace(judged, suggestion=found.suggestion, faults=found.faults)
    return judged
