"""Citations as people read them: the title of a source, and the places in it."""

import re
from collections.abc import Iterable

from katch_protocols.words.lists import one_line
from katch_protocols.words.say import say

__all__ = ["cited", "say_place"]

_KINDS = {
    "art.": "art",
    "ch.": "ch",
    "s.": "s",
    "para.": "para",
    "point": "point",
    "rule": "rule",
    "annex": "annex",
    "measure": "measure",
    "principle": "principle",
}
"""What a file writes, and the key of its words."""

_WRITTEN = "|".join(map(re.escape, _KINDS))
_NUMBERED = re.compile(
    rf"(?<!\w)({_WRITTEN})\s+(?=[^\s,;]*\d|[IVXLC]+\b)([^\s,;]+)",
)
_BARE = re.compile(r"annex")


def say_place(place: str, language: str) -> str:
    """Say where in a source: ``art. 16(2)`` becomes «ст. 16(2)», «16(2)-бап».

    ``art. ch. s. para. point rule annex measure principle`` before a number are said
    in the language, as is ``annex`` alone; the rest stays as it is written.
    """
    if _BARE.fullmatch(place):
        return say("citations.annex-alone", language)
    return _NUMBERED.sub(lambda found: _numbered(found, language), place)


def _numbered(found: re.Match[str], language: str) -> str:
    return say(f"citations.{_KINDS[found[1]]}", language, place=found[2])


def cited(title: str, places: Iterable[str], language: str) -> str:
    """Say a source and the places in it: ``Law on Police, art. 16(2), art. 17``."""
    return one_line((title, *(say_place(each, language) for each in places)))
