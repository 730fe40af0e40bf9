"""Where a case may start that others open: its own start, and the values brought along.

For an analysis these are steps, so that a story begins with the values that its case
was given: a chart gets one more state, which every case leaves at once.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import prod

from msgspec.structs import replace

from katch_protocols.charts.build import chart as build_chart
from katch_protocols.charts.chart import (
    Chart,
    ChartNode,
    Entry,
    EntryKind,
    Goal,
    NodeKind,
)
from katch_protocols.errors import BoundError
from katch_protocols.in_use import InUse
from katch_protocols.model.activities import Activity, Opens
from katch_protocols.model.conditions import And, Condition, InState, Not
from katch_protocols.model.deadlines import Deadline, Duration, Unit
from katch_protocols.model.documents import UNKNOWN
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import FrozenDict, Id, Label
from katch_protocols.model.protocol import Fragment, Protocol
from katch_protocols.model.states import State
from katch_protocols.sentences.mentions import names_in
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.say import say

__all__ = [
    "MAX_STARTS",
    "START",
    "brought",
    "brought_along",
    "given_starts",
    "openings_of",
    "uses",
    "with_starts",
]

MAX_STARTS = 1_024
"""The most combinations of values with which cases of a protocol may be opened."""

START = "start()"
"""The state in which no case rests, and the step that leaves it; no id is so called."""

_AT_ONCE = Deadline(limit=Duration(amount=0, unit=Unit.MINUTES))

Values = Mapping[Id, frozenset[str]]
Start = tuple[tuple[Id, str], ...]


def with_starts(chart: Chart, handbook: Handbook) -> Chart:
    """Return a chart for an analysis: a case starts with what any opener may give it.

    The same chart where no protocol opens one of its cases. All else keeps its place:
    what is added stands behind.

    Raises:
        BoundError: There are more than ``MAX_STARTS`` combinations of values.
    """
    if chart.problems or chart.root.initial is None or START in chart.by_name:
        return chart
    return _started.of((chart, handbook), lambda: _with_starts(chart, handbook))


_started = InUse[Chart](64)


def _with_starts(chart: Chart, handbook: Handbook) -> Chart:
    if not _is_opened(chart, handbook):
        return chart
    starts = tuple(_starts(chart, handbook))
    return chart if not starts else _Starting(chart, handbook).chart(starts)


def given_starts(chart: Chart, handbook: Handbook) -> tuple[Start, ...]:
    """Return every combination of values that an opener may give, each once.

    None where no protocol opens a case of this one.

    Raises:
        BoundError: There are more than ``MAX_STARTS``.
    """
    return tuple(_starts(chart, handbook)) if _is_opened(chart, handbook) else ()


def brought_along(chart: Chart, handbook: Handbook) -> frozenset[Id]:
    """Return the facts to which an opener may give an answer."""
    if not _is_opened(chart, handbook):
        return frozenset()
    given = _brought(handbook).get(chart.protocol.id, {}).values()
    return frozenset(
        fact for values in given for fact, each in values.items() if each - {UNKNOWN}
    )


def uses(chart: Chart, handbook: Handbook) -> tuple[Id, ...]:
    """Return the facts of the handbook that a protocol uses, in the handbook's order.

    It asks about them, changes them, or names them in a safeguard of its own file.
    """
    found: set[str] = set()
    for entry in chart.entries:
        act = entry.act
        found.update(act.records, act.sets, act.forgets, _facts(entry.when))
    for node in chart.nodes:
        for line in node.lines:
            found.update(_facts(line.when))
    for safeguard in chart.protocol.safeguards.values():
        found.update(
            each.name for each in names_in(safeguard.rule) if each.kind is NameKind.FACT
        )
    return tuple(name for name in handbook.facts if name in found)


def _facts(condition: Condition | None) -> Iterator[str]:
    for mention in () if condition is None else names_in(condition):
        if mention.kind is NameKind.FACT:
            yield mention.name


def openings_of(protocol: Id, handbook: Handbook) -> Iterator[Opens]:
    """Yield what opens a case of a protocol, wherever it is written."""
    pieces: list[Protocol | Fragment] = [
        *handbook.protocols.values(),
        *handbook.fragments.values(),
    ]
    for piece in pieces:
        acts = list(piece.activities.values())
        found: list[Opens] = []
        for state in _every(piece.states.values()):
            acts += state.activities.values()
            found += state.opens
        found += (each for act in acts for each in act.opens)
        yield from (each for each in found if each.protocol == protocol)


def _is_opened(chart: Chart, handbook: Handbook) -> bool:
    """Tell whether any file of the handbook opens a case of the protocol."""
    return any(True for _ in openings_of(chart.protocol.id, handbook))


def _every(states: Iterable[State]) -> Iterator[State]:
    for state in states:
        yield state
        yield from _every((*state.states.values(), *state.parallel.values()))


def _starts(chart: Chart, handbook: Handbook) -> Iterator[Start]:
    """Yield every combination of values that an opener may give, each once."""
    found: dict[Start, None] = {}
    for values in _brought(handbook).get(chart.protocol.id, {}).values():
        if prod(map(len, values.values())) > MAX_STARTS:
            raise BoundError("recorded-combinations", MAX_STARTS, chart.protocol.id)
        ways = ([(name, one) for one in sorted(each)] for name, each in values.items())
        found.update(dict.fromkeys(product(*ways)))
    if len(found) > MAX_STARTS:
        raise BoundError("recorded-combinations", MAX_STARTS, chart.protocol.id)
    yield from found


_MOST_KEPT = 8
_kept: OrderedDict[int, tuple[Handbook, Mapping[Id, Mapping[Id, Values]]]] = (
    OrderedDict()
)


def _brought(handbook: Handbook) -> Mapping[Id, Mapping[Id, Values]]:
    """Return what ``brought`` does, found once for each handbook that is in use."""
    # What is kept holds the handbook, so no other object can have its id.
    found = _kept.get(id(handbook))
    if found is None:
        found = _kept[id(handbook)] = handbook, brought(handbook)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return found[1]


def brought(handbook: Handbook) -> Mapping[Id, Mapping[Id, Values]]:
    """Return what each opener may give to each protocol: the values of each fact.

    A value is what the fact may have in a case of the opener: as it starts, is stated,
    set or forgotten there, or was itself brought along.
    """
    charts = {
        name: build_chart(each, handbook) for name, each in handbook.protocols.items()
    }
    charts = {name: each for name, each in charts.items() if not each.problems}
    used = {name: uses(each, handbook) for name, each in charts.items()}
    targets = {name: each.opened & charts.keys() for name, each in charts.items()}
    own = {name: _own_values(each, handbook) for name, each in charts.items()}
    given: dict[Id, dict[Id, dict[Id, frozenset[str]]]] = {}
    is_open = True
    while is_open:
        is_open = False
        for opener in charts:
            have = {
                fact: values.union(
                    *(each.get(fact, ()) for each in given.get(opener, {}).values())
                )
                for fact, values in own[opener].items()
            }
            for target in sorted(targets[opener]):
                new = {fact: have[fact] for fact in used[target]}
                into = given.setdefault(target, {})
                if into.get(opener) != new:
                    into[opener] = new
                    is_open = True
    return given


def _own_values(chart: Chart, handbook: Handbook) -> dict[Id, frozenset[str]]:
    """Return the values that each shared fact may have in a case of a protocol."""
    found: dict[Id, set[str]] = {
        name: {fact.initially or UNKNOWN} for name, fact in handbook.facts.items()
    }
    for entry in chart.entries:
        act = entry.act
        for fact in found.keys() & {*act.records}:
            found[fact].update(handbook.facts[fact].values)
        for fact, value in act.sets.items():
            if fact in found:
                found[fact].add(value)
        for fact in found.keys() & {*act.forgets}:
            found[fact].add(UNKNOWN)
    return {name: frozenset(values) for name, values in found.items()}


class _Starting:
    """Adds the state before every start to a chart, and the steps that leave it."""

    def __init__(self, chart: Chart, handbook: Handbook) -> None:
        self.plain, self.handbook = chart, handbook

    def chart(self, starts: tuple[Start, ...]) -> Chart:
        plain, index = self.plain, len(self.plain.nodes)
        root = replace(
            plain.root, children=(*plain.root.children, index), initial=index
        )
        before = ChartNode(
            index,
            START,
            NodeKind.ATOMIC,
            0,
            (),
            None,
            self._title("start-before"),
            plain.root.path,
            plain.root.home,
            within=_AT_ONCE,
        )
        # Its own start may be among those that openers give; it is a start of its own.
        entries = tuple(self._entry(index, values) for values in ((), *starts))
        places = range(len(plain.entries), len(plain.entries) + len(entries))
        own = (self._begun(each) for each in plain.entries)
        return replace(
            plain,
            nodes=(root, *plain.nodes[1:], before),
            entries=(*own, *entries),
            by_name=FrozenDict({**plain.by_name, START: index}),
            activities=FrozenDict({**plain.activities, START: tuple(places)}),
        )

    def _begun(self, entry: Entry) -> Entry:
        """Return an entry that is not possible before a case has begun.

        One at the protocol's own level would be, for it is so until the end.
        """
        if entry.node != 0:
            return entry
        begun = Not(inner=InState.model_construct(state=START))
        when = begun if entry.when is None else And(parts=(begun, entry.when))
        return replace(entry, when=when)

    def _entry(self, node: int, values: Start) -> Entry:
        initial = self.plain.root.initial
        return Entry(
            START,
            node,
            Activity(id="start", title=self._title("start")),
            self.plain.root.path,
            self.plain.root.home,
            goal=None if initial is None else Goal(initial),
            kind=EntryKind.START,
            brought=values,
        )

    def _title(self, key: str) -> Label:
        languages = dict.fromkeys((*self.handbook.languages, *SPOKEN))
        return Label.of({each: say(f"charts.{key}", each) for each in languages})
