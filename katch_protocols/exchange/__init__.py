"""Protocols and cases in the notations of others, and what each cannot say."""
