"""How a class did with an assignment's closed parts: shares, facility, discrimination, reliability, graded plays."""

from evenkeel_grading.analysis.figures import ClassFigures
from evenkeel_grading.analysis.report import analyse

__all__ = ["ClassFigures", "analyse"]
