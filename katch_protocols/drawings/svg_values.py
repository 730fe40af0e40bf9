"""Numbers and texts as an SVG document writes them."""

import re
from functools import lru_cache
from html import escape

__all__ = ["number", "quoted", "safe"]

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@lru_cache(maxsize=16384)
def number(value: float) -> str:
    """Write a number with one decimal at most."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


@lru_cache(maxsize=32768)
def safe(text: str) -> str:
    """Write a text between tags."""
    return escape(_legal(text), quote=False)


@lru_cache(maxsize=32768)
def quoted(text: str) -> str:
    """Write the value of an attribute, with its quotes."""
    return f'"{escape(_legal(text))}"'


def _legal(text: str) -> str:
    """Replace the characters that XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)
