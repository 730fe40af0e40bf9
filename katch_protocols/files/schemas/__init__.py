"""Every key of every file: one table a noun, in the order in which they are written."""
