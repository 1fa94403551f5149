"""A call and a rubric in, a scorecard out: pure, deterministic, without sound or model."""

from qa.scoring.score import score

__all__ = ["score"]
