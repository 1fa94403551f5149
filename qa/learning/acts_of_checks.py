"""Which acts a criterion asks about: those that the lexicons of its check are told from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from qa.acts.labels import ACTS, group_of, with_groups
from qa.acts.readings import READINGS
from qa.checks.base import Check


def acts_read(check: Check, role: str) -> frozenset[str]:
    """Of the acts that the party of that role may do, those that the check asks about."""
    return acts_told(_texts(check), role)


def acts_told(lexicons: Iterable[str], role: str) -> frozenset[str]:
    """Of the acts that the party of that role may do, with their kinds, those that lexicons of
    these names are told from."""
    read = {act for name in lexicons if name in READINGS for act in READINGS[name].acts}
    return frozenset(act for act in with_groups(ACTS[role]) if group_of(act) in read)


def _texts(value: object) -> Iterator[str]:
    """Every text among the parameters of a check, also of those it is combined of."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        only_worded: frozenset[str] = getattr(value, "undecisive", frozenset())
        for item in fields(value):
            if item.name not in only_worded:
                yield from _texts(getattr(value, item.name))
