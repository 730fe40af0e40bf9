"""What each body agrees to when it agrees to a protocol: its part in every duty.

All of it is read off the nouns of this room. A key that a duty or a deadline answers
with is agreed to unless it is named here as something else, so what is added to those
nouns is agreed to as well, and a change of it is told.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from katch_protocols.answers import Keys, encode, encode_by
from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.duties.duty_clocks import clocks
from katch_protocols.duties.nouns import Duty, Part
from katch_protocols.duties.parties import Parties, Whose
from katch_protocols.duties.raci import acting, duties_apart, parts_at
from katch_protocols.duties.transfers import handoffs
from katch_protocols.in_use import InUse
from katch_protocols.model.citations import Citation
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import FrozenDict, Id

__all__ = ["PARTS", "Agreed", "Record", "agreed", "alone", "fingerprint", "several"]

Record = Mapping[str, Any]
"""What a body is in one duty, and what belongs to it: by key an item, or several.

An item is a text, or a mapping of texts: a deadline, a role in some regions only.
"""

Agreed = Mapping[Id, Mapping[str, Any]]
"""By agency, then by the full name of the activity: a record, or several, each once."""

PARTS: Mapping[Part, str] = {
    Part.RESPONSIBLE: "does",
    Part.ACCOUNTABLE: "answers",
    Part.WITH: "joins",
    Part.CONSULTED: "asked",
    Part.INFORMED: "told",
}
"""What a record calls the part that a body has in a duty."""

_OTHERS = frozenset(PARTS) | {
    "protocol",
    "activity",
    "kind",
    "states",
    "phase",
    "agencies",
    "deadlines",
}
"""Keys of a duty that are its name and its place, or the parts of all bodies."""

_BELONGING: Keys = tuple(
    key
    for key in Duty.KEYS
    if (key if isinstance(key, str) else key[0]).partition("=")[0] not in _OTHERS
)
"""The keys of what belongs to a duty."""

_ASIDE = frozenset({"state", "ends", "alone", "confirms", "tell"})
"""Keys of a deadline that say where it stands, and who else keeps or hears of it."""


@dataclass
class _BodyRecords:
    """What was found of one body so far, by activity; records in order, each once."""

    found: dict[str, dict[str, Record]] = field(default_factory=dict)
    often: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, activity: str, record: Record) -> None:
        by_text = self.found.setdefault(activity, {})
        short = FrozenDict({key: alone(items) for key, items in record.items()})
        text = _text(short)
        by_text.setdefault(text, short)
        self.often[activity, text] += 1

    def duties(self) -> Iterator[tuple[str, Any]]:
        """Yield each activity with its records; with how many steps they are for."""
        for activity, records in self.found.items():
            yield activity, alone(tuple(self._counted(activity, records)))

    def _counted(
        self, activity: str, records: Mapping[str, Record]
    ) -> Iterator[Record]:
        for text, record in records.items():
            steps = self.often[activity, text]
            yield FrozenDict({**record, "steps": steps}) if steps > 1 else record


def agreed(chart: Chart, handbook: Handbook) -> Agreed:
    """Return what every body agrees to in one protocol; whatever the day.

    Bodies are agencies; one with no part in the protocol is left out. Titles are not
    looked at, nor is what a protocol runs: that one has its own agreements.
    """
    parties = _parties.of((handbook,), lambda: _everywhere(handbook))
    duties = duties_apart(chart, parties)
    seen: dict[Id, _BodyRecords] = {}
    for body, activity, record in (
        *_from_duties(duties, parties),
        *_from_papers(duties, parties),
        *_from_training(chart, duties, parties),
        *_from_handoffs(chart, parties),
        *_from_clocks(chart, duties, parties),
    ):
        if body in handbook.agencies:
            seen.setdefault(body, _BodyRecords()).add(activity, record)
    return FrozenDict(
        {
            body: FrozenDict(dict(seen[body].duties()))
            for body in handbook.agencies
            if body in seen
        }
    )


_parties = InUse[Parties](8)


def _everywhere(handbook: Handbook) -> Parties:
    places: tuple[Place, ...] = tuple(handbook.regions) or (None,)
    return Parties(Holders(handbook, None), places)


def alone(items: tuple[Any, ...]) -> Any:  # noqa: ANN401 - plain data
    """Return several items, or the only one."""
    return items[0] if len(items) == 1 else items


def several(value: object) -> tuple[Any, ...]:
    """Return what ``alone`` was given; nothing of nothing."""
    if isinstance(value, (tuple, list)):
        return tuple(value)
    return () if value is None else (value,)


def fingerprint(
    duties: Mapping[str, Any], on: date | None = None, source: Iterable[Citation] = ()
) -> str:
    """Return twelve hexadecimal digits that stand for what a body agreed to.

    And on which day and in which text, where it has agreed: a day that somebody puts in
    makes of what is proposed nothing that is agreed.
    """
    said: object = duties
    texts = [each.plain for each in source]
    if on is not None or texts:
        said = [duties, None if on is None else on.isoformat(), texts]
    return sha256(_text(said).encode()).hexdigest()[:12]


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


_Found = Iterator[tuple[Id, str, Record]]


def _from_duties(duties: Iterable[Duty], parties: Parties) -> _Found:
    """Yield what each body is in a duty.

    What belongs to it stands with those whom it binds; where that is nobody, as with a
    role that every region leaves to nobody, with all who have a part.
    """
    for duty in duties:
        parts: dict[Id, dict[Part, dict[Id, list[Place]]]] = {}
        for place in parties.places:
            for part, name, bodies in parts_at(duty, parties, place):
                for body in bodies:
                    names = parts.setdefault(body, {}).setdefault(part, {})
                    names.setdefault(name, []).append(place)
        whole = {**_belongings(duty), **_without_body(duty, parties)}
        bound = any(
            part.binds
            for body, found in parts.items()
            for part in found
            if body in parties.holders.handbook.agencies
        )
        for body, found in parts.items():
            record: dict[str, Any] = {
                PARTS[part]: _names(found[part], parties)
                for part in Part
                if part in found
            }
            if not bound or any(part.binds for part in found):
                record |= whole
            yield body, duty.activity, record


def _names(found: Mapping[Id, Sequence[Place]], parties: Parties) -> tuple[Any, ...]:
    return tuple(_where(name, places, parties) for name, places in found.items())


def _where(name: Id, places: Sequence[Place], parties: Parties) -> object:
    """Return a name; with its regions where it is not so in all of them."""
    if set(places) == set(parties.places):
        return name
    return FrozenDict({"name": name, "regions": tuple(map(str, places))})


def _belongings(duty: Duty) -> Mapping[str, Any]:
    """Return what belongs to a duty, whoever it binds."""
    plain = encode_by(duty, _BELONGING)
    found = {key: _items(value) for key, value in plain.items()}
    sends = {document: _items(list(names)) for document, names in duty.sends.items()}
    found["sends"] = tuple(
        FrozenDict({"document": document, "to": alone(names)})
        for document, names in sends.items()
    )
    return {key: value for key, value in found.items() if value}


_BESIDE = {
    Part.RESPONSIBLE: "done_by",
    Part.ACCOUNTABLE: "answered_by",
    Part.WITH: "joined_by",
    Part.CONSULTED: "asks",
    Part.INFORMED: "tells",
}


def _without_body(duty: Duty, parties: Parties) -> Mapping[str, Any]:
    """Return who else has a part, of those that no agency stands for in any region.

    A child takes part and agrees to nothing; the bodies beside it agree that it does.
    """
    agencies = parties.holders.handbook.agencies
    found = {
        _BESIDE[part]: tuple(
            name
            for name in acting(duty.names, part)
            if not set(parties.anywhere((name,))) & set(agencies)
        )
        for part in Part
    }
    return {key: names for key, names in found.items() if names}


def _items(value: object) -> tuple[Any, ...]:
    """Return a value as items; nothing for what is left out."""
    if isinstance(value, list):
        return tuple(item for each in value for item in _items(each))
    if isinstance(value, dict):
        kept = {key: _inner(each) for key, each in value.items() if key not in _ASIDE}
        return (FrozenDict({k: v for k, v in kept.items() if v not in _NOTHING}),)
    return () if value in _NOTHING else (value,)


def _inner(value: object) -> Any:  # noqa: ANN401 - plain data
    """Return a value inside an item: one of a list alone."""
    return alone(_items(value))


_NOTHING: tuple[object, ...] = (None, False, (), "")


def _from_papers(duties: Iterable[Duty], parties: Parties) -> _Found:
    """Yield which documents each body gets, and as what."""
    for duty in duties:
        found: dict[Id, dict[Id, dict[Id, list[Place]]]] = {}
        for document, names in duty.sends.items():
            for name in names:
                for place in parties.places:
                    for body in parties.meant(name, place, Whose.TOLD):
                        as_names = found.setdefault(body, {}).setdefault(document, {})
                        as_names.setdefault(name, []).append(place)
        for body, documents in found.items():
            gets = tuple(
                FrozenDict({"document": each, "as": alone(_names(names, parties))})
                for each, names in documents.items()
            )
            yield body, duty.activity, {"gets": gets}


def _from_training(chart: Chart, duties: Iterable[Duty], parties: Parties) -> _Found:
    """Yield what whoever does it must be trained for, at each step where it is so."""
    asked = {
        (each.activity, chart.nodes[each.node].name): each.act.qualified
        for each in chart.entries
    }
    for duty in duties:
        bodies = parties.anywhere(acting(duty.names, Part.RESPONSIBLE))
        for state in duty.states:
            trained = asked.get((duty.activity, state), ())
            for body in bodies if trained else ():
                yield body, duty.activity, {"trained": tuple(trained)}


def _from_handoffs(chart: Chart, parties: Parties) -> _Found:
    """Yield who receives the case from whom, and who hands it to whom."""
    receives: dict[tuple[Id, str], list[object]] = {}
    hands: dict[tuple[Id, str], list[object]] = {}
    for one in handoffs(chart, parties):
        places = one.places or (None,)
        end = {} if one.acknowledged else {"unacknowledged": True}
        for who, other, key, found in (
            (one.receiver, one.sender, "from", receives),
            (one.sender, one.receiver, "to", hands),
        ):
            said = _where(other, places, parties)
            item = FrozenDict({key: said, **end}) if end else said
            found.setdefault((who, one.activity), []).append(item)
    for key, found in (("receives", receives), ("hands", hands)):
        for (body, activity), items in found.items():
            yield body, activity, {key: tuple(items)}


def _from_clocks(chart: Chart, duties: Iterable[Duty], parties: Parties) -> _Found:
    """Yield the deadlines that no duty tells, for whoever holds the step."""
    told = {limit.state for duty in duties for limit in duty.told}
    for clock in clocks(chart, parties.holders.handbook):
        if clock.kept is None or clock.state in told or clock.holder is None:
            continue
        deadline = _items(encode(clock.kept))
        for body in parties.anywhere((clock.holder,)):
            yield body, clock.state, {"holds": (clock.holder,), "deadline": deadline}
