"""Kinds of values: how each is read, written back, and described to an editor."""
