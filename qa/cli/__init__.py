"""The command line: the only floor that prints, prompts or exits."""

from qa.cli.app import main

__all__ = ["main"]
