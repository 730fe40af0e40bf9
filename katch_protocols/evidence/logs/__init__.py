"""Logs of other systems as columns of codes: the mapping says what each column is."""
