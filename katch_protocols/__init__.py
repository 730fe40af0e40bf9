"""Protocols that protect children at the handoffs between agencies."""
