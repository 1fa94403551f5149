"""Rubrics: the rules a call is judged by, read from YAML."""

from qa.rubric.load import available_rubrics, load_rubric
from qa.rubric.rubric import Criterion, JudgeQuestion, Rubric, Section

__all__ = [
    "Criterion",
    "JudgeQuestion",
    "Rubric",
    "Section",
    "available_rubrics",
    "load_rubric",
]
