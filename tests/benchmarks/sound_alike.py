"""What matching by sound finds and what it spoils, on labelled Chinese lines.

    python -m tests.benchmarks.sound_alike LINES.tsv [MORE.tsv ...]

A line is `speaker<TAB>label<TAB>domain<TAB>text`; a label may go on behind a colon
(`forbidden:deny`). The shipped lexicon of a label should hit its lines and no other line of that
speaker. The same lines are read as they are, and with a tenth of their characters replaced by
homophones, as often as each is in the lines: what a recogniser does.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pypinyin import lazy_pinyin

from qa.language.fold import fold
from qa.language.lexicon import LexiconSet
from qa.language.lexicon_files import load_lexicons
from qa.language.sound import sound

SHIPPED = Path(__file__).parents[2] / "rubrics" / "lexicons"
LEXICON_OF = {
    "forbidden": "forbidden",
    "empathy": "empathy",
    "closing": "closing-ask",
    "trouble": "trouble",
    "hold": "hold-notice",
    "return": "hold-return",
}
CALL_TURNS = 60


@dataclass(frozen=True)
class Line:
    speaker: str
    label: str
    text: str


def read(paths: Iterable[Path]) -> list[Line]:
    rows = (row.split("\t") for path in paths for row in path.read_text("utf-8").splitlines())
    return [Line(row[0], row[1].split(":")[0], row[3]) for row in rows if len(row) == 4]


def misheard(lines: Sequence[Line], share: float, seed: int = 0) -> list[Line]:
    read_out = [lazy_pinyin(line.text, errors=list) for line in lines]
    heard_as: dict[str, Counter[str]] = defaultdict(Counter)
    for line, syllables in zip(lines, read_out, strict=True):
        for char, syllable in zip(line.text, syllables, strict=True):
            heard_as[syllable][char] += 1
    dice = random.Random(seed)

    def hear(char: str, syllable: str) -> str:
        others = {one: count for one, count in heard_as[syllable].items() if one != char}
        if char == syllable or not others or dice.random() >= share:
            return char
        return dice.choices(list(others), list(others.values()))[0]

    return [
        Line(line.speaker, line.label, "".join(map(hear, line.text, syllables)))
        for line, syllables in zip(lines, read_out, strict=True)
    ]


def with_sound(folder: Path, names: Iterable[str], on: bool) -> LexiconSet:
    """The shipped lexicons with sound_alike for all of the file, or for nothing of it."""
    for name in names:
        rows = (SHIPPED / "zh" / f"{name}.yaml").read_text("utf-8").splitlines()
        rows = [row for row in rows if "sound_alike:" not in row]
        (folder / "zh").mkdir(exist_ok=True)
        text = "\n".join([f"sound_alike: {str(on).lower()}", *rows])
        (folder / "zh" / f"{name}.yaml").write_text(text, "utf-8")
    return load_lexicons([folder], "zh", names)


def quality(lexicons: LexiconSet, lines: Sequence[Line], label: str) -> tuple[float, float, int]:
    """Precision, recall, and how many lines are hit by sound alone."""
    lexicon = lexicons.get(LEXICON_OF[label])
    speakers = {line.speaker for line in lines if line.label == label}
    true = found = wanted = alone = 0
    for line in lines:
        if line.speaker in speakers:
            hits = lexicon.find(line.text)
            wanted += line.label == label
            found += bool(hits)
            true += bool(hits) and line.label == label
            alone += bool(hits) and all(hit.by_sound for hit in hits)
    return true / max(found, 1), true / max(wanted, 1), alone


def milliseconds_a_call(lexicons: LexiconSet, lines: Sequence[Line]) -> tuple[float, float]:
    """Of finding every lexicon in calls of `CALL_TURNS` turns, and of folding their sound."""
    calls = [lines[at : at + CALL_TURNS] for at in range(0, len(lines), CALL_TURNS)]
    fold.cache_clear()
    sound.cache_clear()
    began = time.process_time()
    for line in lines:
        for lexicon in lexicons.lexicons.values():
            lexicon.find(line.text)
    finding = time.process_time() - began
    folded = [fold(line.text).text for line in lines]
    sound.cache_clear()
    began = time.process_time()
    for text in folded:
        sound(text, "zh")
    sounding = time.process_time() - began
    return 1000 * finding / len(calls), 1000 * sounding / len(calls)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("lines", nargs="+", type=Path)
    parser.add_argument("--share", type=float, default=0.1, help="of the characters, misheard")
    parser.add_argument("--show", type=int, default=0, help="wrong hits by sound to print a label")
    parser.add_argument("--labels", nargs="+", choices=LEXICON_OF, default=list(LEXICON_OF))
    options = parser.parse_args()
    clean = read(options.lines)
    wrong = misheard(clean, options.share)
    labels = [label for label in options.labels if any(line.label == label for line in clean)]
    names = [LEXICON_OF[label] for label in labels]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        lazy_pinyin("预热")
        began = time.process_time()
        exact = with_sound(Path(one), names, on=False)
        loaded = time.process_time()
        alike = with_sound(Path(other), names, on=True)
        print(f"loading: exact {loaded - began:.2f} s", end=", ")
        print(f"with sound {time.process_time() - loaded:.2f} s")
    print("label      lines     lexicon     precision  recall  by sound alone")
    for label in labels:
        for heard, lines in (("clean", clean), ("misheard", wrong)):
            for name, lexicons in (("exact", exact), ("with sound", alike)):
                precision, recall, alone = quality(lexicons, lines, label)
                row = f"{label:10} {heard:9} {name:11} {precision:9.3f} {recall:7.3f} {alone:6}"
                print(row)
        unwanted = [
            (line.label, hit.quote, hit.entry)
            for line in clean
            if line.label != label
            for hit in alike.get(LEXICON_OF[label]).find(line.text)
            if hit.by_sound
        ]
        for row_of in unwanted[: options.show]:
            print("   ", *row_of)
    for name, lexicons in (("exact", exact), ("with sound", alike)):
        finding, folding = milliseconds_a_call(lexicons, clean)
        print(f"{name}: {finding:.2f} ms a call of {CALL_TURNS} turns; its sound {folding:.3f} ms")


if __name__ == "__main__":
    main()
