"""What a machine of others only tells becomes what a protocol says.

It reads the keys that ``told`` writes. A key that it does not know, or a value that
means nothing here, is noted by its place: nothing that is told is dropped in silence.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from katch_protocols.errors import SentenceError
from katch_protocols.exchange.found_machine import FoundMachine, FoundMove, FoundState
from katch_protocols.exchange.incoming import Incoming
from katch_protocols.files.field_types.scalars import VERSION
from katch_protocols.model.activities import ACTOR, NOBODY, is_told
from katch_protocols.model.deadlines import Basis, Deadline, Duration, is_reckoned
from katch_protocols.model.documents import Document, Function, Titled
from katch_protocols.model.noun import Id, Label, readable
from katch_protocols.model.parties import MOST_SEATS, Role
from katch_protocols.model.protocol import Status
from katch_protocols.model.states import OnPause, Outcome
from katch_protocols.sentences.text import parse_duration

__all__ = ["TakingUp", "duration", "several"]

_READ_ELSEWHERE = frozenset({"title", "when", "after", "completes"})
"""Keys of transitions and states that whoever reads the machine reads."""

_SPELT_OUT = {
    "handover": "handover",
    "awaiting": "handover",
    "runs": "inlined",
    "opens": "beside",
}
"""Why what stands here in full does not stand under its own key, by key."""

_PANEL = re.compile(
    r"(?P<panel>\w+) = (?:(?P<quorum>[1-9]) of )?"
    r"(?P<seats>\w+(?:, \w+)*?)(?:, chair (?P<chair>\w+))?"
)

K = TypeVar("K", bound=StrEnum)


class TakingUp:
    """Whatever is told of one machine, and the nouns that it names on the way.

    A state inherits what is told of the state around it, so only what differs from that
    is said again. Names of roles and agencies look alike: all of them become roles.
    """

    def __init__(self, machine: FoundMachine, incoming: Incoming) -> None:
        self.machine, self.incoming = machine, incoming
        self.names = incoming.names
        self.roles: dict[Id, Role] = {}
        self.documents: dict[Id, Document] = {}
        self.functions: dict[Id, Function] = {}
        self.qualifications: dict[Id, Titled] = {}
        self.phases: dict[Id, Titled] = {}

    def spare(self, name: str) -> Label:
        """Return what something is called that has no title: its id, in words."""
        return Label.of({self.incoming.language: readable(name)})

    def _skip(
        self, of: FoundState | FoundMove, place: str, what: str, why: str
    ) -> None:
        self.incoming.skip(of.line, f"{place}: {what}" if place else what, why)

    # The whole, a state, an activity

    def of_protocol(self) -> Mapping[str, Any]:
        """Return what is told of the whole protocol, by field."""
        top, told = self.machine.top, dict(self.machine.top.told)
        for name in several(told.pop("phases", "")):
            self._phase(name)
        for text in filter(None, told.pop("panels", "").split(";")):
            self._panel(text.strip())
        found = {
            "version": self._read(top, "", told, "version", _version),
            "status": self._read(top, "", told, "status", _one_of(Status)),
            "valid_from": self._read(top, "", told, "valid_from", _day),
            "valid_to": self._read(top, "", told, "valid_to", _day),
        }
        self._note(top, "", told)
        return _filled(found)

    def of_state(
        self, state: FoundState, place: str, event: Callable[[str], Id | None]
    ) -> Mapping[str, Any]:
        """Return what is told of a state, by field.

        ``event`` finds what starts a clock: an activity or a state.
        """
        told = dict(state.told)
        around = {} if state.parent is None else state.parent.told
        for key in ("held_by", "function", "phase"):
            if told.get(key) == around.get(key):
                told.pop(key, None)
        found = {
            "held_by": self._one(told, "held_by", self.role),
            "function": self._one(told, "function", self._function),
            "phase": self._one(told, "phase", self._phase),
            "outcome": self._read(state, place, told, "outcome", _one_of(Outcome)),
            "on_pause": self._read(state, place, told, "on_pause", _one_of(OnPause)),
            "escalate_to": tuple(self._each(told, "escalate_to", self.role)),
            "within": self._deadline(state, place, told, event),
        }
        self._note(state, place, told)
        return _filled(found)

    def _deadline(
        self,
        of: FoundState | FoundMove,
        place: str,
        told: dict[str, str],
        event: Callable[[str], Id | None],
    ) -> Deadline | None:
        limit = self._limit(of, place, told, "within", "basis")
        if limit is None:
            return None
        written = told.pop("from", "")
        start = event(written) if written else None
        if written and start is None:
            self._skip(of, place, f"from: {written}", "clock-start")
        return Deadline(limit=limit, start=start)

    def _limit(
        self,
        of: FoundState | FoundMove,
        place: str,
        told: dict[str, str],
        *keys: str,
    ) -> Duration | None:
        """Return a span; ``keys`` are its own and that of what it rests on."""
        key, under = keys
        limit: Duration | None = self._read(of, place, told, key, duration)
        if limit is None:
            return None
        basis = self._read(of, place, told, under, _one_of(Basis))
        if basis not in {None, Basis.PROPOSED}:
            # A deadline may claim a law only where it cites one.
            self._skip(of, place, f"{under}: {basis}", "basis")
        return limit

    def of_activity(
        self,
        state: FoundState,
        move: FoundMove,
        place: str,
        event: Callable[[str], Id | None],
    ) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Return what is told of an activity, by field: its people, and the rest.

        ``event`` finds what starts its clock.
        """
        told = dict(move.told)
        if told.get("function") == state.told.get("function"):
            told.pop("function", None)
        if told.get("accountable") == state.told.get("held_by"):
            told.pop("accountable", None)
        if "handover" in told:
            told.pop("handover_within", None)  # told again of the state that waits
        by = told.get("by", "")
        if "." in by:
            # The cases that it speaks of are not in the file.
            self._skip(move, place, f"by: {by}", "beside")
            told["by"] = NOBODY
        keys = ("by", "together_with", "accountable", "consult", "inform")
        raci = {key: tuple(self._each(told, key, self.role)) for key in keys}
        reasons = told.pop("reasons", "")
        every = self._limit(move, place, told, "every", "every_basis")
        found = {
            "needs": tuple(self._each(told, "needs", self.paper)),
            "qualified": tuple(self._each(told, "qualified", self._qualification)),
            "function": self._one(told, "function", self._function),
            "sends": self._read(move, place, told, "sends", self._sends),
            "within": self._deadline(move, place, told, event),
            "every": None if every is None else Deadline(limit=every),
            "escalate_to": tuple(self._each(told, "escalate_to", self.role)),
            "may": bool(told.pop("may", "")),
            "reason": bool(told.pop("reason", "") or reasons),
            "reasons": {self.names.of(r, r): None for r in several(reasons)},
        }
        self._note(move, place, told)
        return _filled(raci), _filled(found)

    def note_move(self, move: FoundMove, place: str) -> None:
        """Note whatever is told of a transition that becomes no activity."""
        self._note(move, place, dict(move.told))

    def _note(
        self, of: FoundState | FoundMove, place: str, told: Mapping[str, str]
    ) -> None:
        """Note the keys that are left."""
        for key, text in told.items():
            if key not in _READ_ELSEWHERE:
                why = _SPELT_OUT.get(key, "unknown-key")
                # A state that waits is called after what it waits for.
                said = key if key == "awaiting" else f"{key}: {text}"
                self._skip(of, place, said, why)

    # Values

    def _read(
        self,
        of: FoundState | FoundMove,
        place: str,
        told: dict[str, str],
        key: str,
        read: Callable[[str], Any],
    ) -> Any:  # noqa: ANN401 - as read returns it
        text = told.pop(key, "")
        found = read(text) if text else None
        if text and found is None:
            self._skip(of, place, f"{key}: {text}", "value")
        return found

    @staticmethod
    def _one(told: dict[str, str], key: str, named: Callable[[str], Id]) -> Id | None:
        text = told.pop(key, "").strip()
        return named(text) if text else None

    @staticmethod
    def _each(
        told: dict[str, str], key: str, named: Callable[[str], Id]
    ) -> Iterator[Id]:
        for name in dict.fromkeys(several(told.pop(key, ""))):
            yield named(name)

    def _sends(self, text: str) -> Mapping[Id, tuple[Id, ...]] | None:
        found = {}
        for part in text.split(";"):
            paper, to, names = part.partition(" to ")
            receivers = several(names)
            if not (paper.strip() and to and receivers):
                return None
            found[self.paper(paper.strip())] = tuple(map(self.role, receivers))
        return found

    # Names

    def role(self, name: str) -> Id:
        """Return the id of a role, or of whoever acts."""
        if name == ACTOR:
            return name
        if is_told(name):
            return name
        found = self.names.of(name, name)
        title = self.incoming.label(name.replace("_", " ")) or self.spare(found)
        self.roles.setdefault(found, Role(id=found, title=title))
        return found

    def _panel(self, text: str) -> None:
        """Make a role a panel: ``panel = 3 of nurse, officer, judge, chair judge``."""
        found = _PANEL.fullmatch(text)
        seats = () if found is None else tuple(map(self.role, several(found["seats"])))
        if found is None or len(seats) > MOST_SEATS:
            self._skip(self.machine.top, "", f"panels: {text}", "value")
            return
        own = self.role(found["panel"])
        update: dict[str, Any] = {"members": seats}
        if found["quorum"]:
            update["quorum"] = int(found["quorum"])
        if found["chair"]:
            update["chair"] = self.role(found["chair"])
        self.roles[own] = self.roles[own].model_copy(update=update)

    def paper(self, name: str) -> Id:
        """Return the id of a document."""
        found = self.names.of(name, name)
        self.documents.setdefault(found, Document(id=found, title=self.spare(found)))
        return found

    def _function(self, name: str) -> Id:
        found = self.names.of(name, name)
        self.functions.setdefault(found, Function(id=found, title=self.spare(found)))
        return found

    def _qualification(self, name: str) -> Id:
        return self._titled(name, self.qualifications)

    def _phase(self, name: str) -> Id:
        return self._titled(name, self.phases)

    def _titled(self, name: str, known: dict[Id, Titled]) -> Id:
        found = self.names.of(name, name)
        known.setdefault(found, Titled(id=found, title=self.spare(found)))
        return found


def several(names: str) -> tuple[str, ...]:
    """Return the names of a list that commas part."""
    return tuple(name for each in names.split(",") if (name := each.strip()))


def duration(text: str) -> Duration | None:
    """Return a span as a handbook writes it; nothing of any other text."""
    if not re.fullmatch(r"[1-9]\d{0,3} [a-z ]+", text):
        return None
    try:
        return parse_duration(text)
    except SentenceError:
        return None


def _one_of(kind: type[K]) -> Callable[[str], K | None]:
    return lambda text: kind(text) if text in set(kind) else None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if is_reckoned(found) else None


def _version(text: str) -> str | None:
    return text if VERSION.fullmatch(text) else None


def _filled(found: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in found.items() if value}
