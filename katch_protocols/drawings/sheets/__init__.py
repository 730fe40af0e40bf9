"""What the sheets of views are made of: titles, keys, rows, squares, curves, axes."""
