"""The words of the call, turn by turn, with what the criteria cite and what was heard in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa.core.call import Call, Turn, Word
from qa.core.spans import Span
from qa.report import formats
from qa.report.citation import Citation
from qa.report.criteria_section import chip
from qa.report.markup import Safe, element
from qa.report.texts import Interface
from qa.report.timeline_figure import length, silences

DOUBT_BELOW = 0.5


def transcript_section(call: Call, cited: Sequence[Citation], words: Interface) -> Safe:
    """A list of turns; each has the anchor `turn-<index>`."""
    turns = call.transcript.turns
    if not turns:
        return element("p", words["transcript empty"], class_="quiet")
    of_turn: dict[int, list[Citation]] = {}
    for citation in cited:
        if citation.turn:
            of_turn.setdefault(citation.turn.index, []).append(citation)
    quiet = silences(call)
    lines: list[Safe] = []
    for place, turn in enumerate(turns, start=1):
        while quiet and turn.span and quiet[0].start_ms <= turn.span.start_ms:
            lines.append(_silence(quiet.pop(0), words))
        lines.append(_turn(turn, place, of_turn.get(turn.index, []), words))
    lines += [_silence(span, words) for span in quiet]
    doubtful = any(_doubtful(word) for turn in turns for word in turn.words)
    return element(
        "div",
        element("p", words["transcript legend"], class_="quiet") if doubtful else None,
        element("ol", lines, class_="turns"),
    )


def _silence(span: Span, words: Interface) -> Safe:
    told = f"{words['silence']} {length(span, words)}"
    when = element("span", formats.clock(span.start_ms), class_="when")
    return element("li", when, " ", told, class_="pause", title=formats.stretch(span))


def _turn(turn: Turn, place: int, cited: Sequence[Citation], words: Interface) -> Safe:
    when = formats.clock(turn.span.start_ms) if turn.span else words["turn n"].format(n=place)
    whole = formats.stretch(turn.span) if turn.span else None
    criteria = {citation.number: citation.result for citation in cited}
    chips = [chip(number, result, words) for number, result in criteria.items()]
    return element(
        "li",
        element(
            "div",
            element("span", when, class_="when", title=whole),
            " ",
            element("b", words.role(turn.role)),
            " ",
            *chips,
            class_="who",
        ),
        element("p", list(_text(turn, cited, words)), class_="said", dir="auto"),
        id=f"turn-{turn.index}",
        class_=f"turn {turn.role.value}",
    )


def _text(turn: Turn, cited: Sequence[Citation], words: Interface) -> Iterator[str]:
    """The turn's text cut where a citation or a doubtful word begins or ends.

    The number of a criterion is drawn by the style sheet, so that the text stays the text.
    """
    marks = [(citation.chars, citation) for citation in cited if citation.chars]
    doubts = list(_doubts(turn))
    edges = {0, len(turn.text)}
    edges.update(edge for chars, _ in marks for edge in chars)
    edges.update(edge for start, end, _ in doubts for edge in (start, end))
    cuts = sorted(edges)
    for start, end in pairwise(cuts):
        piece: str = turn.text[start:end]
        doubt = next((c for a, b, c in doubts if a <= start and end <= b), None)
        if doubt is not None:
            told = words["doubt"].format(share=formats.percent(doubt))
            piece = element("span", piece, class_="doubt", title=told)
        here = [citation for (a, b), citation in marks if a <= start and end <= b]
        if here:
            ending = [str(c.number) for (_, b), c in marks if b == end and c in here]
            piece = element(
                "mark",
                piece,
                class_=here[0].result.outcome.value,
                title="; ".join(_told(citation, words) for citation in here),
                data_criteria=",".join(dict.fromkeys(ending)) or None,
            )
        yield piece


def _told(citation: Citation, words: Interface) -> str:
    result = citation.result
    return f"{citation.number} {result.title}: {words.outcome(result.outcome)}"


def _doubtful(word: Word) -> bool:
    return word.confidence is not None and word.confidence < DOUBT_BELOW


def _doubts(turn: Turn) -> Iterator[tuple[int, int, float]]:
    """Where in the text the doubtful words stand; words spell the text in order,
    and one that does not is left alone rather than marked in the wrong place."""
    cursor = 0
    for word in turn.words:
        spelled = word.text.strip()
        start = turn.text.find(spelled, cursor)
        if not spelled or start < 0 or any(c.isalnum() for c in turn.text[cursor:start]):
            continue
        cursor = start + len(spelled)
        if word.confidence is not None and _doubtful(word):
            yield start, cursor, word.confidence
