"""What the reader says, in English: one table a subject."""
