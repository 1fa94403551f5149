"""Limits a rubric sets: refused where they cannot be meant, as `ValueError` when it is read."""

from __future__ import annotations


def ms(seconds: float) -> int:
    """Rubrics say seconds, calls have whole milliseconds."""
    return round(seconds * 1000)


def require_limit(**limits: float | None) -> None:
    """At least one limit, and each above zero: without one the check could never fail."""
    for name, value in limits.items():
        if value is not None and value <= 0:
            raise ValueError(
                f"{name} must be more than 0; got {value:g}; leave it out for no limit"
            )
    if all(value is None for value in limits.values()):
        raise ValueError(f"no limit is set; expected at least one of {', '.join(limits)}")


def refuse_crossed(least: str, low: float | None, most: str, high: float | None) -> None:
    """The lower limit stays at or under the upper one."""
    if low is not None and high is not None and low > high:
        raise ValueError(f"{least} must not be more than {most}; got {low:g} and {high:g}")
