"""Sheets of paper: posters, cards and the booklet, set with typst."""
