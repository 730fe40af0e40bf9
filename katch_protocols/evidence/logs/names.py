"""Their names and ours: what an activity, a value, a role or an agency is called."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.event import EventKind
from katch_protocols.charts.build import chart
from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.events import LogPartner
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import IGNORE, LogMapping
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.parties import Region
from katch_protocols.model.protocol import Protocol
from katch_protocols.sentences.nearness import nearest, nearest_names

__all__ = [
    "LogNames",
    "folded",
    "region_told",
    "require_in_protocols",
    "require_names",
    "split_cell",
    "titled",
]

_Called = Iterable[tuple[Id, Label | None]]


def folded(text: str) -> str:
    """Return what two spellings of a name share: letters small, spaces single."""
    return " ".join(text.casefold().split())


def titled(text: str, nouns: Mapping[Id, Protocol] | Mapping[Id, Region]) -> Id | None:
    """Return the noun that has an id or a title, in any language."""
    for name, noun in nouns.items():
        if folded(text) in {name, *map(folded, noun.title.texts.values())}:
            return str(name)
    return None


def split_cell(text: str, separators: str = ";|,") -> tuple[str, ...]:
    """Return the parts of a cell that holds several values."""
    for separator in separators:
        if separator in text:
            return tuple(part.strip() for part in text.split(separator) if part.strip())
    return (text,) if text else ()


class LogNames:
    """Finds what a log's words mean in one protocol.

    The mapping comes first; then ids, full or the last part where only one bears it;
    then titles in any language of the handbook.
    """

    def __init__(self, compiled: CompiledCase, mapping: LogMapping) -> None:
        self._compiled, self._mapping = compiled, mapping
        self.activity = lru_cache(maxsize=None)(self._activity)
        self.value = lru_cache(maxsize=None)(self._value)
        self.roles = lru_cache(maxsize=None)(self._roles)
        self.agencies = lru_cache(maxsize=None)(self._agencies)

    def _activity(self, text: str) -> str | None:
        """Return the full name, ``ignore``, or ``None`` where no name fits."""
        mapped = self._mapping.activities.get(text)
        if mapped == IGNORE:
            return IGNORE
        if mapped is not None:
            return self._compiled.full_names.get(mapped)
        return self._called.get(folded(text))

    def nearest_activity(self, text: str) -> str:
        """Return the nearest name, empty where none is near."""
        theirs = {folded(each): each for each in self._mapping.activities}
        near = nearest(folded(text), (*theirs, *self._called)) or ""
        return theirs.get(near, near)

    def like_activity(self, text: str) -> str:
        """Return the activity whose name or title is least unlike, if any is."""
        near = nearest_names(folded(text), self._called)
        return self._called[near[0]] if near else ""

    def like_role(self, text: str) -> str:
        """Return the role whose name or title is least unlike, if any is."""
        near = nearest_names(folded(text), self._role_names)
        return self._role_names[near[0]] if near else ""

    def like_agency(self, text: str) -> str:
        """Return the agency whose name or title is least unlike, if any is."""
        near = nearest_names(folded(text), self._agency_names)
        return self._agency_names[near[0]] if near else ""

    def _value(self, fact: Id, text: str) -> str | None:
        """Return a value of a fact; ``None`` where none is called so."""
        mapped = self._mapping.records.get(fact)
        if mapped is not None and text in mapped.values:
            return mapped.values[text]
        return self._values[fact].get(folded(text))

    def nearest_value(self, fact: Id, text: str) -> str:
        """Return the nearest value, empty where none is near."""
        return nearest(folded(text), self._values[fact]) or ""

    def recorded(self, activity: str) -> tuple[Id, ...]:
        """Return the facts that an activity records, wherever it is declared."""
        known = self._compiled.activities.get(activity)
        entries = () if known is None else known.entries
        return tuple(dict.fromkeys(fact for each in entries for fact in each.facts))

    def kind(self, activity: str) -> EventKind:
        """Return what an event of an activity is: the clock's, a signal, or done."""
        known = self._compiled.activities.get(activity)
        if known is None:
            return EventKind.CLOCK
        return EventKind.SIGNAL if known.is_signal else EventKind.ACTIVITY

    def _roles(self, text: str) -> tuple[tuple[Id, ...], tuple[str, ...]]:
        """Return the roles that a cell names, and the parts that name none."""
        return _found(text, self._mapping.roles, self._role_names)

    def _agencies(self, text: str) -> tuple[tuple[Id, ...], tuple[str, ...]]:
        """Return the agencies that a cell names, and the parts that name none."""
        return _found(text, self._mapping.agencies, self._agency_names)

    def partners(self, text: str, person: Callable[[str], str]) -> Iterator[LogPartner]:
        """Yield who took part as well; ``person`` says what stands for somebody."""
        for part in split_cell(text, ";|"):
            role, agency, token, *_ = (*part.split("/"), "", "")
            yield LogPartner(
                self.roles(role.strip())[0],
                self.agencies(agency.strip())[0],
                person(token) if token.strip() else None,
            )

    def nearest_role(self, text: str) -> str:
        """Return the nearest role, empty where none is near."""
        return nearest(folded(text), self._role_names) or ""

    def nearest_agency(self, text: str) -> str:
        """Return the nearest agency, empty where none is near."""
        return nearest(folded(text), self._agency_names) or ""

    @cached_property
    def _called(self) -> Mapping[str, str]:
        chart, full = self._compiled.chart, self._compiled.full_names
        found = dict(
            _by_title((name, chart.title_of(name)) for name in chart.activities)
        )
        ticks = (step.row.activity for step in self._compiled.ticks)
        found.update((name.casefold(), name) for name in ticks)
        found.update((name.casefold(), each) for name, each in full.items())
        return found

    @cached_property
    def _values(self) -> Mapping[Id, Mapping[str, str]]:
        return {
            name: {
                **dict(_by_title(fact.values.items())),
                **{v: v for v in fact.values},
            }
            for name, fact in self._compiled.chart.facts.items()
        }

    @cached_property
    def _role_names(self) -> Mapping[str, Id]:
        roles = self._compiled.handbook.roles
        titled = _by_title((name, role.title) for name, role in roles.items())
        return {**dict(titled), **{name: name for name in roles}}

    @cached_property
    def _agency_names(self) -> Mapping[str, Id]:
        agencies = self._compiled.handbook.agencies
        titled = _by_title((name, each.title) for name, each in agencies.items())
        short = _by_title((name, each.called) for name, each in agencies.items())
        return {**dict(short), **dict(titled), **{name: name for name in agencies}}


