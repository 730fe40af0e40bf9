"""SCXML in: a document of W3C SCXML 1.0.

What an interpreter runs (scripts, sends, invoked services, data) is noted, not read. Of
documents that we wrote, the attributes of our namespace say what a script cannot.
"""

import re
from collections.abc import Iterator

from katch_protocols.errors import KatchError, NotationError
from katch_protocols.exchange.documents import Element, local_name, read_xml
from katch_protocols.exchange.draft_machine import draft_of
from katch_protocols.exchange.found_machine import (
    FoundMachine,
    FoundMove,
    FoundState,
)
from katch_protocols.exchange.incoming import Incoming, StartedProtocol

__all__ = [
    "DONE",
    "EVERYTHING",
    "FACT",
    "HAS",
    "NAMESPACE",
    "OWN_NAMESPACE",
    "place_of",
    "read",
    "recognizes",
]

NAMESPACE = "http://www.w3.org/2005/07/scxml"
OWN_NAMESPACE = "urn:katch_protocols:scxml"
EVERYTHING = "case-in-progress"
"""The state around all that are no ends; no state of a protocol can be called so."""

FACT, HAS, DONE = "FACT_", "HAS_", "DONE_"
"""How the places of data begin that hold a fact, a document, a past activity: capital
letters are in no id, so no state can be called so. Each has a place of its own, for not
every interpreter assigns to a part of one."""

_SPELLED = {".": "_DOT_", "(": "_OF_", ")": ""}
"""How a place writes what a name of a variable cannot hold, as in ``opened(other)``."""


def place_of(kind: str, name: str) -> str:
    """Return the place of a fact, a document or a past activity."""
    for sign, word in _SPELLED.items():
        name = name.replace(sign, word)
    return kind + name


_STATES = {"state": "state", "parallel": "parallel", "final": "final"}
_OWN = f"{{{OWN_NAMESPACE}}}"
_LOOK = 4_096


def recognizes(incoming: Incoming) -> bool:
    """Tell whether a file is XML whose root is ``scxml``."""
    if b"<" not in incoming.data[:_LOOK] or b"scxml" not in incoming.data[:_LOOK]:
        return False
    try:
        return local_name(read_xml(incoming)) == "scxml"
    except KatchError:
        # Whatever is wrong with it is said when it is read.
        return re.search(rb"<(?:\w+:)?scxml[\s>]", incoming.data) is not None


def read(incoming: Incoming) -> StartedProtocol:
    """Read a document.

    Raises:
        NotationError: It is no XML, has a document type, or has no states.
        MissingExtraError: lxml is not installed.
    """
    root = read_xml(incoming)
    if local_name(root) != "scxml":
        raise NotationError("no-states", incoming.name, root.sourceline or 1)
    return draft_of(_ScxmlReading(root, incoming).machine(), incoming)


