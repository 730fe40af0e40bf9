"""A protocol as a machine of the transitions library."""
