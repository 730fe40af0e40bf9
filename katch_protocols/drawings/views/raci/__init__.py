"""The table of who does what: rows of duties, columns of bodies, signs, their key."""
