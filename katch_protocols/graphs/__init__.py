"""networkx views of a protocol."""
