"""States and moves without lanes: Graphviz places them, we draw them."""
