"""Rules about sources and mandates."""
