"""The text of a page's data in fewer bytes: what stands there often is one sign.

Much of it is markup of drawings. A script on the page writes it out again before it is
read (``unpacked.js``); so does ``lengthened`` here.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

__all__ = ["lengthened", "shortened"]

_MOST = 100
"""So many different parts have a sign; more hardly spare anything."""

_FIRST, _SIGN = 0xE000, re.compile("[\ue000-\uf8ff]")
"""Signs are of the area for private use: no text has one, once it is escaped."""

_BYTES = 3
"""Of one sign in UTF-8."""

_PIECE = 1 << 16
"""So many letters or more have signs put in at once: a processor has them at hand."""

_OFTEN = re.compile(
    r"""
    \\u003c/\w+>(?:\\u003c/\w+>)*(?:\\u003ctspan\ x=\\")?    # elements that end
    |\\u003c\w+(?:\ [a-z]+=\\"(?=[\d.-]))?       # one that begins, with a number
    |\ [a-zA-Z:-]+=\\"[^"\\]*\\"                 # an attribute with its value
    |\\"\ [a-z-]+=\\"                            # where the next attribute begins
    |\\"/?>
    |"\},\{"\d+":\[ | \{"":|\},\{"": | "\],\[" | \{"\d+":\[ | \],\[
    """,
    re.VERBOSE,
)
"""What may have a sign: markup inside JSON, and JSON around it; never a word.

Every part begins with one letter that stands here as it is: others are passed quickly.
"""


def shortened(text: str) -> str:
    """Return JSON in fewer bytes: a list of what signs stand for, a tab, the rest."""
    text = _SIGN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    counted = Counter(_OFTEN.findall(text))
    spared = {
        part: (len(part.encode()) - _BYTES) * count - len(part.encode())
        for part, count in counted.items()
    }
    worth = sorted(spared, key=lambda part: (-spared[part], part))[:_MOST]
    often = sorted((part for part in worth if spared[part] > 0), key=len, reverse=True)
    signs = {part: chr(_FIRST + at) for at, part in enumerate(often)}
    pieces = (_signed(piece, signs) for piece in _pieces(text, {*"".join(often)}))
    return f"{json.dumps(often, ensure_ascii=False)}\t{''.join(pieces)}"


def _pieces(text: str, letters: AbstractSet[str]) -> Iterator[str]:
    """Yield a text piece by piece; each ends before a letter that is none of these."""
    first = 0
    while first < len(text):
        last = first + _PIECE
        while last < len(text) and text[last] in letters:
            last += 1
        yield text[first:last]
        first = last


def _signed(text: str, signs: Mapping[str, str]) -> str:
    """Return a text with signs in place of parts, the first of them first."""
    for part, sign in signs.items():
        text = text.replace(part, sign)
    return text


def lengthened(text: str) -> str:
    """Return the JSON that was shortened.

    Raises:
        ValueError: It was not.
    """
    table, _, rest = text.partition("\t")
    signs = {_FIRST + at: part for at, part in enumerate(json.loads(table))}
    return rest.translate(signs)
