"""What the second interpreter sees of the steps of a handbook's cases.

What each step leaves and enters, and what could lead out of a state if every condition
might hold.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from katch_protocols.charts.build import chart
from katch_protocols.charts.starts import START
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import OnPause, StateKind
from katch_protocols.proofs.kept.world import seen_chart
from katch_protocols.semantics.compile import own_table
from tests.interpreter import Configuration, Move
from tests.interpreter_nodes import Arrow, Entry, Node
from tests.rules.seen_cases import TooManyError, Use, Watcher

__all__ = [
    "Place",
    "StepUse",
    "StepWatcher",
    "consistent",
    "lent_by",
    "own_places",
    "uses_of",
]

Passed = tuple[frozenset[str], frozenset[str]]
"""What a step left, and what it entered; a state may be among both.

What is taken up again in the same step was not left, unless its clock began anew.
"""


Place = tuple[str, str]
"""A protocol, and a state that it writes."""


class StepWatcher(Watcher):
    """A watcher that notes what each step leaves and enters."""

    def __init__(self, protocol: Protocol, handbook: Handbook) -> None:
        self.starts: list[Configuration] = []
        self.begun: set[str] = set()
        self.passed: dict[tuple[Configuration, Move], Passed] = {}
        self._left: set[str] = set()
        self._entered: set[str] = set()
        super().__init__(protocol, handbook)

    def start(self, given: Mapping[str, str] | None = None) -> Configuration:
        self._entered = set()
        found = super().start(given)
        self.begun |= self._entered
        self.starts.append(found)
        return found

    def step(self, now: Configuration, move: Move) -> Configuration:
        self._left, self._entered = set(), set()
        found = super().step(now, move)
        self.passed[now, move] = frozenset(self._left), frozenset(self._entered)
        return found

    def entry_of(self, move: Move) -> Entry | None:
        """Return one of the entries that a move uses; of the clock there is none."""
        for entry in self.tree.entries:
            if (entry.name, entry.arrow.source.path) == (move.activity, move.origin):
                return entry
        return None

    def ways(self, now: Configuration) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield what might be done next, whatever the conditions say.

        It is an ``activity``, a ``signal``, a step of the ``clock``, a ``choice`` or
        ``done``, with the states that are active right after, before anything settles.
        """
        if self.complete(now):
            return
        for kind, arrow in (*self._acts(now), *self._by_itself(now)):
            if arrow.to is not None:
                yield kind, super()._follow(now, arrow).active

    def _acts(self, now: Configuration) -> Iterator[tuple[str, Arrow]]:
        for entry in self.tree.entries:
            source = entry.arrow.source
            if source is self.tree.top or source.path in now.active:
                kind = "signal" if entry.activity.is_signal else "activity"
                yield kind, entry.arrow

    def _by_itself(self, now: Configuration) -> Iterator[tuple[str, Arrow]]:
        for timer in self.tree.timers:
            if timer.arrow.source.path in now.active:
                yield "clock", timer.arrow
        for node in self.choices:
            if node.path in now.active:
                yield from (("choice", way) for _, way in self.tree.branches[node])
        done = self.next_done(now)
        if done is not None:
            yield "done", done

    def _settle(self, now: Configuration) -> Configuration:
        if self._begins:
            self._entered |= now.active
        return super()._settle(now)

    def _follow(self, now: Configuration, arrow: Arrow) -> Configuration:
        after = super()._follow(now, arrow)
        if arrow.to is not None:
            left = {node.path for node in arrow.domain.inside()} & now.active
            to = arrow.to.path
            kept = arrow.resume and (to in now.active or to in dict(now.history))
            inside = {to, *(node.path for node in arrow.to.inside())}
            again = inside & after.active if kept else set()
            noun = arrow.to.noun
            anew = noun is not None and noun.on_pause is OnPause.RESTART
            self._left |= left if anew else left - again
            self._entered |= after.active - (now.active - left) - again
        return after


@dataclass
class StepUse(Use):
    """A use of which each step is known."""

    watcher: StepWatcher


def uses_of(handbook: Handbook, *, most: int) -> dict[str, list[StepUse]]:
    """Return every use of every protocol; that by itself comes first.

    Raises:
        TooManyError: A protocol has more than ``most`` configurations.
    """
    found: dict[str, list[StepUse]] = {}
    for protocol in handbook.protocols.values():
        watcher = StepWatcher(protocol, handbook)
        steps = watcher.seen(starts_of(protocol, handbook), most)
        for scope in watcher.tree.scopes:
            uses = found.setdefault(scope.protocol.id, [])
            at = 0 if scope.outer is None else len(uses)
            uses.insert(at, StepUse(watcher, steps, scope))
    return found


def starts_of(protocol: Protocol, handbook: Handbook) -> tuple[Mapping[str, str], ...]:
    """Return the values with which a case may be opened."""
    table = own_table(seen_chart(chart(protocol, handbook), handbook))
    begun = [each.brought for each in table.chart.entries if each.activity == START]
    return tuple(map(dict, begun)) or ({},)


def lent_by(handbook: Handbook) -> set[str]:
    """Return the names of what fragments bring, which is told of them."""
    return {
        name
        for each in handbook.fragments.values()
        for name in (*each.activities, *each.states)
    }


def own_places(
    uses: Mapping[str, list[StepUse]], lent: Collection[str]
) -> Iterator[tuple[str, StepUse, str, Node]]:
    """Yield each state that a protocol writes itself, in each of its uses."""
    for home, every in uses.items():
        for use in every:
            for node in use.nodes():
                name = use.bare(node)
                if name.partition(".")[0] not in lent:
                    yield home, use, name, node


def consistent(watcher: Watcher, *, most: int) -> tuple[Configuration, ...]:
    """Return every set of states that may be active together, passing ones too.

    Raises:
        TooManyError: There are more than ``most``.
    """
    found = _together(watcher.tree.top, most)
    return tuple(Configuration(active - {""}) for active in found)


def _together(node: Node, most: int) -> list[frozenset[str]]:
    own = frozenset({node.path})
    children = node.children.values()
    if node.kind is StateKind.PARALLEL:
        strands = [_together(child, most) for child in children]
        if prod(map(len, strands)) > most:
            raise TooManyError
        return [own.union(*some) for some in product(*strands)]
    found = [own | inner for child in children for inner in _together(child, most)]
    return found or [own]
