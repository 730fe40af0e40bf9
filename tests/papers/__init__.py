"""Papers, pages and lists."""
