"""Every check by the name a rubric file calls it: a new one is a module, a test, a line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qa.checks.silence_use import SilenceUse
from qa.checks.talk_over import TalkOver

CHECKS: Mapping[str, type[Any]] = {
    "talk_over": TalkOver,
    "silence_use": SilenceUse,
}
