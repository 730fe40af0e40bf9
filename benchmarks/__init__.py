"""How fast the library is, against floors measured in the same run.

``make bench`` prints one table. Each line is a ratio to something that cannot be
avoided, or a plain number where there is no floor.
"""
