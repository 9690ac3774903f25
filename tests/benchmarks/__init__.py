"""Measurements, never tests: each prints its figures and the bars of the project beside them."""
