"""Errors meant for people: each message says what is wrong, where, and what to do.

Two families matter to a caller. A `UsageError` means nothing could be started (exit code 2);
a `CallError` means this one call has no scorecard and every other call goes on (exit code 3).
Anything else that escapes is a fault of the program (exit code 1).
"""


class QAError(Exception):
    """Base of every error this program raises on purpose."""


class UsageError(QAError):
    """Wrong usage, rubric or configuration; raised before anything is written."""


class RubricError(UsageError):
    """A rubric or lexicon that cannot be used. `problems` holds one line per problem."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


class ManifestError(UsageError):
    """A manifest that cannot be read, or a row in it that means nothing."""


class CorpusError(UsageError):
    """Labelled lines, calls or corrections that cannot be understood."""


class ModelError(UsageError):
    """A model that cannot be found, fetched or loaded."""


class MissingExtraError(UsageError):
    """An optional part of the program that is needed here and is not installed."""

    def __init__(self, needed_for: str, extra: str) -> None:
        self.extra = extra
        super().__init__(
            f"{needed_for} needs the optional part '{extra}', which is not installed; "
            f"install it with: pip install 'qa-scorecards[{extra}]', or in a checkout '.[{extra}]'"
        )


class CallError(QAError):
    """This call cannot be scored; the others are not concerned. `code` is stable for scripts."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class RecordingError(CallError):
    """A recording that cannot be read, or in which there is nothing to judge."""


class TranscriptError(CallError):
    """A transcript file that cannot be understood."""
