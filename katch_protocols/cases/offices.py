"""Which roles somebody holds here and now, and who takes part in which of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from katch_protocols.cases.arguments import person_of
from katch_protocols.cases.compiled_case import CompiledEntry
from katch_protocols.cases.event import Partner
from katch_protocols.cases.refusal import BETWEEN
from katch_protocols.cases.request import Actor
from katch_protocols.cases.state import CaseState, Grant
from katch_protocols.model.noun import Id
from katch_protocols.refusals import Need, Unmet

__all__ = ["Bodies", "Office", "Offices"]

Bodies: TypeAlias = Mapping[Id, Collection[Id | None]]
"""The agencies that hold each role; ``None`` where it belongs to no agency."""

Office: TypeAlias = tuple[Id, Grant | None]
"""A role in which somebody may act, by a grant if it is not their own."""


class Offices:
    """Who holds what in a case at an instant.

    The handbook says it, unless ``attested`` does: the agencies that a log attests.
    With ``behalf`` only what somebody with that token lent counts as lent.
    """

    __slots__ = ("at", "behalf", "bodies", "state")

    def __init__(
        self,
        state: CaseState,
        at: datetime,
        attested: Bodies | None = None,
        behalf: str | None = None,
    ) -> None:
        self.state, self.at, self.behalf = state, at, behalf
        self.bodies = state.bodies(at) if attested is None else attested

    def acting(self, role: Id) -> Id:
        """Return the role of whoever acts: for a panel its chair's."""
        return self.state.compiled.chairs.get(role, role)

    def roles(self, entry: CompiledEntry) -> tuple[Id, ...]:
        """Return the roles of which an entry asks for one.

        Where it answers for a panel that cannot sit here that is the panel's, which
        nobody holds. Of a panel that a log does not attest, it attests that it could.
        """
        receiver = entry.receiver
        if receiver is None or self.bodies.get(receiver, True):
            return entry.roles
        return (receiver,)

    def held(self, roles: Sequence[Id], actor: Actor) -> list[Office]:
        """Return the roles among ``roles`` that an actor holds, their own or lent.

        The actor's agency holds them in the region, wherever they come from. The chair
        holds what a panel does.
        """
        found: list[Office] = []
        if actor.region is not None and actor.region != self.state.region:
            return found
        for role in roles:
            if actor.agency in self.bodies.get(role, ()):
                acting = self.acting(role)
                if acting in actor.roles:
                    found.append((role, None))
                elif self.state.grants:
                    found += ((role, grant) for grant in self._lent(acting, actor))
        return found

    def lacking(self, roles: Sequence[Id], actor: Actor) -> Iterator[Unmet]:
        """Yield why an actor holds none of the roles here: region, role, agency."""
        region, bodies = self.state.region, self.bodies
        if actor.region is not None and actor.region != region:
            yield Unmet(Need.REGION, {"region": region or ""})
        held = {role: self.acting(role) for role in roles if bodies.get(role)}
        own = [
            role
            for role, acting in held.items()
            if acting in actor.roles or self._lent(acting, actor)
        ]
        if not held:
            yield self._unheld(roles)
        elif not own:
            able = dict.fromkeys(held.values())
            yield Unmet(Need.ROLE, {"roles": BETWEEN.join(able)})
        elif not any(actor.agency in bodies[role] for role in own):
            agencies = dict.fromkeys(
                each for role in own for each in sorted(filter(None, bodies[role]))
            )
            able = dict.fromkeys(held[role] for role in own)
            facts = {"roles": BETWEEN.join(able), "agencies": BETWEEN.join(agencies)}
            yield Unmet(Need.AGENCY, facts)

    def _unheld(self, roles: Sequence[Id]) -> Unmet:
        """Return that nobody holds roles here; of a panel also what it lacks."""
        facts = {"roles": BETWEEN.join(roles), "region": self.state.region or ""}
        unfilled = self.state.unfilled(self.at)
        panel = next((role for role in roles if role in unfilled), None)
        if panel is not None:
            found = unfilled[panel]
            facts |= {
                "panel": panel,
                "seats": BETWEEN.join(found.empty),
                "filled": str(found.filled),
                "quorum": str(self.state.compiled.handbook.roles[panel].sitting),
                "agencies": BETWEEN.join(found.homes),
            }
        return Unmet(Need.HOLDER, facts)

    def seats(
        self, roles: Sequence[Id], partners: Sequence[Actor], own: Sequence[Id] = ()
    ) -> list[Partner | None]:
        """Return who takes each role, as many as can be filled; else ``None``.

        Those of ``own`` come behind ``roles`` and are not lent: whoever takes one has
        acted, and the log knows of no loan but the actor's.

        Roles are filled in their order. Whoever has one moves to another where that
        lets somebody else in (an augmenting path), so a crowd costs little.
        """
        every = [*((role, False) for role in roles), *((role, True) for role in own)]
        able = [
            [n for n, partner in enumerate(partners) if self._able(*each, partner)]
            for each in every
        ]
        taken: dict[int, int] = {}
        for seat in range(len(every)):
            _give(seat, able, taken, set())
        found: list[Partner | None] = [None] * len(every)
        for number, seat in taken.items():
            partner = partners[number]
            found[seat] = every[seat][0], partner.token, partner.agency
        return found

    def _able(self, role: Id, own: bool, partner: Actor) -> bool:
        held = self.held((role,), partner)
        return any(grant is None for _, grant in held) if own else bool(held)

    def _lent(self, role: Id, actor: Actor) -> list[Grant]:
        person = person_of(actor.token)
        return [
            each
            for each in self.state.grants
            if each.role == role
            and person_of(each.deputy) == person
            and self.at < each.until
            and self.behalf in {None, each.principal}
        ]


def _give(
    seat: int, able: Sequence[list[int]], taken: dict[int, int], tried: set[int]
) -> bool:
    """Give a seat to somebody free, else to somebody who can take another one."""
    free = [number for number in able[seat] if number not in taken]
    for number in (*free[:1], *able[seat]):
        if number in tried:
            continue
        tried.add(number)
        if number not in taken or _give(taken[number], able, taken, tried):
            taken[number] = seat
            return True
    return False
