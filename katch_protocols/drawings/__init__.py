"""Layouts, views and SVG: a protocol put on paper."""
