"""Answers that are kept, under a digest of all that they depend on."""
