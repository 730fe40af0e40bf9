"""What the walk of one protocol knows: the same names in Python and in JavaScript."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from katch_protocols.model.noun import Id
from katch_protocols.papers.page.texts import PageDeadline, Text

__all__ = ["PageExample", "PageOwed", "PagePlace", "PageTimer", "PageWait", "PageWalk"]


class PageTimer(Struct, frozen=True):
    """A step that the clock makes: after how long."""

    name: str
    after: PageDeadline


class PageWait(Struct, frozen=True):
    """A sentence ``A at least D after B``, by the full names of activities and states.

    ``event`` are those that are A, ``other`` those that are B, ``unless`` those after
    which it no longer binds. It binds only in the words of ``where``, as the table has
    them, where these are given: an activity in the word before it, an entry in the word
    after the step. ``asks``: only under a condition that no word tells.
    """

    event: tuple[str, ...]
    other: tuple[str, ...]
    unless: tuple[str, ...]
    asks: bool
    where: tuple[Mapping[str, str], ...] | None
    least: PageDeadline


class PageOwed(Struct, frozen=True):
    """A duty with a limit of its own, and where it is owed.

    ``starts`` are the full names of what starts its clock; ``owed`` are the words in
    which it runs, as the table has them. Moving among its ``states`` starts nothing
    anew where it is ``lasting``; ``after_first``: it begins once it was done.
    """

    activity: str
    due: PageDeadline
    starts: tuple[str, ...]
    states: tuple[str, ...]
    owed: tuple[Mapping[str, str], ...]
    every: bool
    after_first: bool
    lasting: bool


class PagePlace(Struct, frozen=True):
    """A node of the chart, for the walk.

    ``home`` is the protocol that runs here, where that is another. ``region``: exactly
    one of its children is active. ``steps`` are where the drawing shows a case that
    rests here; ``starts`` the full names of the activities and states from which its
    deadline counts, none where it counts from its entry.
    """

    name: str
    title: Text
    parent: int
    region: bool
    steps: tuple[str, ...]
    holder: Id | None
    due: PageDeadline | None
    starts: tuple[str, ...]
    outcome: str | None
    waits_for: Id | None
    home: Id | None = None


class PageExample(Struct, frozen=True):
    """A short case to one end: its title, its outcome, the positions of its rows."""

    end: Text
    outcome: str | None
    rows: tuple[int, ...]


class PageWalk(Struct, frozen=True):
    """All that a walk needs: the compiled table, what waits, a case to each end.

    Of the examples the first ends well, where any case does.
    """

    table: Mapping[str, Any]
    places: tuple[PagePlace, ...]
    timed: tuple[PageTimer, ...]
    waits: tuple[PageWait, ...]
    owed: tuple[PageOwed, ...]
    examples: tuple[PageExample, ...]
