"""What XML can hold: other characters become the sign of a lost one."""

import re

__all__ = ["legal"]

_ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Return a text without control characters."""
    return _ILLEGAL.sub("\ufffd", text)
