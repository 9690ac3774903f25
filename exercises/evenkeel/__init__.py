"""Evenkeel."""
