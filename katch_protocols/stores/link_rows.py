"""Whether the links of a case follow from its events, and from those of its opener."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from katch_protocols.cases.beside import Opening
from katch_protocols.cases.case import Case
from katch_protocols.cases.receiving import is_taken_up
from katch_protocols.cases.state import CaseState
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.stores.tables import cases, links, micros

__all__ = ["are_linked", "has_links"]


def has_links(tx: Connection, reference: str) -> bool:
    """Tell whether a case is linked to any other, whatever it says itself."""
    return tx.execute(_of(reference).limit(1)).first() is not None


def are_linked(tx: Connection, state: CaseState) -> bool:
    """Tell whether the links of a case are those that its events made, and say as much.

    The link to an erased case is gone, on both sides.
    """
    rows = tx.execute(_of(state.reference)).all()
    own = next((row for row in rows if row.reference == state.reference), None)
    beside = {row.reference: row for row in rows if row.opener == state.reference}
    made = {
        opening.reference: (number, opening)
        for number, event in enumerate(state.log)
        for opening in event.opened
        if opening.is_new
    }
    gone = [each for each in made if each not in beside]
    if state.opening is not None and own is None:
        gone.append(state.opening.opener)
    here = [row.reference for row in beside.values() if row.receiver is None]
    return (
        made.keys() >= beside.keys()
        and _are_erased(tx, gone)
        and _are_here(tx, here)
        and all(_fits(row, *made[name]) for name, row in beside.items())
        and all(_is_heard(state, row) for row in beside.values())
        and (own is None or _is_own(state, own))
    )


def _of(reference: str) -> Any:  # noqa: ANN401 - a query
    mine = or_(links.c.reference == reference, links.c.opener == reference)
    return select(links).where(mine)


def _are_erased(tx: Connection, references: Collection[str]) -> bool:
    """Tell whether every one of some cases is here no more, but for its hashes."""
    if not references:
        return True
    gone = cases.c.reference.in_(references) & cases.c.erased_at.is_not(None)
    found = tx.execute(select(cases.c.reference).where(gone)).scalars().all()
    return set(found) == set(references)


def _are_here(tx: Connection, references: Collection[str]) -> bool:
    """Tell whether every case is here that this store is to run."""
    if not references:
        return True
    query = select(cases.c.reference).where(cases.c.reference.in_(references))
    return len(tx.execute(query).all()) == len(references)


def _fits(row: Row[Any], number: int, opening: Opening) -> bool:
    """Tell whether a link is that of an opening; of what came in, ``number`` is -1."""
    due = None if opening.due is None else micros(opening.due)
    said = row.opener, row.number, row.protocol, row.due_at
    return bool(said == (opening.opener, number, opening.protocol, due))


def _is_heard(state: CaseState, row: Row[Any]) -> bool:
    """Tell whether a link says what its opener was told of it, and no more.

    A case that runs here says itself what became of it. An opener that has ended is
    told nothing more.
    """
    if (row.ended_at is None) is not (row.ended_in is None):
        return False
    if row.receiver is None:
        return True
    told, is_over = state.links[row.reference].told, Case(state).is_complete
    ends, is_known = told.keys() - {TAKEN_UP}, row.taken_up_at is not None
    is_same = is_known if TAKEN_UP in told else not is_known or is_over
    return is_same and (row.ended_in in ends if ends else not row.ended_in or is_over)


def _is_own(state: CaseState, row: Row[Any]) -> bool:
    """Tell whether a link says what became of the case that was opened, which is here.

    In another version other roles may take it up: then only that it did is asked for.
    """
    opening, case = state.opening, Case(state)
    if opening is None:
        return False
    number = row.number if row.receiver is None else -1
    ended = micros(state.last) if case.is_complete else None
    is_known, is_taken = row.taken_up_at is not None, is_taken_up(state)
    is_moved = state.moved is not None
    return (
        _fits(row, number, opening)
        and (row.ended_at, row.ended_in) == (ended, case.ended_in)
        and (is_known == is_taken or (is_moved and is_known))
    )
