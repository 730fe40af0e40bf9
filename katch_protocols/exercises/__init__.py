"""Exercises at a table: sheets whose answers a live case gave."""
