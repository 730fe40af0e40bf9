"""A protocol with nothing left implicit: fragments merged, runs inlined."""
