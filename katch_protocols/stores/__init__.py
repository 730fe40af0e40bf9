"""Cases that survive: events, what is open and links, on SQLite or PostgreSQL."""
