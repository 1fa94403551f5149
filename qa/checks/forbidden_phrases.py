"""Does the agent dismiss, blame, stonewall, hurry, argue or pass the buck?

::

    agent      这不归我管。                          ✕ passing the buck
    agent      这个退不了，不过我可以帮您换一台。      ✓ a refusal with another way behind it
    customer   你们是不是说过“不可能”？               ✓ not the agent's own words

Only the agent's own words count: not the customer's, not what the agent quotes. A refusal with
another way behind it is the right way to refuse; a shrug with an action behind it is a promise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa.checks.base import Finding
from qa.checks.forbidden_phrases_wording import SAY
from qa.checks.likely import Counted, worth_showing
from qa.checks.quoting import hit_evidence, quoted, turns_of
from qa.core.call import Aspect, Call, Role, Turn
from qa.core.scorecard import Outcome
from qa.language.lexicon import Hit, LexiconName, LexiconSet

_FOUND, _NONE_FOUND = 0.9, 0.7  # phrases are precise and know only part of what can be said
# What makes it right: the agent acts, or offers another way. Handing over to somebody else and
# ignorance need the agent's own action; abuse has no excuse.
_EXCUSED_BY: Mapping[str, frozenset[str]] = {
    "flat_refusal": frozenset({"action", "alternative"}),
    "rule_shield": frozenset({"action", "alternative"}),
    "dont_know": frozenset({"action"}),
    "pass_the_buck": frozenset({"action"}),
    "brush_off": frozenset({"action"}),
    "obstacle": frozenset({"action", "alternative"}),
}


@dataclass(frozen=True, slots=True)
class ForbiddenPhrases:
    """Passes with at most `max_hits` forbidden phrases; fails where more are likelier than not, one
    sure phrase or several half sure ones.

    `alone` are phrases that are only forbidden when nothing else is said in the turn (a bare
    等一下). A remedy excuses what it comes behind: later in the same turn, or in the agent's next
    `excused_within` turns.
    """

    max_hits: int = 0
    excused_within: int = 1
    forbidden: LexiconName = LexiconName("forbidden")
    alone: LexiconName = LexiconName("forbidden-alone")
    remedy: LexiconName = LexiconName("remedy")

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.WORDS, Aspect.ROLES})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say = SAY[lexicons.language]
        agent = turns_of(call, Role.AGENT)
        if not agent:
            return Finding(Outcome.NOT_APPLICABLE, say["nobody"])
        found: list[tuple[Turn, Hit]] = []
        excused = 0
        for position, turn in enumerate(agent):
            following = agent[position : position + 1 + self.excused_within]
            for hit in self._said(turn, lexicons):
                if self._made_good(hit, following, lexicons):
                    excused += 1
                else:
                    found.append((turn, hit))
        titles = {**lexicons.get(self.alone).kinds, **lexicons.get(self.forbidden).kinds}
        counted = Counted(self.max_hits, tuple(found))
        likely = [one for one in found if worth_showing(one[1])]
        kinds = [kind for kind in titles if any(hit.kind == kind for _, hit in likely)]
        measured = {
            "hits": float(len(likely)),
            "kinds": float(len(kinds)),
            "excused": float(excused),
        }
        names = say["join"].join(titles[kind].title for kind in kinds)
        shown = tuple(
            hit_evidence(turn, hit, titles[hit.kind].title if hit.kind in titles else "")
            for turn, hit in likely
        )
        if not counted.too_often:
            which = "none" if not likely else "few" if counted.allowed else "doubtful"
            explanation = say[which].format(n=len(likely), kinds=names, most=self.max_hits)
            confidence = min(_NONE_FOUND, 1 - counted.meant)
            return Finding(Outcome.PASS, explanation, "", confidence, measured, shown)
        instead = dict.fromkeys(hit.say_instead for _, hit in likely if hit.say_instead)
        return Finding(
            Outcome.FAIL,
            say["found"].format(n=len(likely), kinds=names),
            say["instead"].format(instead=say["or"].join(instead)),
            _FOUND * counted.heard,
            measured,
            shown,
            faults=counted.faults,
        )

    def _said(self, turn: Turn, lexicons: LexiconSet) -> list[Hit]:
        bare = lexicons.get(self.alone)
        hits = list(lexicons.get(self.forbidden).find(turn.text))
        if not hits and bare.covers(turn.text):
            hits = list(bare.find(turn.text))[:1]
        return [hit for hit in hits if not quoted(turn.text, hit.start, hit.end)]

    def _made_good(self, hit: Hit, turns: tuple[Turn, ...], lexicons: LexiconSet) -> bool:
        by = _EXCUSED_BY.get(hit.kind, frozenset())
        return any(
            remedy.kind in by and (number > 0 or remedy.start >= hit.end)
            for number, turn in enumerate(turns)
            for remedy in lexicons.get(self.remedy).find(turn.text)
        )
