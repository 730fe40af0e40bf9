"""The RACI table of a protocol: every duty, in document order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from katch_protocols.charts.chart import Chart, Entry, EntryKind
from katch_protocols.charts.holders import Place
from katch_protocols.duties.limits import Limits
from katch_protocols.duties.nouns import Duty, Limit, Part
from katch_protocols.duties.parties import Parties, Whose, home_of, homes_of
from katch_protocols.findings import Path
from katch_protocols.model.activities import ACTOR
from katch_protocols.model.citations import joined
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id

__all__ = [
    "WHOSE",
    "acting",
    "duties_apart",
    "duties_at",
    "homes_in",
    "names_of",
    "parties_of",
    "parts_at",
    "raci",
]

_Key = tuple[object, ...]


def raci(chart: Chart, parties: Parties) -> tuple[Duty, ...]:
    """Return the duties of a protocol; those of one that it runs are that one's own.

    To confirm a handover is one duty, whatever the function of the state that waits.
    """
    return _grouped(_own(chart), chart, parties)


def duties_at(chart: Chart, parties: Parties, path: Path) -> tuple[Duty, ...]:
    """Return the duty that is written at one place of the files, as ``raci`` does.

    They are several where it is another in some of the states for which it stands.
    """
    here = (entry for entry in _own(chart) if entry.path == path)
    return _grouped(here, chart, parties)


def _grouped(
    entries: Iterable[Entry], chart: Chart, parties: Parties
) -> tuple[Duty, ...]:
    """Return one duty for all entries that say the same of an activity."""
    groups: dict[_Key, list[Entry]] = {}
    for entry in entries:
        written = entry.kind is EntryKind.WRITTEN
        function = entry.function if written else None
        said = entry.act.may, entry.receiver, *names_of(entry).items()
        key = (entry.activity, function, *said)
        groups.setdefault(key, []).append(entry)
    limits = Limits(chart, parties.holders.handbook)
    found = Counter(group[0].activity for group in groups.values())
    return tuple(
        _duty(limits, group, parties, several=found[group[0].activity] > 1)
        for group in groups.values()
    )


def duties_apart(chart: Chart, parties: Parties) -> tuple[Duty, ...]:
    """Return a duty for each place where an activity of a protocol is written.

    What is written alike in several places is one duty of ``raci``; here each place
    keeps its own deadlines, sources and documents.
    """
    limits = Limits(chart, parties.holders.handbook)
    return tuple(_duty(limits, [each], parties, several=False) for each in _own(chart))


def _own(chart: Chart) -> Iterator[Entry]:
    for entry in chart.entries:
        if entry.home == chart.protocol.id and not entry.meanwhile:
            yield entry


def names_of(entry: Entry) -> Mapping[str, tuple[Id, ...]]:
    """Return who has which part in an entry, as it is written."""
    said = entry.act.raci
    return {
        Part.RESPONSIBLE: said.by,
        Part.ACCOUNTABLE: entry.accountable,
        Part.WITH: said.together_with,
        Part.CONSULTED: said.consult,
        Part.INFORMED: entry.informed,
    }


def acting(names: Mapping[str, tuple[Id, ...]], part: Part) -> tuple[Id, ...]:
    """Return the names of one part; ``actor`` becomes those who may act."""
    found = names[part]
    return names[Part.RESPONSIBLE] if found == (ACTOR,) else found


def parts_at(
    duty: Duty, parties: Parties, place: Place
) -> Iterator[tuple[Part, Id, tuple[Id, ...]]]:
    """Yield each part of a duty in one place: the part, a name, its agencies."""
    is_there = parties.holders.answers(duty.receiver, place)
    for part in Part:
        if part not in _OF_DOERS or is_there:
            for name in acting(duty.names, part):
                yield part, name, parties.meant(name, place, WHOSE[part])


WHOSE = {
    Part.RESPONSIBLE: Whose.ACTING,
    Part.ACCOUNTABLE: Whose.ANSWERING,
    Part.WITH: Whose.TOLD,
    Part.CONSULTED: Whose.TOLD,
    Part.INFORMED: Whose.TOLD,
}
"""Who has a part through a name: they differ where it is a panel."""

_OF_DOERS = frozenset({Part.RESPONSIBLE, Part.ACCOUNTABLE})
"""The parts that nobody has where a handover is to a panel that cannot sit."""


def homes_in(part: Part, name: Id, handbook: Handbook) -> tuple[Id, ...]:
    """Return the homes of a name in one part; for a panel its chair's answers."""
    if part is Part.ACCOUNTABLE:
        return (home_of(name, handbook),)
    return homes_of(name, handbook)


