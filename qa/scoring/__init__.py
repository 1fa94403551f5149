"""A call and a rubric in, a scorecard out: pure, deterministic, without sound or model; but for
the criteria that a judge is asked about, where one is given."""

from qa.scoring.score import JUDGE_UNANSWERED, score

__all__ = ["JUDGE_UNANSWERED", "score"]
