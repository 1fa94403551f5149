"""Rubrics: the rules a call is judged by, read from YAML."""

from qa.rubric.load import available_rubrics, load_rubric
from qa.rubric.rubric import Criterion, Rubric, Section

__all__ = ["Criterion", "Rubric", "Section", "available_rubrics", "load_rubric"]
