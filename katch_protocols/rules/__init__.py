"""Checks: one rule, one file, one page."""
