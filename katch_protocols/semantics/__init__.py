"""What a protocol means: one table of integers."""
