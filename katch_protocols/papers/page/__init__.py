"""The offline page: a whole handbook in one file that needs no network."""
