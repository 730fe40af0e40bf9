"""A small reader of PNML of our own, and what a net that it read can do."""

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree import ElementTree as ET

import katch_protocols as kp
from katch_protocols.model.activities import NOBODY
from katch_protocols.model.handbook import Handbook
from tests.strategies import make_world

__all__ = [
    "SPACE",
    "WOFLAN",
    "Net",
    "TooManyMarkingsError",
    "read_net",
    "without_memory",
]

SPACE = "{http://www.pnml.org/version-2009/grammar/pnml}"

Marking = frozenset[str]

WOFLAN = {
    "sound": {
        "champion_outreach",
        "change_of_place",
        "child_papers",
        "childs_complaint",
        "justice_child_sensitive",
        "partner_selection",
        "protocol_governance",
    },
    "undecided": {
        "acml_identification_and_support",
        "child_pathway",
        "cross_border_return",
        "identification_child_tip",
        "referral_and_assistance",
    },
}
"""What Woflan says of the nets that are shipped."""


class TooManyMarkingsError(Exception):
    """A net has more markings than are looked at: nothing is known of it."""


@dataclass(frozen=True)
class Net:
    """Transitions are (id, what it does, places before, places after)."""

    places: frozenset[str]
    transitions: tuple[tuple[str, str, Marking, Marking], ...]
    first: Marking
    last: Marking
    most: int = 20_000
    """So many markings are looked at."""

    @cached_property
    def graph(self) -> dict[Marking, list[tuple[str, Marking]]]:
        """Every marking with the steps out of it; the net must be safe.

        Raises:
            TooManyMarkingsError: It has more of them than are looked at.
        """
        found: dict[Marking, list[tuple[str, Marking]]] = {self.first: []}
        queue = deque([self.first])
        while queue:
            here = queue.popleft()
            for own, _, before, after in self.transitions:
                if before <= here:
                    rest = here - before
                    assert not rest & after, (
                        sorted(here),
                        sorted(before),
                        sorted(after),
                    )
                    there = rest | after
                    found[here].append((own, there))
                    if there not in found:
                        found[there] = []
                        queue.append(there)
            if len(found) > self.most:
                raise TooManyMarkingsError
        return found

    @property
    def has_option_to_complete(self) -> bool:
        """Whether the last marking can be reached from every marking."""
        before: dict[Marking, list[Marking]] = {}
        for here, steps in self.graph.items():
            for _, there in steps:
                before.setdefault(there, []).append(here)
        seen, queue = {self.last}, deque([self.last])
        while queue:
            for each in before.get(queue.popleft(), ()):
                if each not in seen:
                    seen.add(each)
                    queue.append(each)
        return seen >= set(self.graph)

    @property
    def dead(self) -> set[str]:
        """What the transitions that never fire would do."""
        fired = {own for steps in self.graph.values() for own, _ in steps}
        return {what for own, what, _, _ in self.transitions if own not in fired}

    @property
    def is_sound(self) -> bool:
        """Classical soundness: what is marked last is marked alone."""
        proper = all(here == self.last or not here & self.last for here in self.graph)
        marked = frozenset().union(*self.graph)
        never = self.places - marked
        return self.has_option_to_complete and proper and not self.dead and not never


def read_net(text: str) -> Net:
    """Read a net with one page."""
    (net,) = ET.fromstring(text)  # noqa: S314 - our own
    (page,) = net.iter(f"{SPACE}page")
    places = {each.get("id", "") for each in page.iter(f"{SPACE}place")}
    before: dict[str, set[str]] = {}
    after: dict[str, set[str]] = {}
    for arc in page.iter(f"{SPACE}arc"):
        start, end = arc.get("source", ""), arc.get("target", "")
        if start in places:
            assert end not in places
            before.setdefault(end, set()).add(start)
        else:
            assert end in places
            after.setdefault(start, set()).add(end)
    transitions = []
    for each in page.iter(f"{SPACE}transition"):
        own = each.get("id", "")
        tools = {t.get("tool"): t for t in each.iter(f"{SPACE}toolspecific")}
        what = tools["katch_protocols"].findtext(f"{SPACE}step", "")
        transitions.append((own, what, frozenset(before[own]), frozenset(after[own])))
    first = {
        each.get("id", "")
        for each in page.iter(f"{SPACE}place")
        if each.find(f"{SPACE}initialMarking") is not None
    }
    last = {each.get("idref", "") for each in net.iter(f"{SPACE}place")} - {""}
    return Net(frozenset(places), tuple(transitions), frozenset(first), frozenset(last))


def without_memory(world: dict[str, Any]) -> Handbook:
    """Make a drawn world of which a net says all.

    It has no conditions and no ``resume``, and no signal waits for a case beside it.
    """
    return make_world({name: _plain(part) for name, part in world.items()})


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {
                key: _OTHERWISE.get(key, _plain)(each)
                for key, each in value.items()
                if key not in {"when", "needs"}
            }
        case str():
            return value.removeprefix("resume ")
        case list() | tuple():
            return type(value)(map(_plain, value))
        case _:
            return value


def _by(names: Any) -> Any:
    """Let what an opened case tells happen by itself."""
    return NOBODY if isinstance(names, str) and "." in names else names


def _lines(lines: Any) -> list[Any]:
    """Keep the last line of a choice, which has no condition."""
    return [_plain(lines[-1])]


_OTHERWISE = {"decide": _lines, "by": _by}


def table_of(handbook: Handbook) -> Any:
    return kp.compile(handbook.protocols["first"])
