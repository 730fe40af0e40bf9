"""The image with which a case goes on under another version of its protocol.

Everything that a live case knows besides its log, in names: where it stands, who did
what sentences ask about, clocks, loans, the cases beside it. From here it is restored.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from katch_protocols.cases.beside import Link, News, Opening
from katch_protocols.cases.clock import CaseClock
from katch_protocols.cases.clock_image import clock_json, clock_of
from katch_protocols.cases.configuration_image import SeenCase
from katch_protocols.cases.event import CaseEvent
from katch_protocols.cases.moved import Entered, Moved
from katch_protocols.cases.state import CaseState, Doer, Doers, Grant
from katch_protocols.model.documents import UNKNOWN
from katch_protocols.semantics.layout import FieldKind
from katch_protocols.semantics.table import Table

__all__ = ["FORM", "asked_word", "go_on", "image_json", "word_in_image"]

FORM = "katch-image-1"
"""The name of the shape of an image; another shape gets another name."""


def image_json(
    state: CaseState, clock: CaseClock, seen: SeenCase, entered: Entered
) -> dict[str, Any]:
    """Return the image of a case whose past was retold; ``state`` has its names."""
    table = state.compiled.table
    values = _values(table, state.word)
    return {
        "form": FORM,
        "regions": values[FieldKind.REGION],
        "facts": {**seen.facts, **values[FieldKind.FACT]},
        "documents": sorted(seen.documents),
        "happened": sorted(seen.happened),
        "past": state.past,
        "lasts": {str(n): at.isoformat() for n, at in state.lasts.items()},
        "doers": [
            [number, side, [_doer(each) for each in doers]]
            for (number, side), doers in sorted((state.doers or {}).items())
        ],
        "loans": [
            [each.role, each.deputy, each.principal, each.agency, _said(each.until)]
            for each in state.grants
        ],
        "beside": [_link(link) for link in state.links.values()],
        "opened": [
            [number, each.reference, each.is_new]
            for number, event in enumerate(state.log)
            for each in event.opened
        ],
        "waiting": [[n.signal, n.became, n.reference] for n in state.pending],
        "clocks": clock_json(clock.parts, table.chart),
        "entered": dict(sorted(entered.states.items())),
        "since": {name: _said(at) for name, at in sorted(entered.since.items())},
    }


def _said(at: datetime) -> str:
    return at.isoformat()


def _values(table: Table, word: int) -> dict[FieldKind, dict[str, str]]:
    """Return what each field of a word says, where it says anything."""
    found: dict[FieldKind, dict[str, str]] = {kind: {} for kind in FieldKind}
    for part in table.fields:
        if part.code(word):
            found[part.kind][part.name] = part.value(word)
    return found


def _doer(doer: Doer) -> list[Any]:
    sets = (doer.acting, doer.people, doer.agencies)
    return [*map(sorted, sets), [list(each) for each in doer.seats]]


def _link(link: Link) -> dict[str, Any]:
    opening = link.opening
    return {
        "reference": opening.reference,
        "protocol": opening.protocol,
        "region": opening.region,
        "opener": opening.to_json(),
        "told": dict(link.told),
        "ended": link.ended,
    }


def go_on(state: CaseState, found: Mapping[str, Any], number: int) -> None:
    """Let a case go on from an image that its event ``number`` holds.

    Raises what plain Python raises where the image has another shape.
    """
    if found["form"] != FORM:
        raise ValueError
    compiled, table = state.compiled, state.compiled.table
    state.word = word_in_image(table, found)
    state.past = int(found["past"])
    state.lasts = {
        int(n): datetime.fromisoformat(at) for n, at in found["lasts"].items()
    }
    state.doers = _doers(found["doers"]) or None
    state.grants = tuple(
        Grant(role, deputy, by, agency, datetime.fromisoformat(until))
        for role, deputy, by, agency, until in found["loans"]
    )
    state.links = {each["reference"]: _linked(state, each) for each in found["beside"]}
    state.pending = tuple(News(*each) for each in found["waiting"])
    state.clock = clock_of(found["clocks"], compiled.clocks)
    state.keys = _keys(state.log)
    _open_again(state, found["opened"])
    since = {name: datetime.fromisoformat(at) for name, at in found["since"].items()}
    entered = Entered({n: int(e) for n, e in found["entered"].items()}, since)
    state.moved = Moved(number, state.word, dict(found["facts"]), entered)


def word_in_image(table: Table, found: Mapping[str, Any]) -> int:
    """Return the word with which a case goes on from an image.

    Raises what plain Python raises where the image has another shape.
    """
    word = 0
    documents = dict.fromkeys(found["documents"], "exists")
    happened = dict.fromkeys(found["happened"], "happened")
    said: Mapping[FieldKind, Mapping[str, str]] = {
        FieldKind.REGION: found["regions"],
        FieldKind.FACT: found["facts"],
        FieldKind.DOCUMENT: documents,
        FieldKind.EVENT: happened,
    }
    for part in table.fields:
        value = said[part.kind].get(part.name)
        if value is not None:
            word |= part.values.index(value) << part.shift
    return word


def asked_word(table: Table, image: Mapping[str, Any]) -> int:
    """Return the word of an image in a table that asks about more than a case keeps.

    What was done, made and stated before a move is known there, too. A value that this
    version does not know is unknown; a fact that was none before is as it is at first.
    """
    facts = table.chart.facts
    known = {name: each.initially or UNKNOWN for name, each in facts.items()}
    for name, value in image["facts"].items():
        if name in facts:
            known[name] = value if value in facts[name].all_values else UNKNOWN
    return word_in_image(table, {**image, "facts": known})


def _doers(found: Any) -> Doers:  # noqa: ANN401 - JSON
    return {
        (number, side): tuple(
            Doer(
                frozenset(acting),
                frozenset(people),
                frozenset(agencies),
                tuple((role, agency) for role, agency in seats),
            )
            for acting, people, agencies, seats in doers
        )
        for number, side, doers in found
    }


def _linked(state: CaseState, found: Mapping[str, Any]) -> Link:
    opening = Opening.of_json(
        found["opener"], found["reference"], found["protocol"], found["region"]
    )
    if opening.opener != state.reference:
        raise ValueError
    return Link(opening, dict(found["told"]), ended=bool(found["ended"]))


def _keys(log: list[CaseEvent]) -> dict[str, int] | None:
    found = {event.key: n for n, event in enumerate(log) if event.key is not None}
    return found or None


def _open_again(state: CaseState, found: Any) -> None:  # noqa: ANN401 - JSON
    """Let past events tell again which cases they opened, and no others."""
    opened: dict[int, tuple[Opening, ...]] = {}
    for number, reference, is_new in found:
        opening = replace(state.links[reference].opening, is_new=is_new)
        opened[number] = (*opened.get(number, ()), opening)
    for number, openings in opened.items():
        state.log[number].opened = openings
