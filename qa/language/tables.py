"""Word tables that stand beside the modules that use them, as YAML files of this package."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml


@lru_cache
def table(name: str) -> dict[str, Any]:
    """The mapping in `<name>.yaml` of this package."""
    text = (files("qa.language") / f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded
