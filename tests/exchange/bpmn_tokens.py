"""A token game over a BPMN file: what its flows allow, read from the XML alone.

Conditions are texts, so every flow out of an exclusive gateway may be taken. A case is
a set of markings: wherever its tokens may be. What an activity leaves is again a set;
empty where no marking allows it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

__all__ = ["Marking", "TokenGame", "TooManyError"]

SPACE = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
NODES = {
    *("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent"),
    *("boundaryEvent", "userTask", "sendTask", "receiveTask"),
    "exclusiveGateway",
    *("eventBasedGateway", "parallelGateway", "subProcess"),
}
MOST = 2_000


class TooManyError(Exception):
    """More markings than a test can look at."""


@dataclass(frozen=True, order=True)
class Marking:
    """A running scope: its own tokens, and the sub-processes that run inside."""

    scope: str
    tokens: tuple[str, ...] = ()
    inner: tuple["Marking", ...] = ()

    def with_token(self, node: str) -> "Marking":
        return Marking(self.scope, tuple(sorted((*self.tokens, node))), self.inner)

    def without_token(self, node: str) -> "Marking":
        left = list(self.tokens)
        left.remove(node)
        return Marking(self.scope, tuple(left), self.inner)

    def replaced(self, old: "Marking", new: "Marking | None") -> "Marking":
        left = list(self.inner)
        left.remove(old)
        added = () if new is None else (new,)
        return Marking(self.scope, self.tokens, tuple(sorted((*left, *added))))


class TokenGame:
    def __init__(self, text: str) -> None:
        root = ET.fromstring(text)  # noqa: S314 - our own file
        self.kind: dict[str, str] = {}
        self.after: dict[str, list[str]] = defaultdict(list)
        self.starts: dict[str, str] = {}
        self.beside: dict[str, list[str]] = defaultdict(list)
        self.catches: dict[tuple[str, str], str] = {}
        self.timers: dict[str, list[str]] = defaultdict(list)
        self.signal: dict[str, str] = {}
        self.on_event: set[str] = set()
        self.inside: dict[str, str] = {}
        self._read(root.find(f"{SPACE}process"), "")

    def _read(self, parent: ET.Element | None, scope: str) -> None:  # noqa: C901, PLR0912 - a case a kind
        assert parent is not None
        for element in parent:
            tag, own = element.tag.removeprefix(SPACE), element.get("id", "")
            if tag == "sequenceFlow":
                self.after[element.get("sourceRef", "")].append(
                    element.get("targetRef", "")
                )
            if tag not in NODES:
                continue
            self.kind[own], self.inside[own] = tag, scope
            thrown = element.find(f"{SPACE}escalationEventDefinition")
            if thrown is not None:
                self.signal[own] = thrown.get("escalationRef", "")
            if tag == "boundaryEvent":
                host = element.get("attachedToRef", "")
                if thrown is not None:
                    self.catches[host, self.signal[own]] = own
                elif element.get("cancelActivity") == "true":
                    self.timers[host].append(own)
            if tag == "startEvent":
                self.starts[scope] = own
            if tag == "subProcess":
                self._read(element, own)
                if element.get("triggeredByEvent") == "true":
                    self.on_event.add(own)
                    self.beside[scope].append(own)

    def start(self) -> set[Marking]:
        return self.settled({self._begun("")})

    def _begun(self, scope: str) -> Marking:
        return Marking(scope, (self.starts[scope],))

    # what happens by itself

    def settled(self, markings: set[Marking]) -> set[Marking]:
        """Return all that can become of markings before anything is done."""
        seen, queue = set(markings), list(markings)
        while queue:
            for found in self._silent(queue.pop()):
                if found not in seen:
                    seen.add(found)
                    queue.append(found)
            if len(seen) > MOST:
                raise TooManyError
        return seen

    def _silent(self, marking: Marking) -> Iterator[Marking]:  # noqa: C901, PLR0912 - a case a kind
        """Yield what one silent step makes; forced steps before choices."""
        for token in dict.fromkeys(marking.tokens):
            left = marking.without_token(token)
            match self.kind[token]:
                case "startEvent" | "intermediateThrowEvent" | "parallelGateway":
                    for target in self.after[token]:
                        left = self._arrive(left, target)
                    yield left
                    return
                case "endEvent":
                    if token not in self.signal:
                        yield left
                        return
                case "exclusiveGateway" | "eventBasedGateway":
                    for target in self.after[token]:
                        yield self._arrive(left, target)
        for inner in dict.fromkeys(marking.inner):
            thrown = self._thrown(inner)
            if thrown is not None:
                catch = self.catches.get((inner.scope, thrown))
                if catch is not None:
                    yield self._left(marking.replaced(inner, None), catch)
                else:
                    # It goes on outward: the outer scope throws it.
                    yield marking.replaced(inner, None).with_token(f"throw {thrown}")
                return
            if not inner.tokens and not inner.inner:
                yield self._left(marking.replaced(inner, None), inner.scope)
                return
            for found in self._silent(inner):
                yield marking.replaced(inner, found)

    def _thrown(self, marking: Marking) -> str | None:
        for token in marking.tokens:
            if token.startswith("throw "):
                return token.removeprefix("throw ")
            if self.kind[token] == "endEvent" and token in self.signal:
                return self.signal[token]
        return None

    def _arrive(self, marking: Marking, target: str) -> Marking:
        if self.kind[target] == "subProcess":
            begun = self._begun(target)
            inner = tuple(sorted((*marking.inner, begun)))
            return Marking(marking.scope, marking.tokens, inner)
        return marking.with_token(target)

    def _left(self, marking: Marking, node: str) -> Marking:
        for target in self.after[node]:
            marking = self._arrive(marking, target)
        return marking

    # what somebody does, or the clock

    def do(self, markings: set[Marking], activity: str) -> set[Marking]:
        """Return what may become of markings where an activity is done."""
        found = {after for each in markings for after in self._done(each, activity)}
        return self.settled(found)

    def _done(self, marking: Marking, activity: str) -> Iterator[Marking]:  # noqa: C901, PLR0912 - a case a kind
        clock = re.fullmatch(r"clock\((.+), .+\)", activity)
        for token in dict.fromkeys(marking.tokens):
            if token.startswith("throw "):
                continue
            left = marking.without_token(token)
            if clock is None:
                if _named(token, f"do.{activity}"):
                    yield self._left(left, token)
            elif _named(token, f"clock.{clock[1]}", more=True):
                yield self._left(left, token)
            else:
                for edge in self.timers[token]:
                    if _named(edge, f"edge.after.{clock[1]}"):
                        yield self._left(left, edge)
        for around in self.beside[marking.scope]:
            task = next(n for n, s in self.inside.items() if s == around and "do." in n)
            if clock is None and _named(task, f"do.{activity}"):
                (end,) = self.after[task]
                yield marking.with_token(end) if end in self.signal else marking
        for inner in dict.fromkeys(marking.inner):
            for edge in self.timers[inner.scope]:
                if clock is not None and _named(edge, f"edge.after.{clock[1]}"):
                    yield self._left(marking.replaced(inner, None), edge)
            for after in self._done(inner, activity):
                yield marking.replaced(inner, after)


def _named(node: str, name: str, *, more: bool = False) -> bool:
    tail = r"\.\d+(-\d+)?" if more else r"(-\d+)?"
    return re.fullmatch(re.escape(name) + tail, node) is not None
