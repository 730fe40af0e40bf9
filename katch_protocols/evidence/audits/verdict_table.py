"""The verdicts of many cases as a table of small numbers: some 50 bytes a case."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.evidence.audits.answers import ASPECTS, AuditAnswer, CaseAudit
from katch_protocols.evidence.audits.counting import quarter_of
from katch_protocols.evidence.audits.screening import Screened
from katch_protocols.evidence.logs.case_keys import CaseKeys
from katch_protocols.evidence.logs.events import LogCase, instant_of_micros, micros
from katch_protocols.model.handbook import Handbook

__all__ = ["VerdictTable", "Verdicts"]

Verdicts: TypeAlias = NDArray[Any]
"""A row a case; ``is_judged`` where the definition looked at it."""

_KEY = 33
_UNKNOWN = -1
_MONTHS = 3
_KIND = np.dtype(
    [
        ("case", f"S{_KEY}"),
        ("protocol", np.int16),
        ("region", np.int16),
        ("quarter", np.int32),
        *((aspect, np.uint8) for aspect in ASPECTS),
        ("edits", np.int16),
        ("is_judged", np.bool_),
    ]
)
_ANSWERS = tuple(AuditAnswer)
_CODES = {answer: code for code, answer in enumerate(_ANSWERS)}


class VerdictTable(Struct, frozen=True):
    """Writes verdicts as rows of a table, and reads them."""

    protocols: tuple[str, ...]
    regions: tuple[str, ...]
    timezone: str

    @staticmethod
    def of(handbook: Handbook, cases: Sequence[LogCase] = ()) -> "VerdictTable":
        """Return that of a handbook, and of cases that an older one may be of."""
        protocols = (each.compiled.protocol.id for each in cases)
        regions = (each.region for each in cases if each.region is not None)
        return VerdictTable(
            tuple(dict.fromkeys((*handbook.protocols, *protocols))),
            tuple(dict.fromkeys((*handbook.regions, *regions))),
            handbook.timezone,
        )

    def judged(self, cases: Sequence[CaseAudit]) -> Verdicts:
        """Return the verdicts of cases that the definition judged."""
        found = np.zeros(len(cases), _KIND)
        for number, each in enumerate(cases):
            edits = each.explanation.edits
            found[number] = (
                *self._of(each.case),
                *(_CODES[each.answers[aspect]] for aspect in ASPECTS),
                _UNKNOWN if edits is None else edits,
                True,
            )
        return found

    def unexplained(self, cases: Sequence[LogCase]) -> Verdicts:
        """Return the verdicts of cases of which nothing can be told."""
        found = np.zeros(len(cases), _KIND)
        nothing = [_CODES[AuditAnswer.CANNOT_TELL]] * len(ASPECTS)
        for number, each in enumerate(cases):
            found[number] = (*self._of(each), *nothing, _UNKNOWN, False)
        return found

    def _of(self, case: LogCase) -> tuple[bytes, int, int, int]:
        """Return which case it is, of which protocol, where and when."""
        return (
            case.key.encode(),
            self.protocols.index(case.compiled.protocol.id),
            _UNKNOWN if case.region is None else self.regions.index(case.region),
            _quarter(quarter_of(case.opened, self.timezone)),
        )

    def passed(self, screened: Screened, keys: CaseKeys) -> Verdicts:
        """Return the verdicts of the cases that a loop passed."""
        cases, places = screened.cases, np.flatnonzero(screened.kept)
        found = np.zeros(len(places), _KIND)
        found["case"] = keys.texts[cases.numbers[places]]
        found["protocol"] = self.protocols.index(cases.compiled.protocol.id)
        regions = [
            _UNKNOWN if each is None else self.regions.index(each)
            for each in cases.places
        ]
        found["region"] = np.array([*regions, _UNKNOWN], np.int16)[
            cases.regions[places]
        ]
        found["quarter"] = self._quarters(cases.opened[places])
        over = np.where(
            screened.ended[places],
            _CODES[AuditAnswer.KEPT],
            _CODES[AuditAnswer.OPEN],
        )
        for aspect in ASPECTS:
            found[aspect] = over
        for aspect, told in (
            ("people", screened.is_told),
            ("time", screened.is_timed),
            ("safeguards", ~cases.unseen),
        ):
            found[aspect][~told[places]] = _CODES[AuditAnswer.CANNOT_TELL]
        return found

    def _quarters(self, opened: NDArray[np.int64]) -> NDArray[np.int64]:
        if not len(opened):
            return opened
        first = instant_of_micros(int(opened.min())) - timedelta(days=1)
        years = range(first.year, instant_of_micros(int(opened.max())).year + 2)
        starts = {
            year * 4 + month // _MONTHS: micros(
                datetime(year, month + 1, 1, tzinfo=ZoneInfo(self.timezone))
            )
            for year in years
            for month in range(0, 12, _MONTHS)
        }
        places = np.searchsorted(list(starts.values()), opened, side="right") - 1
        return np.array(list(starts), np.int64)[places]

    def rows(self, verdicts: Verdicts) -> Iterator[dict[str, Any]]:
        """Yield what a table says of each case, as plain data."""
        for case, protocol, region, quarter, *answers, edits, _ in verdicts.tolist():
            yield {
                "case": case.decode(),
                "protocol": self.protocols[protocol],
                "region": None if region == _UNKNOWN else self.regions[region],
                "quarter": f"{quarter // 4}-Q{quarter % 4 + 1}",
                **{
                    aspect: str(_ANSWERS[code])
                    for aspect, code in zip(ASPECTS, answers, strict=True)
                },
                "edits": None if edits == _UNKNOWN else edits,
            }

    @staticmethod
    def counted(tables: Iterable[Verdicts]) -> Mapping[str, Mapping[AuditAnswer, int]]:
        """Return how many cases have which answer, by what they are asked about."""
        sums = {aspect: np.zeros(len(_ANSWERS), np.int64) for aspect in ASPECTS}
        for table in tables:
            for aspect in ASPECTS:
                sums[aspect] += np.bincount(table[aspect], minlength=len(_ANSWERS))
        return {
            aspect: dict(zip(_ANSWERS, found.tolist(), strict=True))
            for aspect, found in sums.items()
        }


def _quarter(text: str) -> int:
    year, quarter = text.split("-Q")
    return int(year) * 4 + int(quarter) - 1
