"""Rules about deadlines."""
