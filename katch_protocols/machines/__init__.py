"""Protocols as machines of the ``transitions`` library."""