class _ScxmlReading:
    def __init__(self, root: Element, incoming: Incoming) -> None:
        self.root, self.incoming = root, incoming
        self.by_id: dict[str, FoundState] = {}
        self.elements: dict[FoundState, Element] = {}
        self.facts: dict[str, tuple[str, ...]] = {}
        self.initially: dict[str, str] = {}
        self.documents: list[str] = []

    def machine(self) -> FoundMachine:
        root = self.root
        name = root.get("name") or "machine"
        top = FoundState(_line(root), name, told=_told(root))
        self._inside(top, root)
        for state, element in list(self.elements.items()):
            self._moves(state, element)
        self._first(top, root)
        self._unwrap(top)
        title = top.told.get("title") or name
        papers = tuple(self.documents)
        return FoundMachine(name, title, top, self.facts, self.initially, papers)

    def _unwrap(self, top: FoundState) -> None:
        """Take away the state that we write around everything that is no end."""
        around = self.by_id.get(EVERYTHING)
        if around is None or around.parent is not top:
            return
        others = [each for each in top.children if each is not around]
        top.children = [*around.children, *others]
        for child in around.children:
            child.parent = top
        top.moves = around.moves
        if top.initial is around or top.initial is None:
            top.initial = around.initial

    def _skip(self, element: Element, why: str, what: str = "") -> None:
        name = what or f"<{local_name(element)}>"
        self.incoming.skip(_line(element), name, why)

    # States

    def _inside(self, state: FoundState, element: Element) -> None:
        for child in element:
            name = local_name(child)
            if name in _STATES:
                self._child(state, child, _STATES[name])
            elif name == "history":
                self._history(state, child)
            elif name == "datamodel":
                self._data(child)
            elif name not in {"transition", "initial"}:
                self._skip(child, "program")

    def _child(self, above: FoundState, element: Element, kind: str) -> None:
        state = self._state(above, element, kind)
        self._inside(state, element)

    def _state(self, above: FoundState, element: Element, kind: str) -> FoundState:
        own = element.get("id") or ""
        told = _told(element)
        # A name that we wrote is the whole path; the last part is its own.
        name = own.rpartition(".")[2] if told or "." in own else own
        state = FoundState(
            _line(element), name, kind, own, told.get("title", ""), told, above
        )
        above.children.append(state)
        if own in self.by_id:
            self._skip(element, "id-twice", own)
        elif own:
            self.by_id[own] = state
        self.elements[state] = element
        return state

    def _history(self, above: FoundState, element: Element) -> None:
        self._state(above, element, "history")
        if element.get("type") != "deep":
            self._skip(element, "shallow")

    def _data(self, model: Element) -> None:
        for element in model:
            place = element.get("id") or ""
            values = element.get(f"{_OWN}values") or ""
            listed = tuple(each for part in values.split(",") if (each := part.strip()))
            if place.startswith(FACT) and listed:
                name = place.removeprefix(FACT)
                self.facts[name] = listed
                if element.get(f"{_OWN}checklist"):
                    self._skip(element, "checklist", f"{name}: checklist")
                first = (element.get("expr") or "").strip("'")
                if first in listed:
                    self.initially[name] = first
            elif place.startswith(HAS):
                self.documents.append(place.removeprefix(HAS))
            elif not place.startswith(DONE):
                self._skip(element, "data", place)

    def _first(self, state: FoundState, element: Element) -> None:
        """Find what is entered first, of this state and of those inside."""
        waiting = [(state, element), *self.elements.items()]
        for each, of in waiting:
            wanted = of.get("initial")
            for child in of:
                if local_name(child) == "initial":
                    moves = [c for c in child if local_name(c) == "transition"]
                    wanted = moves[0].get("target") if moves else wanted
            for name in (wanted or "").split()[:1]:
                each.initial = self._direct(each, of, name)
            if len((wanted or "").split()) > 1:
                self._skip(of, "several-targets", wanted or "")

    def _direct(
        self, state: FoundState, element: Element, name: str
    ) -> FoundState | None:
        found = self.by_id.get(name)
        if found is None or found.kind == "history":
            self._skip(element, "target", name)
            return None
        here: FoundState | None = found
        while here is not None and here.parent is not state:
            here = here.parent
        if here is not found:
            self._skip(element, "deep-initial", name)
        return here

    # Transitions

    def _moves(self, state: FoundState, element: Element) -> None:
        if state.kind == "history":
            return
        for child in element:
            if local_name(child) == "transition":
                state.moves += self._transition(state, child)

    def _transition(self, state: FoundState, element: Element) -> Iterator[FoundMove]:
        targets = (element.get("target") or "").split()
        if len(targets) > 1:
            self._skip(element, "several-targets", " ".join(targets))
            return
        target = self.by_id.get(targets[0]) if targets else None
        if targets and target is None:
            self._skip(element, "target", targets[0])
            return
        told = _told(element)
        events = (element.get("event") or "").split()
        for event in events or [""]:
            move = FoundMove(
                _line(element), target=target, title=told.get("title", ""), told=told
            )
            self._wait(state, move, event, element)
            if event and not (move.event or move.completes or move.after):
                continue
            self._guard(move, element)
            self._content(move, element)
            yield move

    def _wait(
        self, state: FoundState, move: FoundMove, event: str, element: Element
    ) -> None:
        if "after" in move.told:
            move.after = move.told["after"]
        elif event == f"done.state.{state.path}" and state.path:
            move.completes = True
        elif not event:
            move.completes = "completes" in move.told
        elif event.startswith(("error", "done.", "*")) or event == "error":
            self._skip(element, "wildcard", event)
        else:
            move.event = event.removesuffix(".*").removesuffix(".")

    def _guard(self, move: FoundMove, element: Element) -> None:
        condition = element.get("cond") or ""
        move.when = move.told.get("when", "")
        active = re.fullmatch(r"In\(\s*['\"]([^'\"]+)['\"]\s*\)", condition)
        if active is not None and not (move.when or move.completes):
            move.when = f"in {active[1]}"
        if move.when:
            move.guard = condition or move.when
        elif not (move.completes or _is_added(condition)):
            move.guard = condition

    def _content(self, move: FoundMove, element: Element) -> None:
        """Read what is assigned, where it is what we write; note all else."""
        for child in element:
            place, value = child.get("location") or "", child.get("expr") or ""
            name = place.removeprefix(FACT)
            if local_name(child) != "assign":
                self._skip(child, "program")
            elif place.startswith(HAS):
                move.makes += (place.removeprefix(HAS),)
            elif place.startswith(FACT) and value == f"_event.data.records.{name}":
                move.records += (name,)
            elif place.startswith(FACT) and re.fullmatch(r"'\w+'", value):
                move.sets = {**move.sets, name: value.strip("'")}
            elif not place.startswith(DONE):
                self._skip(child, "program")


_ADDED = re.compile(
    r"!?\(?_event\.data && \[['\w, ]*\]\.indexOf\(_event\.data\.records\.\w+\) >= 0\)?"
    r"|_event\.name === '[\w.]+'|HAS_\w+|!In\('[\w.]+'\)|DONE_opened_OF_\w+|true"
)


def _is_added(condition: str) -> bool:
    """Tell whether a condition of ours is only what stands beside one: see write."""
    return not re.sub(r"&&|\|\|", "", _ADDED.sub("", condition)).strip(" ()")


def _told(element: Element) -> dict[str, str]:
    """Return the attributes of our namespace."""
    return {
        key.removeprefix(_OWN): value
        for key, value in element.attrib.items()
        if key.startswith(_OWN)
    }


def _line(element: Element) -> int:
    return int(element.sourceline or 1)
