"""What each body agrees to when it agrees to a protocol: its part in every duty."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from msgspec import Struct, field

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.duties.agreed_records import Record, alone, records
from katch_protocols.duties.parties import Parties
from katch_protocols.in_use import InUse
from katch_protocols.model.citations import Citation
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import FrozenDict, Id

__all__ = ["Agreed", "agreed", "fingerprint"]

Agreed = Mapping[Id, Mapping[str, Any]]
"""By agency, then by the full name of the activity: a record, or several, each once."""


class _BodyRecords(Struct):
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
        for activity, found in self.found.items():
            yield activity, alone(tuple(self._counted(activity, found)))

    def _counted(self, activity: str, found: Mapping[str, Record]) -> Iterator[Record]:
        for text, record in found.items():
            steps = self.often[activity, text]
            yield FrozenDict({**record, "steps": steps}) if steps > 1 else record


def agreed(chart: Chart, handbook: Handbook) -> Agreed:
    """Return what every body agrees to in one protocol; whatever the day.

    Bodies are agencies; one with no part in the protocol is left out. Titles are not
    looked at, nor is what a protocol runs: that one has its own agreements.
    """
    parties = _parties.of((handbook,), lambda: _everywhere(handbook))
    seen: dict[Id, _BodyRecords] = {}
    for body, activity, record in records(chart, parties):
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
