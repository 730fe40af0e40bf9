"""Workbooks: tables with boxes to fill, written and read."""
