"""Hosting Evenkeel for a class: JupyterHub's settings, a class's people and dates, and the administrator's commands.

May import ``evenkeel`` and ``evenkeel_grading``; neither imports this.
"""
