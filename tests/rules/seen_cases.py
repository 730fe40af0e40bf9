"""What the second interpreter sees of every case of a handbook, for rules to equal.

A protocol is looked at by itself and inside each that runs it. Fragments are left out:
what is written there is told of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from katch_protocols.charts.build import chart
from katch_protocols.charts.starts import START
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.proofs.kept.world import seen_chart
from katch_protocols.semantics.compile import own_table
from tests.interpreter import Configuration, Interpreter, Move
from tests.interpreter_nodes import Arrow, Entry, Node, Scope

__all__ = ["Told", "TooManyError", "seen_of"]

Told = set[tuple[object, ...]]
Steps = Mapping[Configuration, list[tuple[Move, Configuration]]]


class TooManyError(Exception):
    """There are more configurations than are looked at."""


class Watcher(Interpreter):
    """An interpreter that notes what is entered and which lines are taken."""

    def __init__(self, protocol: Protocol, handbook: Handbook) -> None:
        self.entered: set[str] = set()
        self.lines: set[tuple[str, int]] = set()
        self._begins = False
        super().__init__(protocol, handbook)

    def seen(self, starts: tuple[Mapping[str, str], ...], most: int) -> Steps:
        """Return every configuration in which a case rests, with its steps."""
        waiting = []
        for given in starts:
            self._begins = True
            waiting.append(self.start(given))
        found: dict[Configuration, list[tuple[Move, Configuration]]] = {}
        while waiting:
            now = waiting.pop()
            if now in found:
                continue
            if len(found) == most:
                raise TooManyError
            found[now] = [(move, self.step(now, move)) for move in self.possible(now)]
            waiting += [after for _, after in found[now]]
        return found

    def openable(self) -> set[str]:
        """Return the protocols of which anything here opens cases, if it happens."""
        found: set[str] = set()
        for entry in self.tree.entries:
            found |= self._opening(entry.activity.opens, entry.arrow.source)
        for node in self.nodes:
            if node.noun is not None:
                found |= self._opening(node.noun.opens, node)
        return found

    def _settle(self, now: Configuration) -> Configuration:
        if self._begins:
            self._begins = False
            self.entered |= now.active
        return super()._settle(now)

    def _follow(self, now: Configuration, arrow: Arrow) -> Configuration:
        after = super()._follow(now, arrow)
        if arrow.to is not None:
            left = {node.path for node in arrow.domain.inside()}
            self.entered |= after.active - (now.active - left)
        return after

    def _chosen(self, now: Configuration) -> Arrow | None:
        found = super()._chosen(now)
        for node in self.choices:
            for place, (_, arrow) in enumerate(self.tree.branches[node]):
                if arrow is found:
                    self.lines.add((node.path, place))
        return found


@dataclass
class Use:
    """A protocol in one of its uses: by itself, or inside another."""

    watcher: Watcher
    steps: Steps
    scope: Scope

    def bare(self, node: Node) -> str:
        return node.path.removeprefix(self.scope.top.path).lstrip(".")

    def nodes(self) -> Iterator[Node]:
        """Yield the states that are written in the protocol."""
        for node in self.scope.top.inside():
            written = node.noun is not None and not node.name.startswith("awaiting")
            if written and self.watcher.tree.scope_of(node) is self.scope:
                yield node

    def entries(self) -> Iterator[Entry]:
        """Yield the activities that are written in it, where they may be done."""
        for entry in self.watcher.tree.entries:
            name, source = entry.name.rpartition(".")[2], entry.arrow.source
            made = name.startswith(("acknowledge_", "decline_"))
            passing = source in self.watcher.choices
            waiting = source.name.startswith("awaiting")
            if entry.arrow.scope is self.scope and not (made or passing or waiting):
                yield entry

    def is_met(self, node: Node) -> bool:
        return node.parent is None or node.path in self.watcher.entered

    def active(self, node: Node) -> int:
        """Return in how many configurations a case that goes on is in a state."""
        return sum(
            node.parent is None or node.path in now.active
            for now in self.steps
            if not self.watcher.complete(now)
        )

    def possible(self, entry: Entry) -> Iterator[Configuration]:
        """Yield where an activity is possible, once for all values that are stated."""
        asked = entry.name, entry.arrow.source.path
        for now, steps in self.steps.items():
            if any((move.activity, move.origin) == asked for move, _ in steps):
                yield now

    def awaits_nobody(self, entry: Entry) -> bool:
        """Tell whether a signal is of a case that nothing here ever opens."""
        told = entry.activity.raci.told_by
        awaited = {name.partition(".")[0] for name in told if "." in name}
        return bool(awaited) and awaited.isdisjoint(self.watcher.openable())


@dataclass
class Seen:
    """What rules are to tell, by code: the protocol, and what it is about there."""

    told: dict[str, Told] = field(default_factory=dict)
    trapped: set[str] = field(default_factory=set)
    """The protocols of which some case can no longer end."""

    def note(self, code: str, *about: object) -> None:
        self.told.setdefault(code, set()).add(about)


def seen_of(handbook: Handbook, *, most: int) -> Seen:
    """Look at every case of every protocol.

    Raises:
        TooManyError: A protocol has more than ``most`` configurations.
        UnendingError: Some settling never ends.
        UnreadableError: A name means nothing where a protocol stands by itself.
    """
    uses: dict[str, list[Use]] = {}
    found = Seen()
    for name, protocol in handbook.protocols.items():
        watcher = Watcher(protocol, handbook)
        table = own_table(seen_chart(chart(protocol, handbook), handbook))
        begun = [e.brought for e in table.chart.entries if e.activity == START]
        steps = watcher.seen(tuple(map(dict, begun)) or ({},), most)
        if _has_trap(watcher, steps):
            found.trapped.add(name)
        for scope in watcher.tree.scopes:
            uses.setdefault(scope.protocol.id, []).append(Use(watcher, steps, scope))
    borrowed = {
        name
        for each in handbook.fragments.values()
        for name in (*each.activities, *each.states)
    }
    for home, every in uses.items():
        _states(home, every, borrowed, found)
        _lines(home, every, borrowed, found)
        _activities(home, every, borrowed, found)
    return found


def _has_trap(watcher: Watcher, steps: Steps) -> bool:
    """Tell whether from some configuration no end is reached."""
    before: dict[Configuration, list[Configuration]] = {}
    for now, moves in steps.items():
        for _, after in moves:
            before.setdefault(after, []).append(now)
    waiting = [now for now in steps if watcher.complete(now)]
    ending = {*waiting}
    while waiting:
        some = [each for each in before.get(waiting.pop(), ()) if each not in ending]
        ending |= {*some}
        waiting += some
    return len(ending) < len(steps)


def _states(home: str, uses: list[Use], borrowed: set[str], found: Seen) -> None:
    met: dict[str, bool] = {}
    for use in uses:
        for node in use.nodes():
            name = use.bare(node)
            met[name] = met.get(name, False) or use.is_met(node)
    for name, is_met in met.items():
        if not is_met and name.partition(".")[0] not in borrowed:
            found.note("unreachable-state", home, name.rpartition(".")[2])


def _lines(home: str, uses: list[Use], borrowed: set[str], found: Seen) -> None:
    """Of lines behind one without a condition something else is told."""
    taken: dict[tuple[str, int], list[bool]] = {}
    for use in uses:
        for node in use.nodes():
            lines = node.noun.decide if node.noun is not None else ()
            opens = [place for place, line in enumerate(lines) if line.when is None]
            shown = opens[0] + 1 if opens else len(lines)
            if len(lines) > 1 and use.is_met(node):
                for place in range(shown):
                    hit = (node.path, place) in use.watcher.lines
                    taken.setdefault((use.bare(node), place), []).append(hit)
    for (name, place), hits in taken.items():
        if not any(hits) and name.partition(".")[0] not in borrowed:
            state = name.rpartition(".")[2]
            found.note("decide-line-never-taken", home, state, place)


def _activities(home: str, uses: list[Use], borrowed: set[str], found: Seen) -> None:
    places: dict[tuple[str, str], list[tuple[Use, Entry]]] = {}
    for use in uses:
        for entry in use.entries():
            act, state = entry.activity.id, use.bare(entry.arrow.source)
            own = borrowed.isdisjoint({act, state.partition(".")[0]})
            if own and not use.awaits_nobody(entry):
                places.setdefault((act, state), []).append((use, entry))
    for (act, state), every in places.items():
        _activity((home, act, state.rpartition(".")[2] or home), every, found)


def _activity(
    where: tuple[str, str, str], every: list[tuple[Use, Entry]], found: Seen
) -> None:
    """Note what is so of an activity wherever it is done."""
    activity = every[0][1].activity
    possible = [{*use.possible(entry)} for use, entry in every]
    active = [use.active(entry.arrow.source) for use, entry in every]
    if not any(possible):
        if any(use.is_met(entry.arrow.source) for use, entry in every):
            only = activity.when is not None and not activity.needs
            code = "condition-never-true" if only else "impossible-activity"
            found.note(code, *where)
    elif activity.when is not None and active == [len(some) for some in possible]:
        found.note("condition-always-true", *where)
    for paper in {*activity.sends} - {*activity.produces, *activity.needs}:
        if any(paper not in now.documents for some in possible for now in some):
            found.note("sends-missing-document", *where[:2], paper)
