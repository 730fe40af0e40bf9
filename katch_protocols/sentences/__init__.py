"""Conditions, safeguards and durations: text to nouns and back."""
