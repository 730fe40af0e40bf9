"""Proving on a part of a protocol: slices, their graphs, localization."""
