"""Rules about what always holds."""
