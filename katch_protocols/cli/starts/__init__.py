"""New files: a commented start that already checks clean."""
