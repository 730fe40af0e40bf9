"""Two versions of a protocol on the same lanes, and a list of what changes for whom."""
