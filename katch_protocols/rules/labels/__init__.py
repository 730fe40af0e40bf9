"""Rules about titles and languages."""
