"""The course on paper: a workbook for learners and a guide for facilitators, printed to PDF by Chromium.

Both are put together from the built book, so that a printed page says what the page on the screen says.
"""
