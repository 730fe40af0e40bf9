"""Findings on the lanes of a protocol: what each concerns, and a list of them."""
