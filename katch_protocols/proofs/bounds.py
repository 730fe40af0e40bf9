"""How far proofs look, and the name of what is proved of every protocol.

They stand by themselves, for whoever names them and proves nothing.
"""

__all__ = ["FEW", "MANY", "SOUNDNESS", "VAST"]

MANY = 10**7
"""With more sets of active states than this a protocol is wide."""

VAST = 200_000
"""A protocol with more configurations than this is vast."""

FEW = 5_000
"""How many of a vast protocol a sentence looks at before it tries to see less."""

SOUNDNESS = "soundness"
"""The name under which soundness is proved; no safeguard may bear it."""
