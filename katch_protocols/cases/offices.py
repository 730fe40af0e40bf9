"""Which roles somebody holds here and now, as their own or lent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from katch_protocols.cases.actor import Actor
from katch_protocols.cases.ledger import Grant, Ledger, Moment
from katch_protocols.cases.tokens import person_of
from katch_protocols.model.noun import Id

__all__ = ["Offer", "held_roles", "is_lent"]


@dataclass(slots=True)
class Offer:
    """A role in which somebody may act, by a grant if it is not their own."""

    role: Id
    grant: Grant | None = None


def held_roles(
    actor: Actor, roles: Sequence[Id], ledger: Ledger, moment: Moment
) -> Iterator[Offer]:
    """Yield the roles among ``roles`` that an actor holds here and now.

    The role is the actor's own or lent, and the actor's agency holds it in the region.
    """
    if actor.region is not None and actor.region != ledger.region:
        return
    bodies = moment.authority.bodies
    for role in roles:
        if actor.agency not in bodies.get(role, ()):
            continue
        if role in actor.roles:
            yield Offer(role)
            continue
        for grant in ledger.grants:
            if grant.role == role and is_lent(grant, actor, moment):
                yield Offer(role, grant)


def is_lent(grant: Grant, actor: Actor, moment: Moment) -> bool:
    """Tell whether somebody has a loan at an instant."""
    return grant.deputy == person_of(actor.token) and moment.at < grant.until
