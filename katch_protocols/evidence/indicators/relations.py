"""Which populations are within others, alone or together, and which are all of them.

Each tells of the other: whoever reads that 20 cases are in one table and knows that
a second table counts some of them has an upper bound for its hidden cells.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from math import inf
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.evidence.indicators.claims import (
    Claim,
    Claims,
    Ended,
    HasHappened,
    InTime,
    NeverHas,
    Often,
)
from katch_protocols.evidence.indicators.conditions_apart import (
    are_all,
    exclude,
    parted,
)
from katch_protocols.evidence.indicators.implied import (
    WAS_OPENED,
    are_apart,
    are_on_the_way,
    are_one_of,
    asks_more,
    events_of,
    follows,
    is_part_of,
)
from katch_protocols.evidence.indicators.statements import CasesOf
from katch_protocols.model.handbook import Handbook

__all__ = ["Piece", "Within", "relations"]

Within: TypeAlias = tuple[tuple[CasesOf, ...], tuple[CasesOf, ...]]
"""Some cases, and the wholes that they are held against, each added up."""


class Piece(Struct, frozen=True):
    """Some cases that are counted, and what is said of each."""

    cases: CasesOf
    claims: Claims


def relations(
    pieces: Sequence[Piece], handbook: Handbook
) -> Mapping[Within, tuple[bool, bool]]:
    """Return what is no more than something else, and what is no less.

    By themselves, and together where no case is in two of them; or where what has every
    case that is in both is added to the whole.
    """
    found: dict[Within, tuple[bool, bool]] = {}

    def add(some: Sequence[Piece], whole: Piece, *, is_within: bool) -> None:
        each = tuple(sorted({piece.cases for piece in some}, key=str))
        if len(each) < len(some) or whole.cases in each or _is_known(each, whole.cases):
            return
        known = found.get((each, (whole.cases,)), (False, False))
        found[each, (whole.cases,)] = known[0] or is_within, known[1] or not is_within

    for whole in pieces:
        inner = [each for each in pieces if is_part_of(each.claims, whole.claims)]
        for some in _apart(inner, whole):
            add(some, whole, is_within=True)
        for some in _covers(pieces, whole.claims, handbook):
            add(some, whole, is_within=False)
    for pair, wholes in _overlaps(pieces):
        if len({*pair, *wholes}) == len(pair) + len(wholes):
            found[pair, wholes] = True, False
    return found


def _is_known(some: Sequence[CasesOf], whole: CasesOf) -> bool:
    """Tell whether it is so of any share: its part and its rest are its cases."""
    is_of_it = all(each.population == whole.population for each in some)
    return is_of_it and whole.share is None and len({e.share for e in some}) == 1


def _apart(inner: Sequence[Piece], whole: Piece) -> Iterator[Sequence[Piece]]:
    """Yield each by itself, and several of which no two have a case in common.

    Without those of which it follows from what else is yielded.
    """
    others = [each for each in inner if each.cases != whole.cases]
    alone = [[each] for each in others]
    yield from (some for some in alone if not _is_between(some[0], whole, others))
    together = [
        [others[place] for place in places]
        for places in parted(others, lambda a, b: are_apart(a.claims, b.claims))
    ]
    for some in together:
        every = (more for more in (*alone, *together) if more is not some)
        if not any(_is_less(some, more) for more in every):
            yield some


def _overlaps(pieces: Sequence[Piece]) -> Iterator[Within]:
    """Yield two groups, and a whole of both with what has every case that both have."""
    for one, other in combinations(pieces, 2):
        both = _together_said(one.claims | other.claims)
        if _is_less([one], [other]) or _is_less([other], [one]):
            continue
        if are_apart(one.claims, other.claims) or any(
            isinstance(each, Often) for each in both
        ):
            continue
        shared = _least(
            each
            for each in pieces
            if is_part_of(both, each.claims)
            and not is_part_of(one.claims, each.claims)
            and not is_part_of(other.claims, each.claims)
        )
        wholes = _least(
            each
            for each in (pieces if shared else ())
            if is_part_of(one.claims, each.claims)
            and is_part_of(other.claims, each.claims)
        )
        for whole, inner in product(wholes, shared):
            pair = sorted((one.cases, other.cases), key=str)
            yield (pair[0], pair[1]), (whole.cases, inner.cases)


def _together_said(claims: Claims) -> Claims:
    """Return what is said of cases, with what follows from two claims together.

    Of A or B that never had B it was A. What came within a day of the opening, and
    after A, came within a day of A.
    """
    never = {each.event for each in claims if isinstance(each, NeverHas)}
    soonest = {
        each.event: each.within
        for each in sorted(claims, key=lambda one: -getattr(one, "within", inf))
        if isinstance(each, InTime) and each.since == WAS_OPENED
    }
    return frozenset(
        replace(each, events=each.events - never)
        if isinstance(each, HasHappened) and each.events - never
        else replace(each, within=min(each.within, soonest[each.event]))
        if isinstance(each, InTime) and each.event in soonest
        else each
        for each in claims
    )


def _least(some: Iterable[Piece]) -> list[Piece]:
    """Return those of which no other one is a part."""
    every = {each.cases: each for each in some}.values()
    return [
        each
        for each in every
        if not any(_is_less([other], [each]) for other in every if other is not each)
    ]


def _is_between(some: Piece, whole: Piece, others: Sequence[Piece]) -> bool:
    """Tell whether others of the same cases are more than some, less than a whole."""
    return any(
        each.cases.population in {some.cases.population, whole.cases.population}
        and _is_less([some], [each])
        and _is_less([each], [whole])
        for each in others
    )


def _is_less(some: Sequence[Piece], more: Sequence[Piece]) -> bool:
    """Tell whether others together have every case that some have, and more."""
    if not all(any(is_part_of(a.claims, b.claims) for b in more) for a in some):
        return False
    return not all(any(is_part_of(b.claims, a.claims) for a in some) for b in more)


def _covers(
    pieces: Sequence[Piece], whole: Claims, handbook: Handbook
) -> Iterator[Sequence[Piece]]:
    """Yield what together has every case of a whole, whoever is in two of them."""
    alone: list[tuple[Piece, Claim]] = []
    for piece in pieces:
        lacking = [each for each in piece.claims if not follows(each, whole)]
        if len(lacking) == 1 and _counts_alike(piece.claims, whole):
            alone.append((piece, lacking[0]))
    for at, (piece, claim) in enumerate(alone):
        for other, another in alone[at + 1 :]:
            is_of_one = piece.cases.population == other.cases.population
            # Then what is not so of one is another one, and stands there by itself.
            is_either = not is_of_one and are_one_of(claim, another, whole)
            if is_either or are_on_the_way(claim, another, whole):
                yield [piece, other]
    yield from _with_or_never(alone, pieces, whole)
    yield from _by_condition(alone, whole, handbook)
    yield from _by_event(alone, whole)
    yield from _by_end(alone, whole)


def _counts_alike(some: Claims, whole: Claims) -> bool:
    """Tell whether no case counts once where it is counted many times in a whole."""
    is_often = [any(isinstance(e, Often) for e in each) for each in (some, whole)]
    return is_often[0] or not is_often[1]


def _with_or_never(
    alone: "_Lacking", pieces: Sequence[Piece], whole: Claims
) -> Iterator[Sequence[Piece]]:
    """Yield cases with B, and those of a whole with A or B that never have B."""
    for piece, claim in alone:
        if not isinstance(claim, HasHappened) or claim.where is not None:
            continue
        left = frozenset(
            replace(each, events=each.events - claim.events)
            if isinstance(each, HasHappened) and each.events > claim.events
            else each
            for each in whole
        )
        for other in pieces:
            lacking = [each for each in other.claims if not follows(each, left)]
            if len(lacking) == 1 and are_one_of(claim, lacking[0], left):
                yield [piece, other]


_Lacking: TypeAlias = Sequence[tuple[Piece, Claim]]
"""Pieces, each with the one thing that is not so of all of a whole."""


def _by_condition(
    alone: _Lacking, whole: Claims, handbook: Handbook
) -> Iterator[Sequence[Piece]]:
    """Yield cases that conditions part, one of which holds in each case of a whole."""
    for claim in whole:
        if not isinstance(claim, HasHappened | Often):
            continue
        asked = [
            (piece, each.where)
            for piece, each in alone
            if isinstance(each, HasHappened | Often)
            and each.where is not None
            and events_of(each) >= events_of(claim)
        ]
        for places in parted([where for _, where in asked], exclude):
            if are_all([asked[place][1] for place in places], handbook):
                yield [asked[place][0] for place in places]


def _by_event(alone: _Lacking, whole: Claims) -> Iterator[Sequence[Piece]]:
    """Yield cases with A and those with B, of a whole that are with A or B.

    Together they are no fewer; who has both is counted twice.
    """
    for claim in whole:
        if isinstance(claim, HasHappened):
            some = {
                piece: events_of(each) & claim.events
                for piece, each in alone
                if isinstance(each, HasHappened | Often)
                and (each.where is None or asks_more(claim.where, each.where))
            }
            yield from _together(some, claim.events)


def _by_end(alone: _Lacking, whole: Claims) -> Iterator[Sequence[Piece]]:
    """Yield cases that end in one of some states, of a whole that end in any."""
    for claim in whole:
        if isinstance(claim, Ended) and claim.is_in:
            some = {
                piece: each.states & claim.states
                for piece, each in alone
                if isinstance(each, Ended) and each.is_in
            }
            yield from _together(some, claim.states)


def _together(
    some: Mapping[Piece, frozenset[str]], every: frozenset[str]
) -> Iterator[Sequence[Piece]]:
    """Yield what has every one of some names, each once."""
    pieces = [piece for piece, names in some.items() if names]
    for places in parted([some[piece] for piece in pieces], frozenset.isdisjoint):
        found = [pieces[place] for place in places]
        if frozenset[str]().union(*(some[piece] for piece in found)) == every:
            yield found
