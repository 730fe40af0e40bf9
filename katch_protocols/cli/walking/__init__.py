"""A walk through one case: what is possible, what was typed, what is shown."""
