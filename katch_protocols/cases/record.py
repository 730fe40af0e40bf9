"""The record of a case as plain data, and back: refused unless it holds.

A record is read by doing every event again in a case that was just opened. Nothing
outside is touched: nobody is told, nothing is sent, no clock is started.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from katch_protocols.cases.acting import ends_of
from katch_protocols.cases.arguments import require_facts, require_opaque, to_utc
from katch_protocols.cases.attested import Attested, agency_of, decided_again
from katch_protocols.cases.authorize import Denial, authorize
from katch_protocols.cases.beginning import Beginning, require_known
from katch_protocols.cases.beside import Telling
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.edition import FORMAT, OLD_FORMAT, Edition, old_pin_of
from katch_protocols.cases.event import EventKind
from katch_protocols.cases.image import go_on
from katch_protocols.cases.offices import Offices
from katch_protocols.cases.past_events import last_move, past_events
from katch_protocols.cases.request import Request
from katch_protocols.cases.settled import attested_plainly, keep
from katch_protocols.cases.state import CaseState, Grant
from katch_protocols.errors import KatchError, RecordError, UnknownNameError
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.model.noun import Id
from katch_protocols.refusals import Need

__all__ = ["resumed", "snapshot", "taken_up", "verify"]

_KEYS = {
    "case",
    "events",
    "format",
    "head",
    "now",
    "opened",
    "pin",
    "protocol",
    "region",
    "version",
}


_MORE = {"by", "facts", "opener", "salt"}
"""What only the records of some cases have."""

_OF_STEPS = {Need.EARLY, Need.STATE, Need.WHEN, Need.DOCUMENTS, Need.CHOICE}
_OF_STEPS |= {Need.FACTS, Need.SURPLUS_FACTS, Need.REASON, Need.SURPLUS_REASON}
"""The needs that are no matter of who acts."""


def snapshot(state: CaseState) -> dict[str, Any]:
    """Return a case as plain data; ``docs/reference/answers`` has the schema."""
    edition, beginning = state.edition, state.beginning
    begun = {} if beginning is None else beginning.to_record()
    return {
        **begun,
        "format": edition.format,
        "case": state.reference,
        "protocol": state.compiled.protocol.id,
        "version": edition.version,
        "pin": edition.pin,
        "region": state.region,
        "opened": state.opened.isoformat(),
        "events": [event.to_json(number) for number, event in enumerate(state.log)],
        "head": state.head.hex(),
        "now": _now(state),
    }


def _now(state: CaseState) -> dict[str, Any]:
    now = state.compiled.table.configuration(state.word)
    links = [_link(state, reference) for reference in state.links]
    beside = {"beside": links} if links else {}
    return {
        **beside,
        "states": list(now.states),
        "facts": dict(now.facts),
        "documents": list(now.documents),
        "complete": state.compiled.table.is_final(state.word),
    }


def _link(state: CaseState, reference: str) -> dict[str, Any]:
    """Return an opened case as plain data: where it is, and what was told of it."""
    link = state.links[reference]
    opening = link.opening
    return {
        "case": reference,
        "protocol": opening.protocol,
        "region": opening.region,
        "due": None if opening.due is None else opening.due.isoformat(),
        "told": list(link.told),
    }


def taken_up(compiled: CompiledCase, record: object) -> CaseState:
    """Return the case of a record; raises as ``Case.restore`` does."""
    data = _require_record(compiled, record)
    state = resumed(compiled, data)
    if _now(state) != data["now"]:
        raise RecordError("now")
    return state


def resumed(compiled: CompiledCase, data: Mapping[str, Any]) -> CaseState:
    """Return the case of a record of the right shape, whatever it says of now.

    Raises:
        RecordError: The record does not hold.
    """
    reference, region, at = _begun(compiled, data)
    move = last_move(data["events"])
    edition = _edition(compiled, data, move)
    beginning = _beginning(compiled, data, move)
    state = CaseState(compiled, reference, region, at, edition, beginning, wound=False)
    if move is not None:
        _go_on(state, data["events"][: move + 1])
    # Whether a log owes steps of the clock is not asked while it is read.
    replay(state, data["events"], 0 if move is None else move + 1)
    state.schedule_wake()
    if state.head.hex() != data["head"]:
        raise RecordError("head")
    return state


def _go_on(state: CaseState, events: Sequence[Any]) -> None:
    """Take a case up where it moved to this version; what was before goes by hash.

    Raises:
        RecordError: The past does not hold, or the case moved to another version.
    """
    number = len(events) - 1
    state.log, state.head = past_events(events, state.salt, state.head)
    migration = state.log[number].migration
    if migration is None or migration["to"] != state.compiled.edition.pin:
        raise RecordError("pin")
    try:
        require_facts("moves", migration["moves"])
        go_on(state, migration["image"], number)
    except (KatchError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        raise RecordError("shape", number) from None


def _require_record(compiled: CompiledCase, data: object) -> Mapping[str, Any]:
    """Return a record that could be one of this protocol's.

    Raises:
        RecordError: It has another shape, or belongs to another protocol.
    """
    if not isinstance(data, Mapping) or set(data) - _MORE != _KEYS:
        raise RecordError("shape")
    texts = ("case", "format", "head", "opened", "pin", "protocol", "version")
    if not all(isinstance(data[key], str) for key in texts):
        raise RecordError("shape")
    if data["format"] not in {FORMAT, OLD_FORMAT}:
        raise RecordError("shape")
    if data["format"] == OLD_FORMAT and not {"by", "facts", "salt"}.isdisjoint(data):
        raise RecordError("shape")
    if not isinstance(data["events"], list):
        raise RecordError("shape")
    if data["protocol"] != compiled.protocol.id:
        raise RecordError("protocol")
    return data


def _beginning(
    compiled: CompiledCase, data: Mapping[str, Any], move: int | None
) -> Beginning | None:
    """Return what a case began with, where it was more than every case has.

    What a case that moved began with need not be known to the version of now.

    Raises:
        RecordError: It has another shape.
    """
    try:
        found = Beginning.of_record(
            data, data["case"], compiled.protocol.id, data["region"]
        )
        if move is not None:
            return found
        answers = set() if found is None else _answers(found)
        if not answers <= compiled.handbook.agencies.keys():
            raise RecordError("shape")
        require_known({} if found is None else found.facts, compiled.startable)
    except (KatchError, ValueError, TypeError, KeyError):
        raise RecordError("shape") from None
    return found


def _answers(beginning: Beginning) -> set[Id]:
    return set() if beginning.opening is None else set(beginning.opening.answers)


def _edition(
    compiled: CompiledCase, data: Mapping[str, Any], move: int | None
) -> Edition:
    """Return the text that a record was opened under; it must mean what ours means.

    Where the case moved, the event says what it means now.

    Raises:
        RecordError: It means something else.
    """
    found = Edition(data["format"], data["pin"], data["version"])
    if found == compiled.edition:
        return compiled.edition
    if move is not None:
        return found
    pin = compiled.edition.pin
    if found.format == OLD_FORMAT:
        pin = old_pin_of(
            compiled.chart, compiled.handbook, compiled.constraints, found.version
        )
    if found.pin != pin:
        raise RecordError("pin")
    return found


def _begun(
    compiled: CompiledCase, data: Mapping[str, Any]
) -> tuple[str, Id | None, datetime]:
    """Return the reference, the region and the opening of a record.

    Raises:
        RecordError: One of them is none.
    """
    region = data["region"]
    if not (region is None or isinstance(region, str)):
        raise RecordError("shape")
    try:
        compiled.directory(region)
    except UnknownNameError:
        raise RecordError("names") from None
    try:
        at = to_utc("opened", datetime.fromisoformat(data["opened"]))
        reference = require_opaque("case", data["case"])
    except (KatchError, ValueError):
        raise RecordError("shape") from None
    if at.isoformat() != data["opened"]:
        raise RecordError("shape")
    return reference, region, at


def verify(state: CaseState) -> None:
    """Go through the log again; raises as ``Case.verify`` does."""
    if _state(taken_up(state.compiled, snapshot(state))) != _state(state):
        raise RecordError("now")


def _state(state: CaseState) -> tuple[object, ...]:
    doers, keys = state.doers or {}, state.keys or {}
    known = dict(state.lasts), doers, state.grants, keys
    return state.word, state.past, *known, state.wake, state.pending


def replay(state: CaseState, events: Sequence[Any], first: int = 0) -> None:
    """Do every event of a record again, in a case that was just opened.

    With ``first`` those before it were done: the case went on from its image.

    Raises:
        RecordError: An event has another shape, does not fit to the hash of the one
            before, is no step of the protocol, or was done by somebody who may not.
    """
    people: Attested = {}
    for number in range(first, len(events)):
        event = events[number]
        try:
            _redo(state, event, number, people)
        except RecordError:
            raise
        except (KatchError, ValueError, TypeError, KeyError):
            raise RecordError("shape", number) from None
    if state.next_heard(state.last) is not None:
        raise RecordError("step", len(events))


def _redo(
    state: CaseState, event: Mapping[str, Any], number: int, people: Attested
) -> None:
    if event["previous"] != state.head.hex():
        raise RecordError("chain", number)
    at = to_utc("at", datetime.fromisoformat(event["at"]))
    if at < state.last:
        raise RecordError("time", number)
    if state.compiled.table.is_final(state.word):
        raise RecordError("step", number)
    is_heard = event["kind"] == EventKind.SIGNAL and "of" in event
    if not _is_in_turn(state, at, is_heard=is_heard):
        raise RecordError("step", number)
    _AGAIN[event["kind"]](state, event, at, people)
    if not state.log[-1].is_said(event, number):
        raise RecordError("shape", number)


def _is_in_turn(state: CaseState, at: datetime, *, is_heard: bool) -> bool:
    """Tell whether an event comes in turn, by what waits for an opened case.

    That comes before all else, once it is possible; at the very instant at which it
    becomes so because time has passed, something else may come first.
    """
    if not state.pending:
        return not is_heard
    if is_heard:
        return state.next_heard(at) is not None
    news = state.news_at(state.last)
    is_free = state.next_heard(state.last) is None
    return is_free and (news is None or at <= news[0])


def _act(
    state: CaseState, event: Mapping[str, Any], at: datetime, people: Attested
) -> None:
    """Ask again whether somebody may do this; who held which role, the log says."""
    if not isinstance(event["records"], dict):
        raise TypeError
    activity = state.compiled.activities.get(event["activity"])
    asked = None
    if activity is not None:
        asked = attested_plainly(state, activity, event, at)
        step = None if asked is None else activity.settled.get(asked)
        if step is not None:
            state.follow(step, require_opaque("actor", event["by"]), at)
            return
    request, actor, found = decided_again(state, event, at, people)
    if isinstance(found, Denial):
        needs = {each.need for each in found.unmet()}
        of_people = needs and needs.isdisjoint(_OF_STEPS)
        raise RecordError("people" if of_people else "step", len(state.log))
    if activity is not None and asked is not None:
        keep(activity, asked, state.settled(found, actor.agency, request.reason))
    state.take(found, request, actor, at)


def _hear(
    state: CaseState, event: Mapping[str, Any], at: datetime, _: Attested
) -> None:
    """Ask again whether a signal was possible; who told of it, the log says."""
    compiled, number = state.compiled, len(state.log)
    if not isinstance(event["records"], dict):
        raise TypeError
    if event["activity"] not in compiled.activities:
        raise RecordError("names", number)
    by, key = event["by"], event.get("key")
    waited = state.next_heard(at) if "of" in event else None
    if waited is not None:
        row, news = waited
        state.hear_news(row, news, at)
        return
    request = Request(
        event["activity"],
        records=event["records"],
        state=event["from"],
        told=True,
    )
    found = authorize(Offices(state, at), request)
    if isinstance(found, Denial):
        raise RecordError("step", number)
    state.hear(
        found,
        None if by is None else require_opaque("actor", by),
        None if key is None else require_opaque("key", key),
        at,
    )


def _news(
    state: CaseState, event: Mapping[str, Any], at: datetime, _: Attested
) -> None:
    """Hear again what became of an opened case."""
    number, by, key = len(state.log), event["by"], event.get("key")
    link = state.links.get(event["of"])
    if link is None:
        raise RecordError("names", number)
    protocol, _, became = event["activity"].partition(".")
    ends = ends_of(state.compiled.handbook, link.opening.protocol)
    if protocol != link.opening.protocol or became not in {TAKEN_UP, *ends}:
        raise RecordError("names", number)
    if became in link.told:
        raise RecordError("step", number)
    telling = Telling(
        event["of"],
        became,
        None if by is None else require_opaque("actor", by),
        None if key is None else require_opaque("key", key),
    )
    state.tell(telling, at)


def _tick(
    state: CaseState, event: Mapping[str, Any], at: datetime, _: Attested
) -> None:
    nodes, named = state.compiled.chart.nodes, (event["activity"], event["from"])
    for step in state.compiled.ticks:
        is_open = state.word & step.mask == step.match
        if is_open and named == (step.row.activity, nodes[step.row.node].name):
            state.tick(step, at)
            return
    raise RecordError("step", len(state.log))


def _lend(
    state: CaseState, event: Mapping[str, Any], at: datetime, _: Attested
) -> None:
    token = require_opaque("actor", event["by"])
    deputy = require_opaque("deputy", event["to"])
    role, agency = event["role"], agency_of(state, event["agency"])
    until = to_utc("until", datetime.fromisoformat(event["until"]))
    if role not in state.compiled.handbook.roles:
        raise RecordError("names", len(state.log))
    if until <= at:
        raise RecordError("people", len(state.log))
    key = event.get("key")
    state.lend(
        Grant(role, deputy, token, agency, until),
        None if key is None else require_opaque("key", key),
        at,
    )


_Again = Callable[[CaseState, Mapping[str, Any], datetime, Attested], None]
_AGAIN: Mapping[str, _Again] = {
    EventKind.ACTIVITY: _act,
    EventKind.CLOCK: _tick,
    EventKind.STAND_IN: _lend,
    EventKind.SIGNAL: _hear,
    EventKind.NEWS: _news,
}
