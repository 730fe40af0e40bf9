"""Two outputs, one truth: who must do what, by when, read back from everything."""
