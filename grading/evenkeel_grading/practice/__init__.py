"""Feedback on drafts of private sheets: what is there, and one sentence on what would lift it. Never a level or a mark.

The rules stand in ``exercises/feedback/<worksheet>.yml``, which learners' copies of the course have. So they are made
for practice alone: ``evenkeel check`` refuses what graded work is marked by.
"""
