"""The notations, a module each; ``known_notations`` finds them here."""
