"""Rules about posts."""
