"""The nouns: what a protocol speaks of; frozen and closed."""
