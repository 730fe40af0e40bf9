"""Corpora of hostile input: seeded mutations, and inputs grown by coverage."""
