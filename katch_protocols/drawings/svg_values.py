"""Numbers and texts as an SVG document writes them."""

from functools import lru_cache
from html import escape

from katch_protocols.xml_text import legal

__all__ = ["number", "quoted", "safe"]


@lru_cache(maxsize=16384)
def number(value: float) -> str:
    """Write a number with one decimal at most."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


@lru_cache(maxsize=32768)
def safe(text: str) -> str:
    """Write a text between tags."""
    return escape(legal(text), quote=False)


@lru_cache(maxsize=32768)
def quoted(text: str) -> str:
    """Write the value of an attribute, with its quotes."""
    return f'"{escape(legal(text))}"'
