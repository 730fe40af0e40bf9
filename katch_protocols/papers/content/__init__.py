"""What papers say, as plain texts in one language; every writer prints the same."""
