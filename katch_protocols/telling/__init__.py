"""Verdicts, cases and numbers of proofs, in words."""