def parties_of(duty: Duty, handbook: Handbook) -> Mapping[Id, tuple[Part, ...]]:
    """Return the columns of a duty in a table: each party with its parts in order.

    A party is an agency, or a role that several may hold.
    """
    found: dict[Id, dict[Part, None]] = {}
    for part in Part:
        for name in acting(duty.names, part):
            for home in homes_in(part, name, handbook):
                found.setdefault(home, {})[part] = None
    return {party: tuple(parts) for party, parts in found.items()}


def _duty(
    limits: Limits, entries: list[Entry], parties: Parties, *, several: bool
) -> Duty:
    first, chart = entries[0], limits.chart
    names = names_of(first)
    nodes = [chart.nodes[entry.node] for entry in entries]
    phases = (node.phase for node in nodes)
    sources = (source for entry in entries for source in entry.act.source)
    there = parties.answering(first.receiver)
    return Duty(
        protocol=chart.protocol.id,
        activity=first.activity,
        kind=first.kind,
        title=chart.title_of(first.activity),
        phase=next((phase for phase in phases if phase is not None), None),
        function=first.function,
        states=tuple(dict.fromkeys(node.name for node in nodes)),
        places=tuple({node.name: node.title for node in nodes}.values()),
        one_of_several=several,
        may=first.act.may,
        names=names,
        agencies={
            part: (there if part in _OF_DOERS else parties).anywhere(
                acting(names, part), WHOSE[part]
            )
            for part in Part
        },
        limits=_limits(limits, entries),
        terms=_terms(limits, entries),
        confirm=_confirm(limits, entries),
        around=_around(limits, entries),
        source=joined(sources),
        sends=_sends(entries),
        again=_again(limits, entries),
        opens=_opens(limits, entries),
        receiver=first.receiver,
    )


def _sends(entries: list[Entry]) -> Mapping[Id, tuple[Id, ...]]:
    """Return which documents go to which names, as they are written; each once."""
    found: dict[Id, dict[Id, None]] = {}
    for entry in entries:
        for document, names in entry.act.sends.items():
            found.setdefault(document, {}).update(dict.fromkeys(names))
    return {document: tuple(names) for document, names in found.items()}


def _limits(limits: Limits, entries: list[Entry]) -> tuple[Limit, ...]:
    """Return the deadlines of all entries; each state once."""
    found: dict[tuple[str, bool, bool], Limit] = {}
    for entry in entries:
        for limit in limits.of(entry):
            key = limit.state, limit.own, limit.every
            known = found.get(key)
            if known is None or (limit.ends and not known.ends):
                found[key] = limit
    return tuple(found.values())


def _confirm(limits: Limits, entries: list[Entry]) -> tuple[Limit, ...]:
    """Return how long the receivers of all entries have; what reads alike once."""
    found = (limit for entry in entries for limit in limits.confirms(entry))
    alike = {(one.limit, one.basis, one.start): one for one in found}
    return tuple(alike.values())


def _again(limits: Limits, entries: list[Entry]) -> tuple[Limit, ...]:
    """Return how often all entries recur; what reads alike once."""
    found = (limit for entry in entries for limit in limits.again(entry))
    return tuple({(one.limit, one.basis): one for one in found}.values())


def _opens(limits: Limits, entries: list[Entry]) -> tuple[Limit, ...]:
    """Return by when what all entries open is taken up; what reads alike once."""
    found = (limit for entry in entries for limit in limits.openings(entry))
    alike = {(one.state, one.limit, one.basis, one.start): one for one in found}
    return tuple(alike.values())


def _around(limits: Limits, entries: list[Entry]) -> tuple[Limit, ...]:
    """Return the deadlines of the states around all entries; each state once."""
    found = (limit for entry in entries for limit in limits.around(entry))
    return tuple({limit.state: limit for limit in found}.values())


def _terms(limits: Limits, entries: list[Entry]) -> tuple[Limit | None, ...]:
    """Return what the entries keep in each place; what reads alike once."""
    found: dict[object, Limit | None] = {}
    for entry in entries:
        for term in limits.terms(entry):
            key = term and (term.limit, term.basis, term.start)
            found.setdefault(key, term)
    return tuple(found.values())
