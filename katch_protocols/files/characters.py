"""Characters that a file may not hold: what cannot be seen can mislead.

Controls, with tabs, which look like spaces (line ends are `LF` or `CR LF`, never `CR`);
characters that turn the direction of writing (Unicode
Standard Annex 9; "Trojan Source", CVE-2021-42574); and every character that is drawn
with no width (``Default_Ignorable_Code_Point`` of Unicode 15).
"""

import re
from collections.abc import Iterator

from katch_protocols.files.yaml_nodes import mark

__all__ = ["clean", "hidden", "is_clean", "printable"]

_RANGES = (
    (0x00, 0x09),
    (0x0B, 0x0C),
    (0x0E, 0x1F),
    (0x7F, 0x9F),  # C1, with the line end U+0085 that editors do not count
    (0xAD, 0xAD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x2028, 0x202E),  # with two line ends that editors do not count
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xD800, 0xDFFF),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0xFFFE, 0xFFFF),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)

_HIDDEN = "[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _RANGES) + "]"
_NEVER = re.compile(_HIDDEN)
_FORBIDDEN = re.compile(rf"{_HIDDEN}|\r(?!\n)")
_KNOWN = {"\t": " (Tab)"}
_INSTEAD = {"\r": "\n", **dict.fromkeys("\t\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029", " ")}
"""What parts words goes on doing so; text processors break a line by U+000B."""


def is_clean(text: str) -> bool:
    """Tell whether a text has no forbidden character."""
    found = _NEVER if "\r" not in text else _FORBIDDEN
    return found.search(text) is None


def clean(text: str) -> str:
    """Take the forbidden characters out; columns then count what can be seen."""
    return _FORBIDDEN.sub(lambda found: _INSTEAD.get(found[0], ""), text)


def printable(name: str) -> str:
    """Return a name as one line that everybody can see, escaped where it is not."""
    return "".join(
        each if each.isprintable() and is_clean(each) else ascii(each)[1:-1]
        for each in name
    )


def hidden(text: str) -> Iterator[tuple[str, int]]:
    """Yield each forbidden character as ``U+202E`` with its mark."""
    for found in _FORBIDDEN.finditer(text):
        at = found.start()
        line = text.count("\n", 0, at)
        column = at - (text.rfind("\n", 0, at) + 1)
        yield f"U+{ord(found[0]):04X}{_KNOWN.get(found[0], '')}", mark(line, column)
