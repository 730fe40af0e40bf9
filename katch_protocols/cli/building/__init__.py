"""Draw a whole handbook: what to draw, and how to put it in place at once."""
