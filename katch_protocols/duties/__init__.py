"""Who must do what, by when, and who passes what to whom: responsibility as data."""
