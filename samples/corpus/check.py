"""Whether files of the corpus are well formed, and how alike their lines are.

python samples/corpus/check.py samples/corpus/lines/zh/a.tsv samples/corpus/calls/zh/*.call
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from qa.core.errors import QAError
from qa.learning.corpus import Line, read_call, read_lines

WINDOW = {"zh": 9, "ko": 12, "en": 30}  # characters in a row that no two lines should share


def main(paths: list[Path]) -> int:
    """Prints what is there and what is wrong; 1 where a file is not well formed."""
    wrong = 0
    for path in paths:
        try:
            if path.suffix == ".call":
                call = read_call(path)
                print(f"{path.name}: {len(call.turns)} turns, {len(call.verdicts)} verdicts")
            else:
                report(path, read_lines(path))
        except QAError as error:
            wrong = 1
            print(error)
    return wrong


def report(path: Path, lines: tuple[Line, ...]) -> None:
    acts = Counter(act for line in lines for act in (line.acts or {f"{line.role}:none"}))
    print(
        f"{path.name}: {len(lines)} lines, {sum(bool(line.before) for line in lines)} with before"
    )
    print("  " + ", ".join(f"{act} {count}" for act, count in acts.most_common()))
    seen: dict[str, str] = {}
    alike = []
    width = WINDOW[path.parent.name]
    for line in lines:
        windows = {line.text[at : at + width] for at in range(len(line.text) - width + 1)}
        double = next((seen[window] for window in windows if window in seen), None)
        if double or line.text in seen:
            alike.append((line.text, double or line.text))
        seen.update(dict.fromkeys(windows | {line.text}, line.text))
    print(f"  {len(alike)} lines share {width} characters in a row with an earlier one, or are it")
    for one, other in alike[:8]:
        print(f"    {one}  <->  {other}")


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
