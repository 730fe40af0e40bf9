"""May somebody take a step? The quick answer; ``refusing`` says why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from katch_protocols.cases.actor import Actor
from katch_protocols.cases.event import Partner
from katch_protocols.cases.ledger import Doer, Grant, Ledger, Moment, counts
from katch_protocols.cases.offices import Offer, held_roles
from katch_protocols.cases.plan import A, Act, B, Bound, Way
from katch_protocols.cases.seating import all_different, seating
from katch_protocols.cases.tokens import person_of
from katch_protocols.cases.wish import Wish
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Enforcement

__all__ = [
    "Step",
    "admitted",
    "doer_of",
    "find_step",
    "holds",
    "may_do",
    "needed_partners",
    "waived",
    "waived_for",
]


@dataclass(slots=True)
class Step:
    """What would be done: the way, the role acted in, who takes part."""

    way: Way
    offer: Offer
    partners: tuple[Partner, ...]


def may_do(ledger: Ledger, actor: Actor | None, moment: Moment) -> Iterator[str]:
    """Yield the activities that somebody may do; without an actor, that anybody may.

    This is what ``why`` does not refuse where nothing is stated and nobody else named.
    """
    if not ledger.last <= moment.at <= ledger.wake:
        return
    word = ledger.word
    for name, act in ledger.plan.acts.items():
        for way in act.ways:
            if word & way.mask == way.match and (
                actor is None or admitted(way, actor, ledger, moment) is not None
            ):
                yield name
                break


def find_step(ledger: Ledger, act: Act, wish: Wish, moment: Moment) -> Step | None:
    """Return the one step that a wish means, if nothing is in its way."""
    actor = wish.actor
    if actor is None or not ledger.last <= moment.at <= ledger.wake:
        return None
    if wish.version is not None and wish.version != len(ledger.log):
        return None
    word, found = ledger.word, None
    for way in act.find(wish.records):
        if word & way.mask == way.match:
            step = _step(way, wish, actor, ledger, moment)
            if step is not None:
                if found is not None:
                    return None
                found = step
    return found


def _step(
    way: Way, wish: Wish, actor: Actor, ledger: Ledger, moment: Moment
) -> Step | None:
    duty = way.duty
    if duty is None or wish.state not in {None, duty.origin}:
        return None
    if not (duty.reasons or wish.reason is None) or (
        duty.reasons and wish.reason not in duty.reasons
    ):
        return None
    offer = admitted(way, actor, ledger, moment, wish.role)
    if offer is None:
        return None
    needed = needed_partners(way, offer.role, ledger, moment.at)
    partners = wish.partners or ()
    if not needed and not partners:
        return Step(way, offer, ())
    if len(needed) != len(partners) or not all_different(actor, partners):
        return None
    seated = seating(needed, partners, ledger, moment)
    present = tuple(each for each in seated if each is not None)
    return Step(way, offer, present) if len(present) == len(needed) else None


def admitted(
    way: Way, actor: Actor, ledger: Ledger, moment: Moment, role: Id | None = None
) -> Offer | None:
    """Return the first role in which an actor may take a step; ``None`` if in none."""
    duty = way.duty
    if duty is None or (duty.qualified and not duty.qualified <= actor.qualified):
        return None
    for offer in held_roles(actor, duty.roles, ledger, moment):
        if role is not None and offer.role != role:
            continue
        if not way.bounds:
            return offer
        doer = doer_of(actor.token, actor.agency, offer.grant)
        if all(
            holds(bound, way, (offer.role, doer), ledger, moment.at)
            for bound in way.bounds
        ):
            return offer
    return None


def waived(bound: Bound, at: datetime) -> bool:
    """Tell whether a waiver sets a sentence aside at an instant."""
    limit = bound.limit
    return limit.waived is not None and at < limit.waived


def waived_for(way: Way, ledger: Ledger, at: datetime) -> tuple[Id, ...]:
    """Return the sentences that bind a step and are set aside by a waiver."""
    return tuple(
        bound.limit.safeguard
        for bound in way.bounds
        if waived(bound, at) and counts(bound, way, ledger)
    )


def holds(
    bound: Bound, way: Way, who: tuple[Id, Doer], ledger: Ledger, at: datetime
) -> bool:
    """Tell whether a sentence lets somebody take a step in a role.

    ``A with ROLE`` is a matter of who else takes part: see ``needed_partners``.
    """
    sides = counts(bound, way, ledger)
    if not sides or waived(bound, at):
        return True
    limit, (role, doer) = bound.limit, who
    match limit.kind:
        case Enforcement.WITH:
            return True
        case Enforcement.ONLY:
            return role in limit.actors or not doer.agencies.isdisjoint(limit.actors)
        case _:
            return _meets(bound, sides, doer, ledger)


def _meets(bound: Bound, sides: int, doer: Doer, ledger: Ledger) -> bool:
    kind = bound.limit.kind
    if sides == A | B and kind is not Enforcement.SAME:
        # One step that is both is done by one person.
        return False
    doers = ledger.doers or {}
    return not any(
        _clash(kind, doer, earlier)
        for side, other in ((A, B), (B, A))
        if sides & side
        for earlier in doers.get((bound.number, other), ())
    )


def _clash(kind: Enforcement, doer: Doer, earlier: Doer) -> bool:
    if kind is Enforcement.SAME:
        return earlier.person != doer.person
    if kind is Enforcement.APART:
        return not earlier.people.isdisjoint(doer.people)
    return not earlier.agencies.isdisjoint(doer.agencies)


def doer_of(token: str, agency: Id | None, grant: Grant | None) -> Doer:
    """Return who counts as having acted: a deputy and the principal both do."""
    person = person_of(token)
    people, agencies = [person], [agency]
    if grant is not None:
        people.append(person_of(grant.principal))
        agencies.append(grant.agency)
    held = frozenset(each for each in agencies if each is not None)
    return Doer(person, frozenset(people), held)


def needed_partners(
    way: Way, role: Id | None, ledger: Ledger, at: datetime
) -> tuple[Id, ...]:
    """Return the roles that must take part besides whoever acts as ``role``."""
    if way.duty is None:
        return ()
    partners = way.duty.partners
    if not way.bounds:
        return partners
    more = [
        bound.limit.actors[0]
        for bound in way.bounds
        if bound.limit.kind is Enforcement.WITH
        and not waived(bound, at)
        and counts(bound, way, ledger)
        and bound.limit.actors[0] not in {role, *partners}
    ]
    return (*partners, *dict.fromkeys(more))
