"""Do what is asked, or refuse it: nothing in between."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from katch_protocols.cases.authorize import Denial, authorize
from katch_protocols.cases.beside import Telling
from katch_protocols.cases.compiled_case import CompiledActivity, CompiledCase
from katch_protocols.cases.event import CaseEvent, EventKind
from katch_protocols.cases.needs import order, told
from katch_protocols.cases.offices import Offices
from katch_protocols.cases.refusal import BETWEEN, refusal
from katch_protocols.cases.request import Actor, Request
from katch_protocols.cases.settled import asked_plainly, keep
from katch_protocols.cases.state import STAND_IN, CaseState, Decision, Grant
from katch_protocols.errors import (
    ActivityRefusedError,
    AdvanceError,
    ConflictError,
    InstantError,
    UnknownNameError,
)
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.refusals import Need, Refusal, Unmet
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.words.languages import ENGLISH

__all__ = [
    "MOST_STEPS",
    "advance",
    "hear",
    "lend",
    "refused",
    "signals",
    "take",
    "tell",
    "why_not",
]

MOST_STEPS = 1_000
"""A clock that ticks by the minute owes half a million steps after a year."""

TELL = "tell"
"""What a refusal calls the news of an opened case, where it names activities."""

_CONFLICTS = {Need.VERSION, Need.KEY}


def take(
    state: CaseState, request: Request, actor: Actor, at: datetime
) -> CaseEvent | None:
    """Take the step that is asked for, or find the event that the same request made.

    ``None`` if it is refused: then nothing changed, and ``refused`` says why.

    Raises:
        UnknownNameError: There is no such activity.
    """
    activity = state.compiled.activity(request.activity)
    asked = asked_plainly(state, activity, request, at)
    step = None if asked is None else activity.settled.get(asked)
    if step is not None:
        event = state.follow(step, actor.token, at)
    else:
        used = _used(state, request)
        if used is not None:
            return used if _is_same(used, activity, request) else None
        found = authorize(Offices(state, at), request)
        if not isinstance(found, Decision):
            return None
        if asked is not None:
            keep(activity, asked, state.settled(found, actor.agency, request.reason))
        event = state.take(found, request, actor, at)
    if state.pending:
        state.settle(at)
    state.schedule_wake()
    return event


def hear(
    state: CaseState, request: Request, by: str | None, at: datetime
) -> CaseEvent | None:
    """Take the step of a signal that is told; as ``take`` does."""
    used = _used(state, request)
    if used is not None:
        activity = state.compiled.activity(request.activity)
        is_told = used.kind is EventKind.SIGNAL and used.by == by
        return used if is_told and _is_same(used, activity, request) else None
    found = authorize(Offices(state, at), request)
    if not isinstance(found, Decision):
        return None
    event = state.hear(found, by, request.key, at)
    state.settle(at)
    state.schedule_wake()
    return event


def tell(state: CaseState, telling: Telling, at: datetime) -> CaseEvent:
    """Hear what became of a case that was opened; raises as ``Case.tell`` does."""
    compiled, key, became = state.compiled, telling.key, telling.became
    if key is not None and state.keys and key in state.keys:
        used = state.log[state.keys[key]]
        asked = telling.reference, telling.by, became
        if asked == (used.of, used.by, used.activity.rpartition(".")[2]):
            return used
        raise _error(refusal(compiled, TELL, [Unmet(Need.KEY)]))
    link = state.links.get(telling.reference)
    if link is None:
        raise _error(refusal(compiled, TELL, [Unmet(Need.NOT_OPENED)]))
    ends = ends_of(compiled.handbook, link.opening.protocol)
    _require("state", became, dict.fromkeys((TAKEN_UP, *ends)))
    if became in link.told:
        return state.log[link.told[became]]
    unmet = told(order(state, None, at))
    if compiled.table.is_final(state.word):
        unmet.append(Unmet(Need.ENDED))
    if unmet:
        raise _error(refusal(compiled, TELL, unmet))
    event = state.tell(telling, at)
    state.settle(at)
    state.schedule_wake()
    return event


def ends_of(handbook: Handbook, protocol: Id) -> tuple[Id, ...]:
    """Return the ends of a protocol, with those of its fragments."""
    book = handbook.protocols[protocol]
    used = (handbook.fragments[name] for name in book.use if name in handbook.fragments)
    states = {**book.states, **{n: s for each in used for n, s in each.states.items()}}
    return tuple(name for name, state in states.items() if state.final)


def signals(state: CaseState, at: datetime) -> Iterator[str]:
    """Yield the signals that could be told at an instant."""
    for activity in state.compiled.signals:
        request = Request(activity.name, told=True)
        if isinstance(authorize(Offices(state, at), request), Decision):
            yield activity.name


def refused(state: CaseState, request: Request, at: datetime) -> ActivityRefusedError:
    """Return the error that says why a step was not taken.

    Raises:
        UnknownNameError: It names something that is not there.
    """
    compiled = state.compiled
    name = compiled.activity(request.activity).name
    if _used(state, request) is not None:
        return _error(refusal(compiled, name, [Unmet(Need.KEY)]))
    found = why_not(state, request, at)
    return ActivityRefusedError(name) if found is None else _error(found)


def why_not(state: CaseState, request: Request, at: datetime) -> Refusal | None:
    """Return why a request is refused, or ``None`` where nothing is in its way.

    Raises:
        UnknownNameError: It names something that is not there.
    """
    activity = state.compiled.activity(request.activity)
    _require_known(state.compiled, activity, request)
    found = authorize(Offices(state, at), request)
    if not isinstance(found, Denial):
        return None
    unmet = found.unmet()
    has_ended = any(each.need is Need.ENDED for each in unmet)
    could = () if has_ended else found.could()
    return refusal(state.compiled, activity.name, unmet, could)


def lend(  # noqa: PLR0913, PLR0917 - a loan, and how it is asked for
    state: CaseState,
    loan: Grant,
    actor: Actor,
    version: int | None,
    key: str | None,
    at: datetime,
) -> CaseEvent:
    """Lend a role; raises as ``Case.stand_in`` does.

    Only a role that is one's own can be lent, that something here asks for, and only in
    a case that goes on. Of another role a process with another handbook might not know.
    """
    compiled, role = state.compiled, loan.role
    if key is not None and state.keys and key in state.keys:
        used = state.log[state.keys[key]]
        if _is_same_loan(used, loan):
            return used
        raise _error(refusal(compiled, STAND_IN, [Unmet(Need.KEY)]))
    if loan.until <= at:
        raise InstantError("until", "order")
    _require("role", role, compiled.handbook.roles)
    unmet = told(order(state, version, at))
    if compiled.table.is_final(state.word):
        unmet.append(Unmet(Need.ENDED))
    lacking = list(Offices(state, at).lacking((role,), actor))
    if not lacking and role not in actor.roles:
        lacking = [Unmet(Need.ROLE, {"roles": role})]
    if role not in compiled.asked_roles:
        lacking = [Unmet(Need.ROLE, {"roles": BETWEEN.join(compiled.asked_roles)})]
    if unmet or lacking:
        raise _error(refusal(compiled, STAND_IN, [*unmet, *lacking]))
    event = state.lend(loan, key, at)
    state.settle(at)
    state.schedule_wake()
    return event


def advance(state: CaseState, at: datetime) -> tuple[CaseEvent, ...]:
    """Take the steps of the clock that are due at an instant; return their events.

    Raises:
        AdvanceError: There are more than ``MOST_STEPS``; those were taken.
    """
    before = len(state.log)
    while state.wake <= at:
        due, step = state.next_tick()
        if len(state.log) - before == MOST_STEPS:
            raise AdvanceError(MOST_STEPS, state.last, due)
        if step is None or state.wake < due:
            # No step of the clock: a signal that waited for its instant.
            state.settle(max(state.wake, state.last))
        else:
            state.tick(step, max(due, state.last))
            state.settle(state.last)
        state.schedule_wake()
    return tuple(state.log[before:])


def _used(state: CaseState, request: Request) -> CaseEvent | None:
    """Return the event whose request had the same key."""
    if request.key is None or not state.keys or request.key not in state.keys:
        return None
    return state.log[state.keys[request.key]]


def _is_same(event: CaseEvent, activity: CompiledActivity, request: Request) -> bool:
    """Tell whether a request is the very one that an event came of."""
    partners = sorted(each.token for each in request.partners or ())
    # Who told of a signal is asked where it is heard.
    by = event.by if request.told else request.actor and request.actor.token
    asked = activity.name, by, request.reason
    return (
        asked == (event.activity, event.by, event.reason)
        and dict(request.records or {}) == event.records
        and partners == sorted(token for _, token, _ in event.together_with)
        and request.role in {None, event.role}
        and request.state in {None, event.deed.origin}
        and request.region == (event.more.region if event.more else None)
    )


def _is_same_loan(event: CaseEvent, loan: Grant) -> bool:
    """Tell whether a loan is the very one that an event wrote down."""
    deed = event.deed
    written = deed.kind, deed.role, deed.deputy, deed.until, event.by
    return written == (
        EventKind.STAND_IN,
        loan.role,
        loan.deputy,
        loan.until,
        loan.principal,
    )


def _error(found: Refusal) -> ActivityRefusedError:
    sentences = found.said[ENGLISH][1:]
    if _CONFLICTS.isdisjoint(found.needs):
        return ActivityRefusedError(found.activity, sentences, found)
    return ConflictError(found.activity, sentences, found)


def _require_known(
    compiled: CompiledCase, activity: CompiledActivity, request: Request
) -> None:
    """Refuse names that are not there: roles, facts, values, reasons, states.

    What the host's directory says of people is no name of ours: it gives no right.

    Raises:
        UnknownNameError: The first of them, with the nearest that is there.
    """
    if request.role:
        _require("role", request.role, compiled.handbook.roles)
    for fact, value in (request.records or {}).items():
        _require("fact", fact, compiled.chart.facts)
        _require("value", value, compiled.chart.facts[fact].values)
    reasons = {name: e for e in activity.entries for name in e.entry.act.reasons}
    if reasons and request.reason is not None:
        _require("reason", request.reason, reasons)
    if request.state is not None:
        _require("state", request.state, compiled.chart.by_name)


def _require(kind: str, name: str, known: Mapping[str, object]) -> None:
    if name not in known:
        raise UnknownNameError(kind, near=nearest_names(name, known))
