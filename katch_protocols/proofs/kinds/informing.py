"""``A informs X``: every way of doing A reaches a role or an agency."""

from collections.abc import Iterator

from msgspec import Struct

from katch_protocols.charts.chart import Entry
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Informs
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.kinds.pattern import Pattern, SlotReader, automaton
from katch_protocols.proofs.kinds.people import require
from katch_protocols.proofs.verdicts import Reason
from katch_protocols.semantics.events import EntryFilter

__all__ = ["informs", "informs_by_values"]


def _reached(entry: Entry, *, by_values: bool) -> tuple[Id, ...]:
    """Return the roles and agencies that an entry reaches, whoever does it.

    Whoever takes part, is consulted or told, is sent a document, must acknowledge, or
    receives a case that it opens: those are told of it. With ``by_values`` also those
    who receive it only by some of the values with which it begins.
    """
    act = entry.act
    handover = () if act.handover is None else act.handover.to
    named = (
        *act.raci.together_with,
        *act.raci.consult,
        *(
            name
            for name in entry.informed
            if by_values or name not in entry.told_by_values
        ),
        *(receiver for receivers in act.sends.values() for receiver in receivers),
        *handover,
    )
    return tuple(dict.fromkeys(named))


def informs(rule: Informs, reader: SlotReader) -> Pattern:
    """Return the pattern of ``A informs X``.

    Looked at where X is somebody, and as it is written where X is nobody in any region
    or nobody can do A yet. In a step that nobody makes X must be told; a step of the
    clock tells nobody. Told by a case that A opens is who receives it in any case.
    """
    return _informs(rule, reader, by_values=False)


def informs_by_values(rule: Informs, reader: SlotReader) -> Pattern:
    """Return the same where told is also who receives a case by some of its values."""
    return _informs(rule, reader, by_values=True)


def _informs(rule: Informs, reader: SlotReader, *, by_values: bool) -> Pattern:
    holders = reader.study.holders
    require(rule.party, holders.handbook)
    ways = _Ways(rule.party, holders, by_values)
    event = reader.first(rule.event)
    has_any, lacks = (
        EntryFilter(each, clock=True) for each in (ways.has_any, ways.lacks)
    )
    possible = reader.first(event.event.narrowed(has_any))
    missing = reader.first(event.event.narrowed(lacks), "x")

    def explain(entry: Entry) -> Reason:
        role, agency, place = next(ways.without(entry))
        facts = {"by": role or "", "agency": agency or "", "region": place or ""}
        return Reason("not-informed", facts)

    moves = {("open", "x"): BROKEN}
    return Pattern(automaton(moves), (missing, possible), "a", explain=explain)


_Way = tuple[Id | None, Id | None, Place]
"""Which role of which agency does something, and where; no role where nobody does."""


class _Ways(Struct, frozen=True):
    """The ways to do an entry, as somebody in ``party`` is reached by them."""

    party: Id
    holders: Holders
    by_values: bool

    def has_any(self, entry: Entry) -> bool:
        """Tell whether a step is possible anywhere where the party is somebody."""
        return any(True for _ in self._all(entry))

    def lacks(self, entry: Entry) -> bool:
        """Tell whether some way of a step does not reach the party."""
        return any(True for _ in self.without(entry))

    def without(self, entry: Entry) -> Iterator[_Way]:
        """Yield the ways that do not reach the party."""
        for role, agency, place in self._all(entry):
            if not self._reaches(entry, role, agency, place):
                yield role, agency, place

    @property
    def _places(self) -> list[Place]:
        held = self.holders.is_held
        return [place for place in self.holders.places if held(self.party, place)]

    def _all(self, entry: Entry) -> Iterator[_Way]:
        if entry.is_signal:
            yield from ((None, None, place) for place in self._places or [None])
        for place in self._places:
            for role in self.holders.acting(entry, place):
                for agency in self.holders.bodies(role, place):
                    yield role, agency, place
        if not self._places or self.holders.is_idle(entry):
            # Whoever takes a role up has to tell, or to be told.
            yield from ((role, None, None) for role in entry.act.raci.by)

    def _reaches(
        self, entry: Entry, role: Id | None, agency: Id | None, place: Place
    ) -> bool:
        acting = () if role is None else (role,)
        reached = _reached(entry, by_values=self.by_values)
        names = self._with_members((*acting, *reached))
        if self.party in names:
            return True
        if self.party not in self.holders.handbook.agencies:
            return False
        told = self._with_members(reached)
        return agency == self.party or any(self._is_told(name, place) for name in told)

    def _is_told(self, name: Id, place: Place) -> bool:
        """Tell whether the agency holds a role alone; an unbound role is no breach."""
        bodies = self.holders.everyone(name, place)
        if bodies:
            return set(bodies) == {self.party}
        role = self.holders.handbook.roles.get(name)
        return role is not None and self.party in role.agencies

    def _with_members(self, names: tuple[Id, ...]) -> tuple[Id, ...]:
        """Return names with those who have a seat in the panels among them."""
        roles = self.holders.handbook.roles
        members = (
            member for name in names if name in roles for member in roles[name].members
        )
        return tuple(dict.fromkeys((*names, *members)))
