"""Drawings of a release: the scorecard of a region, and small charts side by side."""
