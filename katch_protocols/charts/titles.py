"""The titles of what a finding names, by the fact that holds its id."""

from collections import ChainMap, Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from functools import cached_property
from typing import Protocol as Shape

from msgspec import Struct

from katch_protocols.charts.binding import in_words
from katch_protocols.charts.chart import Chart
from katch_protocols.findings import Path
from katch_protocols.in_use import InUse
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.safeguards import Safeguard

__all__ = [
    "ChartTitles",
    "FactTitles",
    "TitlesByFact",
    "body_told_apart",
    "party_called",
    "state_named",
]

_Titles = MutableMapping[Id, Label | None]

_Texts = frozenset[tuple[str, str]]
"""The texts of a label, each with its language: equal where the labels are."""

TitlesByFact = Mapping[str, _Titles]
"""By fact, such as ``role``: the title of each name that it can hold."""


class _Titled(Shape):
    @property
    def title(self) -> Label: ...


def party_called(handbook: Handbook, name: Id) -> Label | None:
    """Return the short name of an agency, or the title of a role; ``None``: neither."""
    agency, role = handbook.agencies.get(name), handbook.roles.get(name)
    if agency is not None:
        return agency.called
    return None if role is None else role.title


def body_told_apart(handbook: Handbook, name: Id) -> Label:
    """Return the short name of an agency; its title where another one shares that.

    Bodies that do the same in several regions may have one short name; where they
    stand side by side, it would not say which is which.
    """
    agency = handbook.agencies[name]
    is_shared = _bodies_called(handbook)[_texts(agency.called)] > 1
    return agency.title if is_shared else agency.called


def _bodies_called(handbook: Handbook) -> Counter[_Texts]:
    """Return how many agencies have each short name."""

    def count() -> Counter[_Texts]:
        return Counter(_texts(each.called) for each in handbook.agencies.values())

    return _called.of((handbook,), count)


def _texts(label: Label) -> _Texts:
    return frozenset(label.texts.items())


def state_named(chart: Chart, index: int) -> str:
    """Return the name of a state as a finding tells it: bare, where none other has it.

    Of a name that several states bear, the full one says which is meant.
    """
    node = chart.nodes[index]
    is_shared = _named(chart)[node.bare] > 1 and node.name != node.bare
    return node.name if is_shared else node.bare


def _named(chart: Chart) -> Counter[str]:
    return _counts.of((chart,), lambda: Counter(node.bare for node in chart.nodes))


_counts = InUse[Counter[str]](64)
_called = InUse[Counter[_Texts]](8)


class FactTitles:
    """The titles of one handbook, by the fact of a finding that holds the name."""

    def __init__(self, handbook: Handbook) -> None:
        self.handbook = handbook

    @cached_property
    def shared(self) -> TitlesByFact:
        """The titles of what the handbook shares."""
        book = self.handbook
        agencies = {name: each.called for name, each in book.agencies.items()}
        roles, functions = _titles(book.roles), _titles(book.functions)
        regions, sources = _titles(book.regions), _titles(book.sources)
        parties = {**agencies, **roles}
        regions[book.id] = book.title
        posts = (region.posts for region in book.regions.values())
        return {
            **dict.fromkeys(("agency", "agencies", "one", "other"), agencies),
            **dict.fromkeys(("claims", "mandated"), agencies),
            **dict.fromkeys(("role", "holder", "receiver", "sender"), parties),
            **dict.fromkeys(("roles", "names", "by", "owner"), parties),
            **dict.fromkeys(("panel", "member", "chair", "empty"), roles),
            **dict.fromkeys(("region", "regions"), regions),
            **dict.fromkeys(("function", "functions", "oversight"), functions),
            **dict.fromkeys(("source", "sources"), sources),
            **dict.fromkeys(("post", "posts"), _titles(*posts)),
            **dict.fromkeys(
                ("qualification", "qualifications"), _titles(book.qualifications)
            ),
            "protocol": _titles(book.protocols),
            "data": _titles(book.data),
            "fact": _titles(book.facts),
            "safeguard": _titled(book.safeguards, book),
            "checklist": _titles(book.checklists),
            "id": {**sources, **roles, **agencies},
        }

    @cached_property
    def _elsewhere(self) -> _Titles:
        """The activities at the top of any protocol: one may run or name another."""
        return {
            name: act.title
            for protocol in self.handbook.protocols.values()
            for name, act in protocol.activities.items()
        }

    def seen_from(self, chart: Chart) -> "ChartTitles":
        """Return the titles of names as one protocol understands them."""
        full = {node.name: node.title for node in chart.nodes}
        states = {**full, **_one_each((node.bare, node.title) for node in chart.nodes)}
        acts = {**self._elsewhere, **_one_each(_activities(chart))}
        titles = {
            **self.shared,
            **dict.fromkeys(_STATES, states),
            **dict.fromkeys(_ACTIVITIES, acts),
            **{key: {**self.shared["id"], **acts, **states} for key in _EVENTS},
            "fact": _titles(chart.facts),
            "document": _titles(chart.documents),
            "safeguard": _titled(chart.safeguards, self.handbook),
            "phase": _titles(chart.protocol.phases),
        }
        return ChartTitles(titles, dict(_written(chart)))


_STATES = ("state", "target")
_ACTIVITIES = ("activity", "activities", "first", "second")
_EVENTS = ("id", "start", "culprit")


class ChartTitles(Struct, frozen=True):
    """The titles of names in a protocol; one that bears several there has none.

    What is written at a path, or around it, is meant there.
    """

    titles: TitlesByFact
    written: Mapping[Path, tuple[Id, Label]]

    def at(self, path: Path) -> TitlesByFact:
        """Return the titles of names in what is said of a path."""
        around = (path[:length] for length in range(len(path) + 1))
        own: dict[Id, Label | None] = dict(
            self.written[each] for each in around if each in self.written
        )
        if not own:
            return self.titles
        local = {
            key: ChainMap(own, self.titles[key])
            for key in (*_STATES, *_ACTIVITIES, *_EVENTS)
        }
        return {**self.titles, **local}


def _written(chart: Chart) -> Iterator[tuple[Path, tuple[Id, Label]]]:
    for node in chart.nodes:
        if node.title is not None:
            yield node.path, (node.bare, node.title)
    for entry in chart.entries:
        title = entry.act.title or chart.title_of(entry.activity)
        if title is not None:
            yield entry.path, (entry.act.id, title)


def _titles(*registries: Mapping[Id, _Titled]) -> _Titles:
    return {name: each.title for every in registries for name, each in every.items()}


def _titled(safeguards: Mapping[Id, Safeguard], handbook: Handbook) -> _Titles:
    """Return the titles of safeguards, else those of what they keep; some have none."""
    return {name: each.title for name, each in in_words(safeguards, handbook).items()}


def _activities(chart: Chart) -> Iterator[tuple[str, Label | None]]:
    for name in chart.activities:
        title = chart.title_of(name)
        yield name, title
        if "." in name:
            yield name.rpartition(".")[2], title


def _one_each(found: Iterable[tuple[str, Label | None]]) -> _Titles:
    """Return the title of each name; ``None`` where it bears several."""
    titles: dict[str, list[Label]] = defaultdict(list)
    for name, title in found:
        if title is not None and title not in titles[name]:
            titles[name].append(title)
    return {
        name: every[0] if len(every) == 1 else None for name, every in titles.items()
    }
