"""OCEL 2.0 as JSON: an event belongs to every related object that is a case.

See the specification of OCEL 2.0 (Berti and others, 2023), section 5. The type of the
objects that are cases is the mapping's ``case_object``, else ``case``. An event of
several cases is an event in each; in totals it counts once.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from katch_protocols.evidence.logs.tables import AGAIN, LogRow, UnreadError
from katch_protocols.model.logs import LogColumns

__all__ = ["OCEL_COLUMNS", "read_ocel"]

OCEL_COLUMNS = LogColumns(case="object", activity="type", at="time")
"""Where an event has what every event has."""


def read_ocel(
    path: Path, wanted: tuple[str, ...], case_object: str | None
) -> Iterator[LogRow]:
    """Yield a row for each event and each case that it belongs to.

    Attributes stand under their names, related objects of other types under the name
    of their type; several are parted by ``;``.

    Raises:
        UnreadError: It is no OCEL 2.0.
    """
    try:
        log = json.loads(path.read_text(encoding="utf-8"))
        types = {each["id"]: each["type"] for each in log["objects"]}
        events = log["events"]
    except OSError:
        raise UnreadError(0, "not-readable") from None
    except (ValueError, TypeError, KeyError, RecursionError):
        raise UnreadError(1, "broken-file") from None
    kind = case_object or "case"
    for number, event in enumerate(events, start=1):
        try:
            yield from _rows(event, number, types, kind, wanted)
        except (TypeError, KeyError, AttributeError):
            raise UnreadError(number, "broken-file") from None


def _rows(
    event: Mapping[str, Any],
    number: int,
    types: Mapping[str, str],
    kind: str,
    wanted: tuple[str, ...],
) -> Iterator[LogRow]:
    cells = {each["name"]: str(each["value"]) for each in event.get("attributes", ())}
    cells |= {"type": event["type"], "time": event["time"]}
    related: dict[str, list[str]] = {}
    for each in event.get("relationships", ()):
        name = each["objectId"]
        related.setdefault(types.get(name, ""), []).append(name)
    cases = dict.fromkeys(related.pop(kind, ()))
    for name, found in related.items():
        bare = (each.removeprefix(f"{name}/") for each in found)
        cells.setdefault(name, ";".join(dict.fromkeys(bare)))
    for place, case in enumerate(cases):
        row = {**cells, "object": case.removeprefix(f"{kind}/")}
        row |= {AGAIN: AGAIN} if place else {}
        yield LogRow(number, {key: row[key] for key in wanted if row.get(key)})
