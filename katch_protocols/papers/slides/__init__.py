"""Slides that the other side may edit: every box of a drawing is a shape."""
