"""What a model of speech acts would tell, laid down by a test: lexicon, words, probability."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.language.lexicon import Hit, Lexicon


@dataclass(frozen=True)
class Meaning:
    """A turn that holds one of the words does what the lexicon is about, so probably."""

    told: Mapping[str, Mapping[str, float]]

    def fused(self, lexicon: Lexicon, text: str, written: tuple[Hit, ...]) -> tuple[Hit, ...]:
        if lexicon.name not in self.told:
            return written
        return tuple(
            Hit(
                *(0, len(text), text, lexicon.name, lexicon.name),
                kind=next(iter(lexicon.kinds), ""),
                language=lexicon.language,
                probability=probability,
                by_meaning=True,
            )
            for words, probability in self.told[lexicon.name].items()
            if words in text
        )

    def likeliest(self, lexicon: Lexicon, text: str) -> float:
        return max((hit.probability for hit in self.fused(lexicon, text, ())), default=0.0)

    def knows(self, lexicon: Lexicon) -> bool:
        return lexicon.name in self.told
