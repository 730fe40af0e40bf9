"""Protocols as networkx graphs, and what these say without running a case."""
