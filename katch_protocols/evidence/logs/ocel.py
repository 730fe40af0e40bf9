"""OCEL 2.0 as JSON: an event belongs to every related object that is a case.

See the specification of OCEL 2.0 (Berti and others, 2023), section 5. The type of the
objects that are cases is the mapping's ``case``, else ``case``. An event of
several cases is an event in each; in totals it counts once. One of no case is a row
without a case.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.tables import AGAIN, LogRow, UnreadError
from katch_protocols.model.logs import LogColumns
from katch_protocols.sentences.nearness import nearest

__all__ = ["OCEL_COLUMNS", "case_types", "read_ocel"]

OCEL_COLUMNS = LogColumns(case="object", activity="type", at="time")
"""Where an event has what every event has."""


def read_ocel(
    path: Path, wanted: tuple[str, ...] | None, case_object: str | None
) -> Iterator[LogRow]:
    """Yield a row for each event and each case that it belongs to.

    ``wanted`` are its cells; ``None``: every one.

    Attributes stand under their names, related objects of other types under the name
    of their type; several are parted by ``;``.

    Raises:
        LogError: It has no object of that type; the nearest is offered.
        UnreadError: It is no OCEL 2.0.
    """
    events, types = _whole(path)
    kind = case_object or "case"
    kinds = _object_types(types)
    if kinds and kind not in kinds:
        near = nearest(kind, kinds) or ""
        raise LogError("object", file=path.name, name=kind, near=near)
    for number, event in enumerate(events, start=1):
        try:
            yield from _rows(event, number, types, kind, wanted)
        except (TypeError, KeyError, AttributeError):
            raise UnreadError(number, "broken-file") from None


def case_types(path: Path) -> tuple[str, ...]:
    """Return the types of the objects of a file, the most frequent first.

    Raises:
        UnreadError: It is no OCEL 2.0.
    """
    return _object_types(_whole(path)[1])


def _object_types(types: Mapping[str, Any]) -> tuple[str, ...]:
    """Return each type of some objects once, the most frequent first."""
    return tuple(name for name, _ in Counter(map(str, types.values())).most_common())


def _whole(path: Path) -> tuple[list[Any], Mapping[str, Any]]:
    """Return the events of a file, and the type of each object."""
    try:
        log = json.loads(path.read_text(encoding="utf-8-sig"))
        types = {each["id"]: each["type"] for each in log["objects"]}
        return list(log["events"]), types
    except OSError:
        raise UnreadError(0, "not-readable") from None
    except (ValueError, TypeError, KeyError, RecursionError):
        raise UnreadError(1, "broken-file") from None


def _rows(
    event: Mapping[str, Any],
    number: int,
    types: Mapping[str, str],
    kind: str,
    wanted: tuple[str, ...] | None,
) -> Iterator[LogRow]:
    told: dict[str, dict[str, None]] = {}
    for each in event.get("attributes", ()):
        told.setdefault(str(each["name"]), {})[_text(each["value"])] = None
    # One that is there twice holds both values.
    cells = {name: ";".join(filter(None, values)) for name, values in told.items()}
    cells |= {"type": _text(event["type"]), "time": _text(event["time"])}
    related: dict[str, list[str]] = {}
    for each in event.get("relationships", ()):
        name = each["objectId"]
        related.setdefault(types.get(name, ""), []).append(name)
    cases = dict.fromkeys(related.pop(kind, ()))
    for name, found in related.items():
        bare = (_text(each.removeprefix(f"{name}/")) for each in found)
        cells.setdefault(name, ";".join(dict.fromkeys(bare)))
    for place, case in enumerate(cases or ("",)):
        row = {**cells, "object": _text(case.removeprefix(f"{kind}/"))}
        row |= {AGAIN: AGAIN} if place else {}
        keys = row if wanted is None else wanted
        yield LogRow(number, {key: row[key] for key in keys if row.get(key)})


def _text(value: object) -> str:
    """Return a cell as text; ``?`` stands for a half of a letter: nothing writes it."""
    text = "" if value is None else str(value).strip()
    return text.encode(errors="replace").decode()
