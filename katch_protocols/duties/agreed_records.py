"""What one body's record of a duty holds: read off the nouns of this room.

A key that a duty or a deadline answers with is agreed to unless it is named here as
something else, so what is added to those nouns is agreed to as well, and a change of it
is told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from katch_protocols.answers import Keys, encode, encode_by
from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Place
from katch_protocols.duties.duty_clocks import clocks
from katch_protocols.duties.nouns import Duty, Part
from katch_protocols.duties.parties import Parties, Whose
from katch_protocols.duties.raci import WHOSE, acting, duties_apart, parts_at
from katch_protocols.duties.transfers import handoffs
from katch_protocols.model.noun import FrozenDict, Id
from katch_protocols.model.parties import Role

__all__ = ["NAMES_OF", "PARTS", "PARTY", "Record", "alone", "records", "several"]

Record = Mapping[str, Any]
"""What a body is in one duty, and what belongs to it: by key an item, or several.

An item is a text, or a mapping of texts: a deadline, a role in some regions only.
"""

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
    "opens",
}
"""Keys of a duty that are its name and its place, the parts of all bodies, or whose
time is somebody else's: whoever receives an opened case agrees by when to take it up.
"""

_BELONGING: Keys = tuple(
    key
    for key in Duty.KEYS
    if (key if isinstance(key, str) else key[0]).partition("=")[0] not in _OTHERS
)
"""The keys of what belongs to a duty."""

_ASIDE = frozenset({"state", "ends", "alone", "confirms", "tell"})
"""Keys of a deadline that say where it stands, and who else keeps or hears of it."""


_Found = Iterator[tuple[Id, str, Record]]


def records(chart: Chart, parties: Parties) -> _Found:
    """Yield what each body is in each duty, and what belongs to it, piece by piece.

    Not all are agencies: a role stands for itself where it belongs to none.
    """
    duties = duties_apart(chart, parties)
    yield from _from_duties(duties, parties)
    yield from _from_papers(duties, parties)
    yield from _from_training(chart, duties, parties)
    yield from _from_handoffs(chart, parties)
    yield from _from_clocks(chart, duties, parties)
    yield from _from_openings(chart, parties)


def alone(items: tuple[Any, ...]) -> Any:  # noqa: ANN401 - plain data
    """Return several items, or the only one."""
    return items[0] if len(items) == 1 else items


def several(value: object) -> tuple[Any, ...]:
    """Return what ``alone`` was given; nothing of nothing."""
    if isinstance(value, (tuple, list)):
        return tuple(value)
    return () if value is None else (value,)


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
        whole = {
            **_belongings(duty),
            **_sitting(duty, parties),
            **_without_body(duty, parties),
        }
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


def _sitting(duty: Duty, parties: Parties) -> Mapping[str, Any]:
    """Return how a panel decides: how many of how many seats, and who leads."""
    roles = parties.holders.handbook.roles
    panels = (
        roles[name]
        for name in acting(duty.names, Part.RESPONSIBLE)
        if _is_panel(name, roles)
    )
    found = tuple(
        FrozenDict(
            {
                "name": each.id,
                "quorum": each.sitting,
                "seats": len(each.members),
                "chair": each.chair,
            }
        )
        for each in panels
    )
    return {"sits": found} if found else {}


def _is_panel(name: Id, roles: Mapping[Id, Role]) -> bool:
    return name in roles and roles[name].is_panel


_BESIDE = {
    Part.RESPONSIBLE: "done_by",
    Part.ACCOUNTABLE: "answered_by",
    Part.WITH: "joined_by",
    Part.CONSULTED: "asks",
    Part.INFORMED: "tells",
}

PARTY = ("roles", "agencies")
"""Where what has a part is declared."""

_ITEMS_OF_PARTIES = ("as", "to", "holds", "receives", "hands", "chair", "sits", "from")

NAMES_OF: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((*PARTS.values(), *_BESIDE.values(), *_ITEMS_OF_PARTIES), PARTY),
    "document": ("documents",),
    "protocol": ("protocols",),
    "function": ("functions",),
    "source": ("sources",),
    "trained": ("qualifications",),
    "one_trained": ("qualifications",),
    "regions": ("regions",),
}
"""Of each key of a record where the names below it are declared.

The name of an item is what the key around it says. Only ``from`` of a deadline names
what no registry has: an event, as every clock.
"""


def _without_body(duty: Duty, parties: Parties) -> Mapping[str, Any]:
    """Return who else has a part, of those that no agency stands for in any region.

    A child takes part and agrees to nothing; the bodies beside it agree that it does.
    """
    agencies = parties.holders.handbook.agencies
    found = {
        _BESIDE[part]: tuple(
            name
            for name in acting(duty.names, part)
            if not set(parties.anywhere((name,), WHOSE[part])) & set(agencies)
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
    """Yield what is asked for in training, at each step where it is so.

    Of whoever does it; of a panel one of those who sit must have all of it, so that
    every body which sits is told.
    """
    asked = {
        (each.activity, chart.nodes[each.node].name): each.act.qualified
        for each in chart.entries
    }
    roles = parties.holders.handbook.roles
    for duty in duties:
        for state in duty.states:
            trained = asked.get((duty.activity, state), ())
            for name in acting(duty.names, Part.RESPONSIBLE) if trained else ():
                key = "one_trained" if _is_panel(name, roles) else "trained"
                for body in parties.anywhere((name,), WHOSE[Part.RESPONSIBLE]):
                    yield body, duty.activity, {key: tuple(trained)}


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
    # A deadline that several keep together is also that of whoever holds the step.
    told = {limit.state for duty in duties for limit in duty.told if limit.ends}
    for clock in clocks(chart, parties.holders.handbook):
        is_told = clock.state in told or clock.opened_by is not None
        if clock.kept is None or is_told or clock.holder is None:
            continue
        deadline = _items(encode(clock.kept))
        for body in parties.anywhere((clock.holder,)):
            yield body, clock.state, {"holds": (clock.holder,), "deadline": deadline}


def _from_openings(chart: Chart, parties: Parties) -> _Found:
    """Yield by when a case that is opened must be taken up, for whoever receives it."""
    found: dict[tuple[Id, str], dict[Id, Any]] = {}
    for opener, one in chart.own_openings:
        if one.within is not None:
            clock = encode_by(one.within, ("limit", "basis", "source", "from=start"))
            (said,) = _items({"protocol": one.protocol, **clock})
            for body in parties.anywhere(one.receivers):
                found.setdefault((body, opener), {})[one.protocol] = said
    for (body, opener), by_protocol in found.items():
        yield body, opener, {"takes_up": tuple(by_protocol.values())}
