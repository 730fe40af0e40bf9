"""What one ministry has to do in the whole story of a child, as few duties as count.

A ministry is a family of bodies. Where a sheet has room for a few duties only, those
are shown first that are moments of the child's path; then those on which most hangs:
safeguards that name the activity, and handoffs to or from the family; then those with
the shortest deadline. No protocol takes the whole sheet: the more duties of it are
shown, the less the next one counts, as seats are shared out by the method of D'Hondt.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import ClassVar

from msgspec import Struct

from katch_protocols.answers import Answerable, Keys
from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.chart import Chart
from katch_protocols.duties.nouns import Duty, Part
from katch_protocols.duties.raci import acting
from katch_protocols.duties.responsibility import Responsibility
from katch_protocols.duties.story_order import story_order
from katch_protocols.graphs.crossings import asked_by
from katch_protocols.model.deadlines import hours
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.sentences.mentions import names_in

__all__ = ["MOST", "FamilyDuties", "FamilyDuty", "FamilyReader"]

MOST = 9
"""More duties than this nobody reads at one look."""


class FamilyDuty(Answerable, Struct, frozen=True):
    """A duty of a family, chosen for a sheet.

    ``does``: a body of the family does it; else others do, and the family answers.
    ``bodies`` are those of the family that do it, or that answer for it; ``doers`` are
    the roles and agencies that do it, as they are written. ``senders`` are the parties
    from which a case comes to where it is due, ``receivers`` those to which it hands
    the case on, both without bodies of the family; ``told`` are told of it.
    ``safeguards`` name the activity. ``always``: it comes from a fragment, which
    several protocols share, and may fall due at any time of the story.
    """

    KEYS: ClassVar[Keys] = (
        "protocol=duty.protocol",
        "activity=duty.activity",
        "does",
        "bodies",
        "doers",
        "senders",
        "receivers",
        "told",
        "safeguards",
    )

    duty: Duty
    does: bool
    bodies: tuple[Id, ...]
    doers: tuple[Id, ...]
    senders: tuple[Id, ...]
    receivers: tuple[Id, ...]
    told: tuple[Id, ...]
    safeguards: tuple[Id, ...]
    always: bool = False


class FamilyDuties(Answerable, Struct, frozen=True):
    """What a family has to do: the chosen duties in the order of the child's story.

    ``bodies`` are those of it that have any duty there, ``every`` how many duties it
    has to do or to answer for in all; ``rest`` are those that were not chosen, in the
    same order.
    """

    KEYS: ClassVar[Keys] = ("family", "bodies", "duties=chosen", "every")

    family: Id
    bodies: tuple[Id, ...]
    chosen: tuple[FamilyDuty, ...]
    every: int
    rest: tuple[FamilyDuty, ...] = ()

    @property
    def does(self) -> int:
        """How many of the chosen duties its bodies do themselves."""
        return sum(each.does for each in self.chosen)


class FamilyReader(Struct, frozen=True, dict=True):
    """Looks at the duties of a handbook through the eyes of one family after another.

    ``answer`` is about the protocols of ``charts``.
    """

    charts: Sequence[Chart]
    answer: Responsibility
    handbook: Handbook

    @cached_property
    def _known(self) -> dict[tuple[Id, int], FamilyDuties]:
        return {}

    @cached_property
    def bound(self) -> Mapping[Id, Mapping[Id, Safeguard]]:
        """The safeguards that bind each protocol."""
        return {
            each.protocol.id: binding_safeguards(each, self.handbook)
            for each in self.charts
        }

    @cached_property
    def families(self) -> tuple[Id, ...]:
        """Those that have a duty in the story of a child: families, then bodies.

        A body without a family counts as one, together with those under it.
        """
        every = dict.fromkeys((*self.handbook.families, *self._families.values()))
        return tuple(name for name in every if self._duties(name))

    @cached_property
    def _families(self) -> Mapping[Id, Id]:
        """By agency: its family, else the topmost body above it."""
        book = self.handbook
        return {
            body: book.family_of(body) or (body, *book.above(body))[-1]
            for body in book.agencies
        }

    def family(self, name: Id, most: int = MOST) -> FamilyDuties:
        """Return what concerns one family, at most ``most`` duties of it."""
        found = self._known.get((name, most))
        if found is None:
            found = self._known[name, most] = self._family(name, most)
        return found

    def _family(self, name: Id, most: int) -> FamilyDuties:
        duties = self._duties(name)
        chosen = self._chosen(list(duties.values()), most)
        shown = {each.duty.key for each in chosen}
        left = (each for key, each in duties.items() if key not in shown)
        bound = {body for each in duties.values() for body in each.bodies}
        return FamilyDuties(
            family=name,
            bodies=tuple(body for body in self.handbook.agencies if body in bound),
            chosen=tuple(sorted(chosen, key=self._place)),
            every=len(duties),
            rest=tuple(sorted(left, key=self._place)),
        )

    def _duties(self, family: Id) -> Mapping[tuple[object, ...], FamilyDuty]:
        """Return each duty that bodies of a family do or answer for, once."""
        found: dict[tuple[object, ...], tuple[Duty, dict[Part, dict[Id, None]]]] = {}
        for body in self.handbook.agencies:
            if self._families[body] != family:
                continue
            for share in self.answer.agencies[body].binding:
                duty = share.duty
                if duty.protocol in self._story and not duty.may:
                    parts = found.setdefault(duty.key, (duty, {}))[1]
                    for part in share.parts:
                        parts.setdefault(part, {})[body] = None
        return {
            key: self._read(family, duty, parts)
            for key, (duty, parts) in found.items()
            if parts.keys() & {Part.RESPONSIBLE, Part.ACCOUNTABLE}
        }

    def _read(
        self, family: Id, duty: Duty, parts: Mapping[Part, Mapping[Id, None]]
    ) -> FamilyDuty:
        does = Part.RESPONSIBLE in parts
        own = self.handbook.protocols[duty.protocol]
        bodies = tuple(parts[Part.RESPONSIBLE if does else Part.ACCOUNTABLE])
        return FamilyDuty(
            duty=duty,
            does=does,
            bodies=bodies,
            doers=acting(duty.names, Part.RESPONSIBLE),
            senders=self._others(duty, "sender", family),
            receivers=self._others(duty, "receiver", family),
            told=duty.names[Part.INFORMED],
            safeguards=self._safeguards[duty.protocol].get(_bare(duty.activity), ()),
            always=duty.phase is not None and duty.phase not in own.phases,
        )

    def _others(self, duty: Duty, side: str, family: Id) -> tuple[Id, ...]:
        """Return from whom a case comes to a duty, or to whom it goes by it."""
        by, at = duty.protocol, self._handoffs_at
        keys = {(side, by, _bare(duty.activity))}
        if side == "sender":
            keys = {(side, by, state) for state in duty.states}
        places = sorted({place for key in keys for place in at.get(key, ())})
        found = (getattr(self.answer.handoffs[place], side) for place in places)
        of = self._families.get
        return tuple(dict.fromkeys(name for name in found if of(name) != family))

    @cached_property
    def _handoffs_at(self) -> Mapping[tuple[str, Id, str], Sequence[int]]:
        """The positions of handoffs, by the other side of whom one asks.

        Receivers by the bare name of what hands over, or of what asks for it where an
        answer moves; senders by the states that a case is handed to.
        """
        charts = {each.protocol.id: each for each in self.charts}
        found: dict[tuple[str, Id, str], list[int]] = defaultdict(list)
        for at, each in enumerate(self.answer.handoffs):
            asked = asked_by(charts[each.protocol], each.activity)
            for name in {_bare(each.activity), _bare(asked)}:
                found["receiver", each.protocol, name].append(at)
            for state in {*each.targets}:
                found["sender", each.protocol, state].append(at)
        return found

    @cached_property
    def _safeguards(self) -> Mapping[Id, Mapping[str, tuple[Id, ...]]]:
        """By protocol and activity: the safeguards that name it."""
        return {
            each.protocol.id: _naming(self.bound[each.protocol.id])
            for each in self.charts
        }

    @cached_property
    def _story(self) -> Mapping[Id, int]:
        return {name: at for at, name in enumerate(story_order(self.charts))}

    @cached_property
    def _positions(self) -> Mapping[tuple[object, ...], int]:
        """Where each duty stands in its protocol: by phase, then as it is written."""
        phases = {
            (each.protocol.id, phase): at
            for each in self.charts
            for at, phase in enumerate(each.protocol.phases)
        }
        last = len(phases)
        ordered = sorted(
            self.answer.raci,
            key=lambda duty: phases.get((duty.protocol, duty.phase or ""), last),
        )
        return {duty.key: at for at, duty in enumerate(ordered)}

    def _place(self, each: FamilyDuty) -> tuple[int, int, int]:
        duty = each.duty
        return each.always, self._story[duty.protocol], self._positions[duty.key]

    def _chosen(self, duties: Sequence[FamilyDuty], most: int) -> Sequence[FamilyDuty]:
        """Return the duties on which most hangs, each title once.

        A duty that stands in several protocols, as one of a fragment does, is told
        where it is a moment of the path, else where the child meets it first.

        Protocols share the places as parties share seats: V. D'Hondt, "La
        représentation proportionnelle des partis par électeur", 1878.
        """
        once: dict[object, FamilyDuty] = {}
        for each in sorted(
            duties, key=lambda duty: (self._off(duty), self._place(duty))
        ):
            title = each.duty.title
            once.setdefault(str(title.texts) if title else each.duty.activity, each)
        left, shown = list(once.values()), Counter[object]()
        chosen: list[FamilyDuty] = []
        while left and len(chosen) < most:
            best = min(left, key=lambda each: self._weight(each, shown[_part(each)]))
            left.remove(best)
            chosen.append(best)
            shown[_part(best)] += 1
        return chosen

    def _weight(self, each: FamilyDuty, shown: int) -> tuple[float, ...]:
        """Return what is less for what is chosen first.

        ``shown`` is how many duties of its part of the story are chosen already.
        """
        limit = each.duty.limit
        time = float("inf") if limit is None else float(hours(limit.limit))
        hangs = len(each.safeguards) + bool(each.receivers)
        weight = (1 + hangs) / self._sharing(each.duty) / (1 + shown)
        return (self._off(each), -weight, time, *self._place(each))

    def _off(self, each: FamilyDuty) -> bool:
        """Tell whether a duty is no moment of the child's path."""
        return (each.duty.protocol, _bare(each.duty.activity)) not in self._moments

    @cached_property
    def _moments(self) -> AbstractSet[tuple[Id, str]]:
        """The activities that are moments of the child's path."""
        return {(each.home, _bare(each.name)) for each in self.handbook.path}

    def _sharing(self, duty: Duty) -> int:
        """Return how many families do a duty: what all must do marks none of them."""
        bodies = duty.agencies[Part.RESPONSIBLE]
        return len({self._families.get(body) for body in bodies}) or 1


def _part(each: FamilyDuty) -> object:
    """Return the part of the story that a duty is of: a protocol, or any time."""
    return None if each.always else each.duty.protocol


def _bare(activity: str) -> str:
    return activity.rpartition(".")[2]


def _naming(safeguards: Mapping[Id, Safeguard]) -> Mapping[str, tuple[Id, ...]]:
    found: dict[str, list[Id]] = {}
    for name, safeguard in safeguards.items():
        kinds = {NameKind.ACTIVITY, NameKind.EVENT}
        named = {
            _bare(each.name) for each in names_in(safeguard.rule) if each.kind in kinds
        }
        for activity in named:
            found.setdefault(activity, []).append(name)
    return {activity: tuple(names) for activity, names in found.items()}
