"""Every part that somebody has in an activity, as a step that is to be staffed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.calendars import Spans
from katch_protocols.charts.chart import Chart, Entry
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Role
from katch_protocols.model.safeguards import AboutPeople, Enforcement, Safeguard
from katch_protocols.staffing.events import entries_of
from katch_protocols.staffing.urgency import deadline

__all__ = [
    "Asked",
    "StaffedStep",
    "StepPart",
    "asked_of",
    "steps",
]


Asked = tuple[tuple[Id, ...], Id | None]
"""Who is asked by an entry: roles of which one acts; the panel for which its chair
answers a handover, if it is one."""


def asked_of(entry: Entry) -> Asked:
    """Return who is asked by an entry."""
    by, receiver = entry.act.raci.by, entry.receiver
    return by, None if receiver in by else receiver


class StepPart(StrEnum):
    """What somebody does in an activity."""

    DOES = "does"
    TAKES_PART = "takes-part"


class StaffedStep(Struct, frozen=True):
    """One person's part in one activity; ``roles`` are those of which any one will do.

    ``entries`` are the places in the chart at which it is needed, ``urgent`` those of
    them at which ``limit`` can end while offices are closed. ``language``: that of the
    child, where somebody interprets. ``safeguard``: the sentence that brings the step,
    where the activity itself does not name the role.

    Of a ``panel`` each seat is a step. The chair's is always filled; of the others as
    many may stay empty as the quorum leaves, ``spare``. An empty seat is filled by
    nobody, who is a person of its own that the panel has so often: a plan for all seats
    is then a plan for a quorum, and the other way round. The seat of a role that
    interprets is not left empty where children speak another language. ``wordless``:
    the other seats of such a panel, where whoever is in ``ANY_SEAT`` may sit without
    speaking it. ``receiver``: the panel for which its chair answers a handover.
    """

    activity: str
    part: StepPart
    roles: tuple[Id, ...]
    entries: frozenset[int]
    qualified: tuple[Id, ...] = ()
    urgent: frozenset[int] = frozenset()
    limit: Duration | None = None
    language: str | None = None
    safeguard: Id | None = None
    panel: Id | None = None
    seat: int = 0
    spare: int = 0
    wordless: tuple[Id, ...] = ()
    receiver: Id | None = None

    @property
    def is_seat(self) -> bool:
        """Whether it is one seat of a panel, which somebody takes alone."""
        return self.panel is not None and self.seat != ANY_SEAT


ANY_SEAT = -1
"""The number of whoever sits and is trained, or bound, in whatever seat."""


def steps(  # noqa: PLR0913 - a protocol, and what a region makes of it
    chart: Chart,
    handbook: Handbook,
    languages: Sequence[str],
    safeguards: Mapping[Id, Safeguard],
    happening: Collection[int],
    *,
    chosen: Mapping[Asked, tuple[Id, ...]],
) -> tuple[StaffedStep, ...]:
    """Return the steps of every activity that happens in some case.

    Args:
        chart: the protocol.
        handbook: the handbook that it belongs to.
        languages: what children speak; an interpreter is needed in each of them.
        safeguards: the sentences that bind; ``A with ROLE`` can bring a step.
        happening: the positions of the entries that some case can use.
        chosen: who is asked of those who may act, where a panel is among them.
    """
    spans = Spans.of(handbook, chart.protocol)
    found: dict[StaffedStep, list[int]] = {}
    limits = {
        place: deadline(chart.entries[place], chart, spans)
        for place in sorted(happening)
    }
    for place in limits:
        entry = chart.entries[place]
        named = asked_of(entry)
        by = chosen.get(named, named[0])
        panel = handbook.roles.get(by[0]) if by and named[1] is None else None
        found_here: list[StaffedStep] = []
        if panel is not None and panel.is_panel:
            asked = _asked(chart, safeguards, place)
            bound = _bound(chart, safeguards, place, panel)
            wordings = _interpreting(panel.members, handbook) if languages else ()
            seats = (*_seats(entry, panel, asked.union(wordings)), *bound)
            found_here.extend(_seats_spoken(seats, panel, wordings, languages))
            by = ()
        for step in _of_entry(entry, by):
            found_here.extend(_spoken(step, handbook, languages))
        for step in found_here:
            found.setdefault(step, []).append(place)
    for step, places in _by_safeguards(chart, safeguards, happening, handbook, chosen):
        for each in _spoken(step, handbook, languages):
            found.setdefault(each, []).extend(places)
    return tuple(_timed(step, places, limits) for step, places in found.items())


def _of_entry(entry: Entry, by: tuple[Id, ...]) -> Iterator[StaffedStep]:
    raci, nowhere = entry.act.raci, frozenset[int]()
    if by:
        trained = tuple(sorted(entry.act.qualified))
        _, receiver = asked_of(entry)
        yield StaffedStep(
            entry.activity, StepPart.DOES, by, nowhere, trained, receiver=receiver
        )
    for role in dict.fromkeys(raci.together_with):
        yield StaffedStep(entry.activity, StepPart.TAKES_PART, (role,), nowhere)


def _seats(entry: Entry, panel: Role, asked: Collection[Id]) -> Iterator[StaffedStep]:
    """Yield the seats of a panel; those that a sentence asks for do not stay empty.

    One of those who sit has the training: whoever that is can always be among them.
    """
    nowhere, spare = frozenset[int](), len(panel.members) - panel.sitting
    left = {role for role in asked if role != panel.chair}
    for number, role in enumerate(panel.members):
        free = 0 if role == panel.chair or role in left else spare
        left.discard(role)
        yield StaffedStep(
            entry.activity,
            StepPart.DOES,
            (role,),
            nowhere,
            panel=panel.id,
            seat=number,
            spare=free,
        )
    trained = tuple(sorted(entry.act.qualified))
    if trained:
        yield StaffedStep(
            entry.activity,
            StepPart.DOES,
            tuple(dict.fromkeys(panel.members)),
            nowhere,
            trained,
            panel=panel.id,
            seat=ANY_SEAT,
        )


def _interpreting(roles: Iterable[Id], handbook: Handbook) -> frozenset[Id]:
    known = ((name, handbook.roles.get(name)) for name in roles)
    return frozenset(
        name for name, role in known if role is not None and role.interprets
    )


def _seats_spoken(
    seats: Sequence[StaffedStep],
    panel: Role,
    wordings: Collection[Id],
    languages: Sequence[str],
) -> Iterator[StaffedStep]:
    """Yield what a panel's seats ask for, once for each language where one interprets.

    Of two seats of one role that interprets one speaks the language, say the first.
    """
    if not wordings:
        yield from seats
        return
    speaking = frozenset(panel.members.index(role) for role in wordings)
    wordless = tuple(
        dict.fromkeys(
            role for number, role in enumerate(panel.members) if number not in speaking
        )
    )
    for step in seats:
        if step.is_seat and step.seat not in speaking:
            yield step
            continue
        free = () if step.is_seat else wordless
        for language in languages:
            yield replace(step, language=language, wordless=free)


def _bound(
    chart: Chart, safeguards: Mapping[Id, Safeguard], place: int, panel: Role
) -> Iterator[StaffedStep]:
    """Yield whoever sits and is bound to another activity, for each such sentence."""
    for name, safeguard in safeguards.items():
        rule = safeguard.rule
        if (
            not isinstance(rule, AboutPeople)
            or rule.enforcement is not Enforcement.SAME
        ):
            continue
        if any(place in entries_of(chart, event) for event in rule.done):
            yield StaffedStep(
                chart.entries[place].activity,
                StepPart.DOES,
                tuple(dict.fromkeys(panel.members)),
                frozenset(),
                safeguard=name,
                panel=panel.id,
                seat=ANY_SEAT,
            )


def _asked(
    chart: Chart, safeguards: Mapping[Id, Safeguard], place: int
) -> frozenset[Id]:
    """Return the roles that ``A with ROLE`` asks for at an entry."""
    rules = [each.rule for each in safeguards.values()]
    return frozenset(
        rule.parties[0]
        for rule in rules
        if isinstance(rule, AboutPeople)
        and rule.enforcement is Enforcement.WITH
        and place in entries_of(chart, rule.done[0])
    )


def _spoken(
    step: StaffedStep, handbook: Handbook, languages: Sequence[str]
) -> Iterator[StaffedStep]:
    """Yield the step once for each language, where somebody interprets."""
    if not languages or not _interpreting(step.roles, handbook):
        yield step
        return
    for language in languages:
        yield replace(step, language=language)


def _by_safeguards(
    chart: Chart,
    safeguards: Mapping[Id, Safeguard],
    happening: Collection[int],
    handbook: Handbook,
    chosen: Mapping[Asked, tuple[Id, ...]],
) -> Iterator[tuple[StaffedStep, list[int]]]:
    """Yield what ``A with ROLE`` asks for and the activity does not."""
    for name, safeguard in safeguards.items():
        rule = safeguard.rule
        if not (isinstance(rule, AboutPeople) and rule.enforcement is Enforcement.WITH):
            continue
        (event,), (role,) = rule.done, rule.parties
        for place in sorted(entries_of(chart, event) & frozenset(happening)):
            entry = chart.entries[place]
            raci, named = entry.act.raci, asked_of(entry)
            by = chosen.get(named, named[0])
            known = (handbook.roles.get(name) for name in by)
            sits = any(each is not None and role in each.members for each in known)
            if role in {*raci.together_with, named[1]} or by == (role,) or sits:
                continue
            part, roles = StepPart.TAKES_PART, (role,)
            nowhere = frozenset[int]()
            step = StaffedStep(entry.activity, part, roles, nowhere, safeguard=name)
            yield step, [place]


def _timed(
    step: StaffedStep,
    places: Sequence[int],
    limits: Mapping[int, tuple[Duration, bool] | None],
) -> StaffedStep:
    hurried = {place: found for place in places if (found := limits[place])}
    urgent = [place for place, (_, is_urgent) in hurried.items() if is_urgent]
    first = min(
        urgent or hurried, key=lambda place: _rank(hurried[place][0]), default=None
    )
    return replace(
        step,
        entries=frozenset(places),
        urgent=frozenset(urgent),
        limit=None if first is None else hurried[first][0],
    )


_HOURS = {"minutes": 1 / 60, "hours": 1, "days": 24, "working days": 24, "weeks": 168}


def _rank(limit: Duration) -> float:
    return limit.amount * _HOURS.get(str(limit.unit), 730)
