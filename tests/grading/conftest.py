"""The course's two assignments of the difficult-customers module."""

import pytest
from known import assignment_of

from evenkeel_grading.assignment import Assignment


@pytest.fixture
def applied() -> Assignment:
    return assignment_of("difficult-applied")


@pytest.fixture
def reflective() -> Assignment:
    return assignment_of("difficult-reflective")
