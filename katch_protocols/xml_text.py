"""Texts in XML: what it has no sign for, and comments, which no text may end."""

import re

__all__ = ["commented", "legal"]

_NOT_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Return a text without the characters that XML 1.0 does not know."""
    # Whatever is printable is known to XML: most texts are, and need no further look.
    return text if text.isprintable() else _NOT_XML.sub("\ufffd", text)


def commented(note: str) -> str:
    """Return a note on one line in which no two hyphens meet, and none is the last."""
    return re.sub("-(?=-)|-$", "‐", " ".join(legal(note).split()))
