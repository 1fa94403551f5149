"""A few words as lexicons, for tests of checks that read whatever lexicon they are told."""

from pathlib import Path

from qa.language.lexicon import LexiconSet
from qa.language.lexicon_files import load_lexicons


def lexicon_of(folder: Path, language: str = "zh", **phrases: list[str]) -> LexiconSet:
    """One lexicon a keyword, its title the keyword in capitals."""
    there = folder / language
    there.mkdir(exist_ok=True)
    for name, entries in phrases.items():
        quoted = ", ".join(f'"{entry}"' for entry in entries)
        path = there / f"{name}.yaml"
        path.write_text(f"title: {name.upper()}\nentries: [{quoted}]\n", encoding="utf-8")
    return load_lexicons([folder], language, list(phrases))
