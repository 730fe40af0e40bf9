"""The regions view: who answers where, and what is missing."""
