"""One kind of drawing a module."""
