"""YAML in and out: a handbook, or findings with line and column."""
