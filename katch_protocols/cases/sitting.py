"""Who sits when a panel decides: the chair acts, the others take their seats.

Everybody who sits has acted, for separation and binding of duty; whoever takes part as
well has not. One of those who sit must have the training that an activity demands.
"""

from collections.abc import Iterable
from functools import partial

from katch_protocols.cases.arguments import person_of
from katch_protocols.cases.compiled_case import CompiledEntry
from katch_protocols.cases.event import Partner
from katch_protocols.cases.needs import Missing, lack
from katch_protocols.cases.offices import Offices
from katch_protocols.cases.request import Actor, Request
from katch_protocols.cases.separation import bind, doer_of, say_broken, sitting
from katch_protocols.cases.state import Decision
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Role
from katch_protocols.refusals import Need

__all__ = ["sit"]


def sit(
    decision: Decision, panel: Role, actor: Actor, offices: Offices, request: Request
) -> tuple[list[Missing], list[Missing]]:
    """Seat a panel; return the sentences that are broken then, and what it lacks.

    The decision is told who takes part, who counts as acting, and which sentences are
    set aside. While nobody asks who takes part, only the chair is looked at.
    """
    row, state = decision.row, offices.state
    chair = doer_of(actor.token, actor.agency, decision.grant)
    asked = bind(row, panel.id, chair, state, offices.at).partners
    sat, lacks = _seated(decision, panel, asked, offices, request)
    broken: list[Missing] = []
    if row.constraints:
        others = None if request.partners is None else sat
        doer = sitting(chair, panel, actor.agency, others)
        bound = bind(row, panel.id, doer, state, offices.at)
        decision.doer, decision.waived = doer, tuple(bound.waived)
        broken += (partial(say_broken, each, row, state) for each in bound.broken)
    return broken, lacks


def _seated(
    decision: Decision,
    panel: Role,
    asked: Iterable[Id],
    offices: Offices,
    request: Request,
) -> tuple[list[Partner], list[Missing]]:
    """Return who sits besides the chair, and what is lacking.

    First those are found who must take part as well, then the seats that a sentence
    asks for, then as many others as came.
    """
    actor, partners, entry = request.actor, request.partners, decision.row.entry
    if actor is None or partners is None:
        return [], []
    wanted = [role for role in dict.fromkeys(asked) if role not in entry.partners]
    beside = [role for role in wanted if role not in panel.members]
    needed = (*entry.partners, *beside)
    first = [role for role in wanted if _may_lack(panel, role)]
    seats = (*first, *_without(panel.others, first))
    others = {person_of(each.token): each for each in partners}
    others.pop(person_of(actor.token), None)
    found = offices.seats(needed, tuple(others.values()), seats)
    decision.partners = tuple(each for each in found if each is not None)
    taking, filled = found[: len(needed)], found[len(needed) :]
    lacks: list[Missing] = []
    empty = [role for role, seat in zip(needed, taking, strict=True) if seat is None]
    empty += (
        role
        for role, seat in zip(first, filled[: len(first)], strict=True)
        if seat is None
    )
    if empty:
        lacks.append(lack(Need.PARTNER, roles=empty))
    sat = [each for each in filled if each is not None]
    if len(sat) + 1 < panel.sitting:
        left = [role for role, seat in zip(seats, filled, strict=True) if not seat]
        facts = {"panel": [panel.id], "seats": left}
        numbers = {"filled": [str(len(sat) + 1)], "quorum": [str(panel.sitting)]}
        lacks.append(lack(Need.PARTNER, **facts, **numbers))
    if len(decision.partners) < len(partners):
        lacks.append(lack(Need.SURPLUS_PARTNER))
    people = [actor, *(others[person_of(token)] for _, token, _ in sat)]
    lacks += _untrained(entry, people)
    return sat, lacks


def _may_lack(panel: Role, role: Id) -> bool:
    """Tell whether a seat of a role could stay empty while the quorum is filled."""
    rest = [each for each in panel.others if each != role]
    return role in panel.others and len(rest) + 1 >= panel.sitting


def _without(seats: Iterable[Id], taken: Iterable[Id]) -> list[Id]:
    """Return the seats that are left when some are taken, each once."""
    left = list(seats)
    for each in taken:
        left.remove(each)
    return left


def _untrained(entry: CompiledEntry, people: Iterable[Actor]) -> list[Missing]:
    """Return the training that nobody who sits has whole."""
    if any(entry.qualified <= each.qualified for each in people):
        return []
    return [lack(Need.QUALIFICATION, qualifications=sorted(entry.qualified))]