def _by_title(called: _Called) -> Iterator[tuple[str, Id]]:
    """Yield each title that only one name bears, with that name."""
    found: dict[str, set[Id]] = {}
    for name, title in called:
        for text in () if title is None else title.texts.values():
            found.setdefault(folded(text), set()).add(name)
    for text, names in found.items():
        if len(names) == 1:
            yield text, names.pop()


def _found(
    text: str, mapped: Mapping[str, Id], known: Mapping[str, Id]
) -> tuple[tuple[Id, ...], tuple[str, ...]]:
    whole = mapped.get(text) or known.get(folded(text))
    if whole is not None:
        return (whole,), ()
    parts = split_cell(text)
    names = {part: mapped.get(part) or known.get(folded(part)) for part in parts}
    found = tuple(dict.fromkeys(name for name in names.values() if name is not None))
    return found, tuple(part for part, name in names.items() if name is None)


def region_told(
    text: str, column: str, regions: Mapping[Id, Region], mapped: Mapping[str, Id]
) -> Id:
    """Return the region that a column tells: as it is mapped, by id or by title.

    Raises:
        LogError: There is none; the nearest name is offered.
    """
    found = mapped.get(text) or titled(text, regions)
    if found is None and not text:
        raise LogError("no-region", heading=column)
    if found is None:
        known = {folded(title): name for name, title in _regions_called(regions)}
        known |= {folded(each): each for each in mapped}
        near = nearest(folded(text), known)
        near = known[near] if near else ""
        raise LogError("region-name", heading=column, name=text, near=near)
    return found


def _regions_called(regions: Mapping[Id, Region]) -> Iterator[tuple[Id, str]]:
    for name, region in regions.items():
        for title in (name, *region.title.texts.values()):
            yield name, title


def require_names(mapping: LogMapping, handbook: Handbook) -> None:
    """Refuse a mapping that names what the handbook does not have.

    Activities are looked for in the protocol that it names, if it names one.

    Raises:
        LogError: It does; the nearest name is offered.
    """
    protocol, region = mapping.protocol.name, mapping.region.name
    wanted: list[tuple[str, Iterable[str], Iterable[str]]] = [
        ("protocol", [protocol] if protocol else [], handbook.protocols),
        ("region", [region] if region else [], handbook.regions),
        ("region", mapping.zones, handbook.regions),
        ("role", mapping.roles.values(), handbook.roles),
        ("agency", mapping.agencies.values(), handbook.agencies),
        ("region", mapping.regions.values(), handbook.regions),
    ]
    for kind, names, known in wanted:
        _require(kind, names, known)


def require_in_protocols(
    mapping: LogMapping, compiled: CompiledCase, handbook: Handbook
) -> None:
    """Refuse a mapping that names what no protocol has whose cases it may hold.

    Those are one, or where a column tells the protocol all of the handbook.

    Raises:
        LogError: It does; the nearest name is offered.
    """
    charts = [compiled.chart]
    if mapping.protocol.column is not None:
        charts += (chart(each, handbook) for each in handbook.protocols.values())
    full = {name for each in charts for name in each.activities}
    known = [*full, *(each.rpartition(".")[2] for each in full)]
    facts: dict[Id, set[Id]] = {}
    for each in charts:
        for name, fact in each.facts.items():
            facts.setdefault(name, set()).update(fact.values)
    named = [name for name in mapping.activities.values() if name != IGNORE]
    _require("activity", [*named, *mapping.not_logged], known)
    _require("fact", mapping.records, facts)
    for name, column in mapping.records.items():
        _require("value", column.values.values(), facts[name])


def _require(kind: str, names: Iterable[str], known: Iterable[str]) -> None:
    every = list(known)
    for name in names:
        if name not in every:
            near = nearest(name, every) or ""
            raise LogError("name", kind=kind, name=name, near=near)
