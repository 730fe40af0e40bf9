"""What sentences about people make of a step: separation and binding of duty, ``only``.

``A with ROLE`` is a matter of who else takes part: it adds to who must.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from katch_protocols.cases.arguments import person_of
from katch_protocols.cases.compiled_case import A, B, CompiledRow, RowConstraint
from katch_protocols.cases.event import Partner
from katch_protocols.cases.refusal import BETWEEN
from katch_protocols.cases.state import CaseState, Doer, Grant
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Role
from katch_protocols.model.safeguards import Enforcement
from katch_protocols.refusals import Need, Unmet

__all__ = ["Bound", "bind", "doer_of", "may_somebody", "say_broken", "sitting"]

_NEEDS = {
    Enforcement.APART: Need.SEPARATION,
    Enforcement.AGENCIES_APART: Need.AGENCY_SEPARATION,
    Enforcement.SAME: Need.BINDING,
    Enforcement.ONLY: Need.ONLY,
}


class Bound(Struct):
    """A step under its sentences, for somebody in a role.

    ``broken`` are those that forbid it, ``waived`` those that are set aside, and
    ``partners`` the roles that must take part by some.
    """

    broken: list[RowConstraint]
    waived: list[Id]
    partners: list[Id]


def bind(
    row: CompiledRow, role: Id | None, doer: Doer, state: CaseState, at: datetime
) -> Bound:
    """Hold a step against the sentences that bind it, for somebody in a role."""
    found = Bound([], [], [])
    for each in row.constraints:
        constraint, sides = each.constraint, state.sides(each, row)
        if not sides:
            continue
        if constraint.waived is not None and at < constraint.waived:
            found.waived.append(constraint.safeguard)
        elif constraint.kind is Enforcement.WITH:
            acting = role, row.entry.receiver
            found.partners += (r for r in constraint.actors if r not in acting)
        elif constraint.kind is Enforcement.ONLY:
            if not _is_named(constraint.actors, row, role, doer):
                found.broken.append(each)
        elif not _is_kept(each, sides, doer, state):
            found.broken.append(each)
    return found


def may_somebody(
    row: CompiledRow, role: Id, agency: Id | None, state: CaseState, at: datetime
) -> bool:
    """Tell whether sentences let somebody of an agency act in a role.

    Whoever stays unnamed has done nothing yet in the case; but where one person alone
    must go on (binding of duty), that person may be the one.
    """
    stranger = doer_of("somebody-else", agency)
    panel = row.entry.panels.get(role)
    if panel is not None:
        stranger = sitting(stranger, panel, agency, None)
    broken = bind(row, role, stranger, state, at).broken
    return all(
        each.constraint.kind is Enforcement.SAME and _known(each, row, state)
        for each in broken
    )


def say_broken(each: RowConstraint, row: CompiledRow, state: CaseState) -> list[Unmet]:
    """Return what a sentence that forbids a step asks for."""
    constraint = each.constraint
    facts = {"safeguard": constraint.safeguard}
    if constraint.kind is Enforcement.ONLY:
        facts["actors"] = BETWEEN.join(constraint.actors)
    else:
        # A step that is A is held against B, one that is B against A.
        is_a = state.sides(each, row) & A
        other = constraint.other if is_a and constraint.other else constraint.event
        facts["other"] = state.compiled.named(other)
    return [Unmet(_NEEDS[constraint.kind], facts)]


def doer_of(token: str, agency: Id | None, grant: Grant | None = None) -> Doer:
    """Return who counts as having acted: a deputy and the principal both do."""
    person = person_of(token)
    people, agencies = [person], [agency]
    if grant is not None:
        people.append(person_of(grant.principal))
        agencies.append(grant.agency)
    held = frozenset(each for each in agencies if each is not None)
    return Doer(frozenset({person}), frozenset(people), held)


def sitting(
    chair: Doer, panel: Role, agency: Id | None, others: Sequence[Partner] | None
) -> Doer:
    """Return who counts as having acted where a panel decides: everybody who sits.

    ``others`` are those besides the chair; ``None``: who they will be is not known.
    """
    known = others or ()
    people = frozenset(person_of(token) for _, token, _ in known)
    seats = [(panel.chair, agency), *((seat, body) for seat, _, body in known)]
    return Doer(
        chair.acting | people,
        chair.people | people,
        chair.agencies.union(body for _, body in seats if body is not None),
        tuple(seats),
        is_whole=others is not None,
    )


def _is_named(
    actors: Sequence[Id], row: CompiledRow, role: Id | None, doer: Doer
) -> bool:
    """Tell whether whoever acts is named; of a panel, it or everybody who sits.

    A chair who answers a handover for a panel does it as that panel.
    """
    if role in actors or row.entry.receiver in actors:
        return True
    if not doer.seats:
        return not doer.agencies.isdisjoint(actors)
    return all(seat in actors or body in actors for seat, body in doer.seats)


def _is_kept(each: RowConstraint, sides: int, doer: Doer, state: CaseState) -> bool:
    kind = each.constraint.kind
    if kind is Enforcement.SAME and not doer.is_whole:
        # One of those who will sit may be the one.
        return True
    if sides == A | B and kind is not Enforcement.SAME:
        # One step that is both is done by one person.
        return False
    return not any(
        _clash(kind, doer, earlier)
        for side, other in ((A, B), (B, A))
        if sides & side
        for earlier in (state.doers or {}).get((each.number, other), ())
    )


def _clash(kind: Enforcement, doer: Doer, earlier: Doer) -> bool:
    if kind is Enforcement.SAME:
        return earlier.acting.isdisjoint(doer.acting)
    if kind is Enforcement.APART:
        return not earlier.people.isdisjoint(doer.people)
    return not earlier.agencies.isdisjoint(doer.agencies)


def _known(each: RowConstraint, row: CompiledRow, state: CaseState) -> frozenset[str]:
    """Return the people who have always done the other thing a sentence is about."""
    sides, known = state.sides(each, row), state.doers or {}
    acting = [
        doer.acting
        for side, other in ((A, B), (B, A))
        if sides & side
        for doer in known.get((each.number, other), ())
    ]
    return frozenset.intersection(*acting) if acting else frozenset()
