"""Lists that are no sentences, and what says the list of a fact: all punctuation.

A list inside a sentence is said by ``listed`` of ``words.say``, as Unicode writes it in
each language; alternatives are said by ``either``. What stands here is written alike in
every language: cells, parts of a line, and what somebody types.
"""

from collections.abc import Callable, Iterable

from katch_protocols.words.say import either, listed, say

__all__ = [
    "ALTERNATIVES",
    "NAMES",
    "QUOTED",
    "as_typed",
    "enumerated",
    "one_line",
    "options",
    "retold",
    "with_id",
]

NAMES = ", "
"""Stands between the names that one fact of a finding lists."""

QUOTED = "', '"
"""Stands between names that fill one gap of a sentence in quotes."""

ALTERNATIVES = " / "
"""Stands between the alternatives that one fact lists."""


def enumerated(entries: Iterable[str]) -> str:
    """Write the entries of a cell or a line, which may hold commas: ``A, a; B``."""
    return "; ".join(entries)


def one_line(parts: Iterable[str]) -> str:
    """Write what is told in one line: ``1–4, 7``; what is empty is left out."""
    return ", ".join(filter(None, parts))


def as_typed(names: Iterable[str]) -> str:
    """Write names as they are typed, for whoever chooses one: ``en, ru, kk``.

    A fact of a finding that lists names is made so, too; ``retold`` says it.
    """
    return NAMES.join(names)


def with_id(title: str | None, name: str) -> str:
    """Write a title with the id behind it; what has no title is said by its id."""
    return f"{title} ({name})" if title and title != name else name


def options(names: Iterable[str]) -> str:
    """Write alternatives as the files of a handbook do: ``yes / no``."""
    return ALTERNATIVES.join(names)


def retold(fact: str, language: str, said: Callable[[str], str] = str) -> str:
    """Say a fact that lists names: ``a, b`` becomes ``a and b``, ``a / b`` ``a or b``.

    ``said`` says each name; ``a', 'b`` stands in quotes, and keeps them. Names that are
    said alike are said once.
    """
    if QUOTED in fact:
        quoted = (
            say("sentences.quoted", language, name=said(name))
            for name in fact.split(QUOTED)
        )
        return listed(dict.fromkeys(quoted), language)[1:-1]
    names = [
        dict.fromkeys(map(said, each.split(ALTERNATIVES))) for each in fact.split(NAMES)
    ]
    if len(names) == 1:
        return either(names[0], language)
    return listed(dict.fromkeys(map(options, names)), language)
