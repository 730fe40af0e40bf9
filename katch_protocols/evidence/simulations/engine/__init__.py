"""One run of a plan: whole numbers in, whole numbers out, the same everywhere."""
