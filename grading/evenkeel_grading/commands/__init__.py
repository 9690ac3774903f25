"""The commands of ``python -m evenkeel_grading``, one module each: ``add(commands)`` and what it runs."""
