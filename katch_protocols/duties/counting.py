"""How many duties a body has: its own, and those of the bodies under it."""

from collections.abc import Iterator, Mapping

from katch_protocols.duties.nouns import Count, Share
from katch_protocols.duties.responsibility import Responsibility
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.words.say import say

__all__ = ["COUNTS", "bodies_under", "count", "say_count", "shares_under"]

COUNTS = ("own", "under", "comes", "goes")
"""What is counted, in the order in which it is told; a field of ``Count`` each."""


def bodies_under(agency: Id, handbook: Handbook) -> tuple[Id, ...]:
    """Return every agency that is, by however many levels, a part of one."""
    return tuple(
        other
        for other in handbook.agencies
        if other != agency and agency in _above(other, handbook)
    )


def _above(agency: Id, handbook: Handbook) -> Mapping[Id, None]:
    """Return what an agency is a part of, nearest first; a circle ends."""
    found: dict[Id, None] = {}
    above = handbook.agencies[agency].part_of
    while above is not None and above not in found and above in handbook.agencies:
        found[above] = None
        above = handbook.agencies[above].part_of
    return found


def shares_under(
    answer: Responsibility, agency: Id, handbook: Handbook
) -> Iterator[tuple[Id, Share]]:
    """Yield the duties proper of the bodies under an agency, body by body."""
    for body in bodies_under(agency, handbook):
        for share in answer.agencies[body].binding:
            yield body, share


def count(answer: Responsibility, agency: Id, handbook: Handbook) -> Count:
    """Return how many duties a body has itself, and how many the bodies under it have.

    A duty proper is to do, to answer or to take part. Of the bodies under it each duty
    counts once, however many have it; one that the body has too counts in both.
    ``under`` is ``None`` where no body is under it.
    """
    found = answer.agencies[agency]
    under = {share.duty.key for _, share in shares_under(answer, agency, handbook)}
    return Count(
        own=len(found.binding),
        under=len(under) if bodies_under(agency, handbook) else None,
        comes=len(found.receives),
        goes=len(found.hands),
    )


def say_count(found: Count, language: str) -> Mapping[str, tuple[int, str]]:
    """Return each count with what it counts, in the form that goes with the number."""
    said = {name: getattr(found, name) for name in ("own", "under", "comes", "goes")}
    return {
        name: (number, say(f"duties.counts-{name}", language, number=number))
        for name, number in said.items()
        if number is not None
    }
