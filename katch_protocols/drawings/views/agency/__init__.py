"""The agency view: one body and its card."""
