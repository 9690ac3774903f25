"""Typed models of the course's content."""

from evenkeel.models.quiz import Quiz
from evenkeel.models.scenario import Scenario
from evenkeel.models.worksheet import Worksheet

__all__ = ["Quiz", "Scenario", "Worksheet"]
