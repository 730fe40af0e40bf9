"""Plain data as JSON that is safe inside a page."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

__all__ = ["plain", "to_script"]

_BROKEN = re.compile("[\ud800-\udfff]")
_DANGEROUS = {"<": "\\u003c"} | {
    chr(code): f"\\u{code:04x}" for code in (0x2028, 0x2029, 0x7F)
}


def plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Return dataclasses and tuples as mappings and lists, in their own order."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    match value:
        case Mapping():
            return {_whole(str(key)): plain(each) for key, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case str():
            return _whole(value)
        case _:
            return value


def _whole(text: str) -> str:
    """Replace halves of characters, which no file can hold."""
    return _BROKEN.sub("\ufffd", text)


def to_script(value: object) -> str:
    """Return JSON for a ``<script>``: no text in it can end or open an element."""
    text = json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
    for character, escaped in _DANGEROUS.items():
        text = text.replace(character, escaped)
    return text
