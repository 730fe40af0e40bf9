"""What somebody lacks to act, and who would not lack it."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from katch_protocols.cases.actor import Actor
from katch_protocols.cases.deciding import (
    doer_of,
    holds,
    needed_partners,
    waived,
)
from katch_protocols.cases.ledger import Ledger, Moment, counts
from katch_protocols.cases.limits import Limit, LimitKind
from katch_protocols.cases.offices import Offer, held_roles, is_lent
from katch_protocols.cases.plan import A, Bound, Duty, Way
from katch_protocols.cases.saying import BETWEEN
from katch_protocols.cases.seating import all_different, seating
from katch_protocols.cases.tokens import person_of
from katch_protocols.findings import Could, Need, Unmet
from katch_protocols.model.noun import Id
from katch_protocols.semantics.events import Event

__all__ = ["People", "could_act", "lacking", "lacking_role"]

People: TypeAlias = tuple[Actor, tuple[Actor, ...] | None, Id | None]
"""Who acts, who takes part (``None``: not asked), in which role."""


def lacking(
    duty: Duty, way: Way | None, people: People, ledger: Ledger, moment: Moment
) -> list[Unmet]:
    """Return what the people lack for an entry; ``way`` is its step if one is open."""
    actor, partners, role = people
    roles = tuple(each for each in duty.roles if role in {None, each})
    offers = tuple(held_roles(actor, roles, ledger, moment))
    found = list(
        _office(roles or duty.roles, actor, ledger, moment) if not offers else ()
    )
    missing = sorted(duty.qualified - actor.qualified)
    if missing:
        names = {"qualifications": BETWEEN.join(missing)}
        found.append(Unmet(Need.QUALIFICATION, names))
    if way is None:
        return found
    choices = [
        [
            *_sentences(way, actor, offer, ledger, moment),
            *_partners(way, (actor, partners, offer.role), ledger, moment),
        ]
        for offer in offers
    ]
    if not offers:
        choices = [list(_partners(way, (actor, partners, role), ledger, moment))]
    return found + min(choices, key=len)


def lacking_role(
    role: Id, actor: Actor, ledger: Ledger, moment: Moment
) -> tuple[Unmet, ...]:
    """Return why an actor does not hold a role of their own here; a lent one is not."""
    found = tuple(_office((role,), actor, ledger, moment))
    if found or role in actor.roles:
        return found
    return (Unmet(Need.ROLE, {"roles": role}),)


def _office(
    roles: Sequence[Id], actor: Actor, ledger: Ledger, moment: Moment
) -> Iterator[Unmet]:
    """Yield why an actor holds none of the roles here: region, role, agency."""
    if actor.region is not None and actor.region != ledger.region:
        yield Unmet(Need.REGION, {"region": ledger.region or ""})
    bodies = moment.authority.bodies
    held = [role for role in roles if bodies.get(role)]
    if not held:
        facts = {"roles": BETWEEN.join(roles), "region": ledger.region or ""}
        yield Unmet(Need.HOLDER, facts)
        return
    lent = {grant.role for grant in ledger.grants if is_lent(grant, actor, moment)}
    own = [role for role in held if role in actor.roles | lent]
    if not own:
        yield Unmet(Need.ROLE, {"roles": BETWEEN.join(held)})
        return
    agencies = dict.fromkeys(
        agency for role in own for agency in sorted(filter(None, bodies[role]))
    )
    if not any(actor.agency in bodies[role] for role in own):
        facts = {"roles": BETWEEN.join(own), "agencies": BETWEEN.join(agencies)}
        yield Unmet(Need.AGENCY, facts)


_NEEDS = {
    LimitKind.APART: Need.SEPARATION,
    LimitKind.AGENCIES_APART: Need.AGENCY_SEPARATION,
    LimitKind.SAME: Need.BINDING,
    LimitKind.ONLY: Need.ONLY,
}


def _sentences(
    way: Way, actor: Actor, offer: Offer, ledger: Ledger, moment: Moment
) -> Iterator[Unmet]:
    who = offer.role, doer_of(actor.token, actor.agency, offer.grant)
    for bound in way.bounds:
        if holds(bound, way, who, ledger, moment.at):
            continue
        limit = bound.limit
        facts = {"safeguard": limit.safeguard}
        if limit.kind is LimitKind.ONLY:
            facts["actors"] = BETWEEN.join(limit.actors)
        else:
            facts["other"] = _named(_other(bound, way, ledger), ledger)
        yield Unmet(_NEEDS[limit.kind], facts)


def _other(bound: Bound, way: Way, ledger: Ledger) -> Event:
    """Return the event that the step is held against: B for an A, A for a B."""
    limit: Limit = bound.limit
    if limit.other is not None and counts(bound, way, ledger) & A:
        return limit.other
    return limit.event


def _named(event: Event, ledger: Ledger) -> str:
    if event.once:
        return event.name
    nodes = ledger.plan.chart.nodes
    full = (*event.activities, *(nodes[node].name for node in event.nodes))
    return next(iter(full), event.name)


def _partners(
    way: Way, people: People, ledger: Ledger, moment: Moment
) -> Iterator[Unmet]:
    actor, partners, role = people
    if partners is None:
        return
    needed = needed_partners(way, role, ledger, moment.at)
    doubled = not all_different(actor, partners)
    each_once = {person_of(each.token): each for each in partners}
    each_once.pop(person_of(actor.token), None)
    others = tuple(each_once.values())
    seated = seating(needed, others, ledger, moment)
    missing = [role for role, who in zip(needed, seated, strict=True) if who is None]
    if missing:
        yield Unmet(Need.PARTNER, {"roles": BETWEEN.join(missing)})
    if doubled or len(others) > len(needed) - len(missing):
        yield Unmet(Need.SURPLUS_PARTNER)


def could_act(
    duties: Sequence[Duty], ways: Sequence[Way], ledger: Ledger, moment: Moment
) -> tuple[Could, ...]:
    """Return each role that may act here now, with the agencies that hold it."""
    bodies = moment.authority.bodies
    found: dict[Id, Could] = {}
    for duty in duties:
        own = [way for way in ways if way.duty is duty]
        for role in duty.roles:
            allowed = [
                agency
                for agency in sorted(bodies.get(role, ()), key=lambda each: each or "")
                if not own
                or any(_allows(way, role, agency, ledger, moment) for way in own)
            ]
            if allowed:
                agencies = tuple(each for each in allowed if each is not None)
                found.setdefault(role, Could(role, agencies))
    return tuple(found.values())


def _allows(
    way: Way, role: Id, agency: Id | None, ledger: Ledger, moment: Moment
) -> bool:
    """Tell whether sentences let somebody of an agency act in a role.

    Whoever stays unnamed has done nothing yet in the case.
    """
    doer = doer_of(_SOMEBODY, agency, None)
    return all(
        holds(bound, way, (role, doer), ledger, moment.at)
        for bound in way.bounds
        if not _known_person_may(bound, ledger) and not waived(bound, moment.at)
    )


def _known_person_may(bound: Bound, ledger: Ledger) -> bool:
    """Tell whether somebody who acted before may be the one (binding of duty)."""
    if bound.limit.kind is not LimitKind.SAME or ledger.doers is None:
        return False
    doers = {
        doer.person
        for (number, _), each in ledger.doers.items()
        if number == bound.number
        for doer in each
    }
    return len(doers) == 1


_SOMEBODY = "somebody-else"
