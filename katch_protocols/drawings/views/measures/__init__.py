"""The measures view: what a protocol means for one child, in numbers."""
