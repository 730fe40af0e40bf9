"""Partial-order reduction: which steps may be left out of a search."""
