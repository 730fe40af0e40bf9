"""One kind of sentence a file: the automaton that watches for its breach."""
