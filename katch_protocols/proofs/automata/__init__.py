"""A sentence as a small automaton, and its product with the table of a protocol."""
