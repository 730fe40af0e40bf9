"""Nouns as JSON that is safe inside a page."""

import json
import re

from katch_protocols.answers import encode

__all__ = ["to_script"]

_BROKEN = re.compile("[\ud800-\udfff]")
_DANGEROUS = {"<": "\\u003c"} | {
    chr(code): f"\\u{code:04x}" for code in (0x2028, 0x2029, 0x7F)
}


def to_script(value: object) -> str:
    """Return JSON for a ``<script>``: no text in it can end or open an element.

    Halves of characters, which no file can hold, are replaced.
    """
    text = json.dumps(encode(value), ensure_ascii=False, separators=(",", ":"))
    text = _BROKEN.sub("\ufffd", text)
    for character, escaped in _DANGEROUS.items():
        text = text.replace(character, escaped)
    return text
