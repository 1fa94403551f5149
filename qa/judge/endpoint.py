"""Where a language model answers: its address, made sure of before anything is sent there."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from qa.core.errors import UsageError

KEY_VARIABLE = "QA_JUDGE_KEY"  # of the environment: files and command lines are read by others

_LONGEST_S = 86_400  # a day; more is a slip of the pen, and more than a clock can be set to
_EXPECTED = "expected http://HOST[:PORT]/PATH or https://…, such as http://localhost:11434/v1"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible endpoint. `timeout_s` is for one answer, from the connection to its
    last byte, in seconds. `key` is sent as a bearer token and shown nowhere.

    Raises `UsageError` for an address, a model, a time or a key that cannot be meant.
    """

    url: str
    model: str
    timeout_s: float = 120.0
    key: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        self._check_url()
        if not self.model.strip():
            raise UsageError("judge_model: missing; expected the name of a model beside judge")
        if not 0 < self.timeout_s <= _LONGEST_S:
            raise UsageError(
                f"judge_timeout_s: expected more than 0 and at most {_LONGEST_S}; "
                f"got {self.timeout_s}"
            )
        if not all("!" <= char <= "~" for char in self.key):
            raise UsageError(
                f"{KEY_VARIABLE}: holds spaces, line ends or other characters that no key has; "
                "expected the key alone"
            )

    @property
    def parts(self) -> SplitResult:
        return urlsplit(self.url)

    def _check_url(self) -> None:
        if any(mark in self.url for mark in "@?#"):
            # told without the address, which may hold a password
            raise UsageError(
                f"judge: an address with a user, a query or a fragment; {_EXPECTED}; "
                f"a key belongs in the environment variable {KEY_VARIABLE}"
            )
        plain = all("!" <= char <= "~" for char in self.url)
        try:
            parts = self.parts
            right = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:  # a port that is no number, a bracket that is not closed
            right = False
        if not right or not plain:
            raise UsageError(f"judge: no address that can be asked; {_EXPECTED}; got {self.url!r}")
