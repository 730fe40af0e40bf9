"""Whether one case kept a sentence: the automaton that proves it reads the case."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum, auto
from typing import Any

from katch_protocols.charts.holders import Holders
from katch_protocols.evidence.indicators.history import (
    CaseHistory,
    Moment,
    Person,
    named_event,
)
from katch_protocols.model.conditions import Condition
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Role
from katch_protocols.model.safeguards import (
    AfterThen,
    AtLeastAfter,
    AtLeastEvery,
    Different,
    EveryCaseHas,
    Informs,
    OnlyDoes,
    OnlyTo,
    RequiresThat,
    SafeguardRule,
    SamePerson,
    TakesPart,
)
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.automata.situation import letters_read, slot_events
from katch_protocols.proofs.kinds.patterns import PATTERNS, pattern
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.semantics.case_step import end_cubes
from katch_protocols.semantics.events import found_in

__all__ = ["Keeping", "conditions_of", "is_of_a_case", "judge"]


class Keeping(Enum):
    """How a sentence stands in a case."""

    KEPT = auto()
    BROKEN = auto()
    OPEN = auto()
    """It is not yet known: a limit runs, or something is still to come."""
    UNTOLD = auto()
    """It cannot be told: nobody knows who acted."""


_Judge = Callable[[Any, CaseHistory, datetime], Keeping]


def is_of_a_case(rule: SafeguardRule) -> bool:
    """Tell whether one case can keep or break a sentence."""
    return type(rule) in _OWN or type(rule) in _WATCHED


def conditions_of(rule: SafeguardRule) -> Iterator[Condition]:
    """Yield what a sentence asks of a case: a history must know all its names."""
    if rule.where is not None:
        yield rule.where
    if isinstance(rule, RequiresThat):
        yield rule.condition


def judge(rule: SafeguardRule, case: CaseHistory, until: datetime) -> Keeping:
    """Tell how a sentence stands in a case at an instant.

    A breach is one for good. What has not been broken is kept where the case has ended;
    while it runs, sentences that ask for something to come are open until it comes.

    Raises:
        UndefinedError: A name of the sentence means nothing in the protocol.
    """
    return _OWN.get(type(rule), _watched)(rule, case, until)


def _watched(rule: SafeguardRule, case: CaseHistory, _: datetime) -> Keeping:
    """Let the automaton of the sentence read the case."""
    holders = Holders(case.compiled.handbook)
    found = pattern(rule, ProofSession(case.chart, holders))
    state = found.automaton.states[0]
    for step in range(-1, len(case.steps)):
        state = found.automaton.read(state, _letters(case, step, found.slots))
    if state == BROKEN:
        return Keeping.BROKEN
    if state not in found.automaton.owing:
        return Keeping.KEPT
    if not case.has_ended:
        return Keeping.OPEN
    ends = end_cubes(case.table, found.outcomes)
    is_owed = any(case.last_word & mask == match for mask, match in ends)
    return Keeping.BROKEN if is_owed else Keeping.KEPT


def _letters(case: CaseHistory, step: int, slots: tuple[Slot, ...]) -> list[str]:
    """Return what the automaton of a sentence reads in a step."""
    nodes = case.chart.nodes
    events = slot_events(slots, lambda slot: case.places(slot.event, step))
    return letters_read(
        slots,
        events,
        lambda place: case.view(step, place),
        lambda node: case.view(step, 0).active(nodes[node].name),
    )


def _moments(
    case: CaseHistory, name: str, where: Condition | None = None
) -> list[Moment]:
    condition = None if where is None else found_in(case.chart, where)
    return [*case.moments(named_event(case.chart, name), condition)]


def _off(rule: SafeguardRule, case: CaseHistory) -> Moment | None:
    """Return when the first exception happened, after which nothing binds."""
    found = (moment for name in rule.unless for moment in _moments(case, name))
    return min(found, default=None)


def _binding(
    rule: SafeguardRule, case: CaseHistory, name: str, where: Condition | None = None
) -> list[Moment]:
    """Return when an event happened that binds: its exception had not."""
    off = _off(rule, case)
    found = _moments(case, name, where)
    return [each for each in found if off is None or each.step < off.step]


def _after_then(rule: AfterThen, case: CaseHistory, until: datetime) -> Keeping:
    if rule.within is None:
        return _watched(rule, case, until)
    later, off = _moments(case, rule.later), _off(rule, case)
    standing = Keeping.KEPT
    for first in _binding(rule, case, rule.event, rule.where):
        due = case.compiled.clocks.calendar.later(first.at, rule.within)
        ends = [each.at for each in later if first < each]
        ends += [] if off is None else [off.at]
        if any(at <= due for at in ends):
            continue
        if case.has_ended or until > due:
            return Keeping.BROKEN
        standing = Keeping.OPEN
    return standing


def _at_least_after(rule: AtLeastAfter, case: CaseHistory, _: datetime) -> Keeping:
    earlier = _moments(case, rule.earlier)
    for first in _binding(rule, case, rule.event, rule.where):
        last = [each for each in earlier if each < first]
        calendar = case.compiled.clocks.calendar
        if last and first.at < calendar.later(last[-1].at, rule.least):
            return Keeping.BROKEN
    return Keeping.KEPT


def _at_least_every(rule: AtLeastEvery, case: CaseHistory, until: datetime) -> Keeping:
    """The end of the case ends a stretch that is open; after it no time passes.

    A second A in an open stretch changes nothing: its gaps are parts of the first's.
    """
    calendar, off = case.compiled.clocks.calendar, _off(rule, case)
    ends, again = _moments(case, rule.end), _moments(case, rule.recurring)
    standing = Keeping.KEPT
    for first in _binding(rule, case, rule.event, rule.where):
        ended = [each for each in (*ends, off) if each is not None and first < each]
        end = min(ended, default=None)
        since = first
        stops = [each for each in again if first < each and (not end or each < end)]
        for each in (*stops, end):
            due = calendar.later(since.at, rule.period)
            if each is not None and each.at > due:
                return Keeping.BROKEN
            since = since if each is None else each
        if end is None:
            over = case.steps[-1].at if case.has_ended and case.steps else until
            if over > calendar.later(since.at, rule.period):
                return Keeping.BROKEN
            if not case.has_ended:
                standing = Keeping.OPEN
    return standing


def _people(case: CaseHistory, moment: Moment) -> tuple[Person, ...]:
    return case.steps[moment.step].people if moment.step >= 0 else ()


def _only_does(rule: OnlyDoes, case: CaseHistory, _: datetime) -> Keeping:
    allowed = set(rule.actors)
    standing = Keeping.KEPT
    for moment in _binding(rule, case, rule.event, rule.where):
        doers, panel = _sitting(case, moment)
        if panel in allowed:
            continue
        known = [each[:2] for each in doers if each[:2] != (None, None)]
        if any(allowed.isdisjoint(each) for each in known):
            return Keeping.BROKEN
        if len(known) < max(1, len(doers)):
            standing = Keeping.UNTOLD
    return standing


def _takes_part(rule: TakesPart, case: CaseHistory, _: datetime) -> Keeping:
    standing = Keeping.KEPT
    for moment in _binding(rule, case, rule.event, rule.where):
        doers, panel = _sitting(case, moment)
        people = (*doers, *_people(case, moment))
        roles = {role for role, _, _ in people}
        if rule.role in {*roles, panel}:
            continue
        if roles and None not in roles:
            return Keeping.BROKEN
        standing = Keeping.UNTOLD
    return standing


def _sitting(case: CaseHistory, moment: Moment) -> tuple[tuple[Person, ...], Id | None]:
    """Return who acted in a step, and the panel as which they did, if they did.

    Of a panel that decides it is everybody who sits, the chair in the seat of the
    chair; of whoever took part and is not told, nobody knows whether they sat. Whoever
    takes part besides has not acted, and a step of the clock is done by nobody.
    """
    people = _people(case, moment)
    row = case.steps[moment.step].row if people else None
    if row is None:
        return people[:1], None
    if row.entry is None or row.entry.is_signal:
        return (), None
    panels = case.chart.panels
    if row.entry.receiver in panels:
        return people[:1], row.entry.receiver
    panel = _deciding(row.entry.act.raci.by, people[0][0], panels)
    if panel is None:
        return people[:1], None
    chair = panel.chair, *people[0][1:]
    sat = (each for each in people[1:] if each[0] in {*panel.others, None})
    return (chair, *sat), panel.id


def _deciding(
    by: Sequence[Id], role: Id | None, panels: Mapping[Id, Role]
) -> Role | None:
    """Return the panel that decided, where one did.

    A log may name the panel, or the role of the chair who acted for it.
    """
    if role in panels or role not in by:
        known = (panels[name] for name in by if name in panels)
        return next((each for each in known if role in {each.id, each.chair}), None)
    return None


def _doers(
    rule: Different | SamePerson, case: CaseHistory, name: str, where: Condition | None
) -> Iterator[tuple[int, frozenset[str | None]]]:
    """Yield each step that is an event and that somebody did, and who did it."""
    place = 1 if isinstance(rule, Different) and rule.agencies else 2
    for moment in _binding(rule, case, name, where):
        doers, _ = _sitting(case, moment)
        if doers:
            acted = {each[place] for each in doers}
            lender = case.steps[moment.step].principal
            if lender is not None and isinstance(rule, Different):
                # Whoever lent the role has acted too; for which agency is not told.
                acted.add(None if rule.agencies else lender)
            yield moment.step, frozenset(acted)


def _by_whom(rule: Different | SamePerson, case: CaseHistory, _: datetime) -> Keeping:
    # A step that is both events is not held against itself.
    pairs = [
        (one, other)
        for first, one in _doers(rule, case, rule.event, rule.where)
        for second, other in [*_doers(rule, case, rule.other, None)]
        if first != second
    ]
    found = {_as_asked(rule, one, other) for one, other in pairs}
    worst = (each for each in (Keeping.BROKEN, Keeping.UNTOLD) if each in found)
    return next(worst, Keeping.KEPT)


def _as_asked(
    rule: Different | SamePerson,
    one: frozenset[str | None],
    other: frozenset[str | None],
) -> Keeping:
    """Tell whether two steps were done by whom a sentence asks, ``None``: by unknown."""
    is_same = isinstance(rule, SamePerson)
    if one & other - {None}:
        return Keeping.KEPT if is_same else Keeping.BROKEN
    if None in one | other:
        return Keeping.UNTOLD
    return Keeping.BROKEN if is_same else Keeping.KEPT


def _every_case_has(rule: EveryCaseHas, case: CaseHistory, until: datetime) -> Keeping:
    """A case that has A keeps it already, whatever its end."""
    if not case.has_ended and any(_moments(case, rule.event, rule.where)):
        return Keeping.KEPT
    return _watched(rule, case, until)


_OWN: Mapping[type[SafeguardRule], _Judge] = {
    AfterThen: _after_then,
    AtLeastAfter: _at_least_after,
    AtLeastEvery: _at_least_every,
    Different: _by_whom,
    EveryCaseHas: _every_case_has,
    OnlyDoes: _only_does,
    SamePerson: _by_whom,
    TakesPart: _takes_part,
}
"""Sentences that ask about time or about who acted."""

_WATCHED = frozenset(PATTERNS) - {Informs, OnlyTo}
"""Sentences that an automaton reads; what a text tells or sends is no case's matter."""
