"""A protocol as classes of histories with one future, and fast walks over them."""
