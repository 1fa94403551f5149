"""Judges every recorded call of a contact centre by a rubric; the evidence stands beside it."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("qa-scorecards")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+source"
