"""Which safeguard binds which protocol, and which of its names mean nothing there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.chart import Chart
from katch_protocols.findings import Path
from katch_protocols.in_use import InUse
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.proofs.bounds import SOUNDNESS
from katch_protocols.sentences.mentions import Mention, names_in
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["Bindings", "Miss", "bind", "meanings", "written_at"]


class Miss(Struct, frozen=True):
    """A name in a safeguard that does not mean one thing in its protocol.

    ``candidates`` lists what a bare name could mean; empty: there is nothing.
    ``values`` lists the values of the fact when the name should be one of them.
    """

    protocol: Id
    safeguard: Id
    path: Path
    mention: Mention
    candidates: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


class Bindings(Struct, frozen=True):
    """The safeguards that bind each protocol, with the misses in their sentences.

    ``loose`` are the safeguards of the handbook that bind none, with the nearest name
    to one that is missing.
    """

    bound: Mapping[Id, Mapping[Id, Safeguard]]
    misses: tuple[Miss, ...]
    loose: Mapping[Id, tuple[str, ...]]


def bind(handbook: Handbook, charts: Mapping[Id, Chart]) -> Bindings:
    """Find for every safeguard the protocols that it binds.

    A safeguard of the handbook binds the protocols it lists, else every protocol that
    has all its names.
    """
    bound = {
        name: binding_safeguards(chart, handbook) for name, chart in charts.items()
    }
    misses = dict.fromkeys(
        miss
        for name, safeguards in bound.items()
        for safeguard in safeguards.values()
        for miss in _misses(handbook, charts[name], safeguard)
    )
    loose = {
        shared.id: _near(handbook, charts, shared)
        for shared in handbook.safeguards.values()
        if not shared.binds and not any(shared.id in each for each in bound.values())
    }
    return Bindings(bound, tuple(misses), loose)


def _near(
    handbook: Handbook, charts: Mapping[Id, Chart], safeguard: Safeguard
) -> tuple[str, ...]:
    """Return the names nearest to those that a safeguard lacks in each protocol."""
    near = dict.fromkeys(
        each
        for chart in charts.values()
        for miss in _misses(handbook, chart, safeguard)
        for each in miss.near
    )
    return tuple(near)[:3]


def _misses(handbook: Handbook, chart: Chart, safeguard: Safeguard) -> Iterator[Miss]:
    path = written_at(handbook, chart.protocol.id, safeguard.id)
    for mention in names_in(safeguard.rule):
        candidates = meanings(chart, mention)
        values = _values(chart, mention)
        if _means_one(handbook, chart, mention, candidates):
            continue
        known = values or _known(handbook, chart, mention.kind)
        near = nearest_names(mention.name, (*known, *mention.words))
        yield Miss(
            chart.protocol.id,
            safeguard.id,
            (*path, "rule"),
            mention,
            candidates,
            values,
            near,
        )


def written_at(handbook: Handbook, protocol: Id, safeguard: Id) -> Path:
    """Return where a safeguard is written: the protocol, a fragment or the handbook.

    Soundness is written nowhere: then the protocol.
    """
    book, name = handbook.protocols[protocol], safeguard
    if name == SOUNDNESS:
        return ("protocols", protocol)
    if name in book.safeguards:
        return ("protocols", protocol, "safeguards", name)
    for used in book.use:
        fragment = handbook.fragments.get(used)
        if fragment is not None and name in fragment.safeguards:
            return ("fragments", used, "safeguards", name)
    return ("safeguards", name)


def _means_one(
    handbook: Handbook, chart: Chart, mention: Mention, candidates: tuple[str, ...]
) -> bool:
    match mention.kind:
        case NameKind.ROLE | NameKind.ACTOR:
            # Roles and agencies belong to the handbook: `references` finds them.
            return True
        case NameKind.STATE | NameKind.EVENT | NameKind.ACTIVITY:
            return len(candidates) == 1
        case NameKind.VALUE:
            # An unknown fact is a miss of its own.
            return mention.name in (_values(chart, mention) or (mention.name,))
        case _:
            return mention.name in _known(handbook, chart, mention.kind)


_STATES = frozenset({NameKind.STATE, NameKind.EVENT})
_ACTIVITIES = frozenset({NameKind.ACTIVITY, NameKind.EVENT})


def meanings(chart: Chart, mention: Mention) -> tuple[str, ...]:
    """Return the full names of what a state, an activity or an event could be.

    Seen from the top: the one of exactly that name, else every one that ends with it.
    """
    states = mention.kind in _STATES
    activities = chart.activities if mention.kind in _ACTIVITIES else ()
    if mention.name in activities or (states and mention.name in chart.by_name):
        return (mention.name,)
    endings = _endings.of((chart,), lambda: _Endings.of(chart))
    found = (
        *(endings.activities.get(mention.name, ()) if activities else ()),
        *(endings.states.get(mention.name, ()) if states else ()),
    )
    is_measured = mention.kind is NameKind.EVENT and mention.name in chart.counted
    return (mention.name,) if is_measured and not found else found


class _Endings(NamedTuple):
    """The full names of activities and of states that end with each name."""

    activities: Mapping[str, tuple[str, ...]]
    states: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, chart: Chart) -> "_Endings":
        return cls(_by_ending(chart.activities), _by_ending(chart.named_states))


_endings = InUse[_Endings](64)


def _by_ending(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for full in names:
        if full:
            found.setdefault(_bare(full), []).append(full)
    return {bare: tuple(every) for bare, every in found.items()}


def _bare(full: str) -> str:
    return full.rpartition(".")[2]


def _values(chart: Chart, mention: Mention) -> tuple[str, ...]:
    fact = chart.facts.get(mention.fact or "")
    return tuple(fact.values) if fact and mention.kind is NameKind.VALUE else ()


def _known(handbook: Handbook, chart: Chart, kind: NameKind) -> tuple[str, ...]:
    match kind:
        case NameKind.FACT:
            return tuple(chart.facts)
        case NameKind.DOCUMENT:
            return tuple(chart.documents)
        case NameKind.ITEM:
            return (*chart.documents, *handbook.data)
        case NameKind.STATE:
            return _bare_states(chart)
        case NameKind.ACTIVITY:
            return tuple(_bare(name) for name in chart.activities)
        case _:
            acts = (_bare(name) for name in chart.activities)
            return (*acts, *_bare_states(chart), *chart.counted)


def _bare_states(chart: Chart) -> tuple[str, ...]:
    return tuple(_bare(name) for name in chart.named_states if name)
