"""How often each finding of an audit is made, and where and when."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from statistics import median_low
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from katch_protocols.evidence.audits.answers import AuditFinding, CaseAudit
from katch_protocols.evidence.logs.events import instant_of_micros
from katch_protocols.findings import Place
from katch_protocols.model.noun import Id

__all__ = [
    "AuditCount",
    "FindingTally",
    "Tallies",
    "counted",
    "quarter_of",
    "tallied",
]


class AuditCount(Struct, frozen=True):
    """How often one finding is made: of one activity, agency, region and quarter.

    Attributes:
        protocol: The id of the protocol.
        code: The code of the finding.
        name: The activity or state that it is about; empty where it is neither.
        agency: Who answers for it; empty where nobody is known.
        region: Where; ``None`` without regions.
        quarter: When: ``2026-Q2``.
        cases: In how many cases.
        times: How many times.
        delay: Of what is late, the median delay in whole seconds; else ``None``.
        facts: What else it is about: the safeguard, the role that may, a name.
        place: The line of the handbook; ``None`` where none is known.
    """

    protocol: Id
    code: str
    name: str
    agency: Id
    region: Id | None
    quarter: str
    cases: int
    times: int
    delay: int | None
    facts: Mapping[str, str]
    place: Place | None

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        place = self.place
        return {
            "protocol": self.protocol,
            "code": self.code,
            "name": self.name,
            "agency": self.agency or None,
            "region": self.region,
            "quarter": self.quarter,
            "cases": self.cases,
            "times": self.times,
            "delay_seconds": self.delay,
            "facts": dict(self.facts),
            "file": None if place is None else place.file,
            "line": None if place is None else place.line,
        }


class FindingTally(Struct):
    """One finding of some cases: in how many, how often, how late; and its line."""

    cases: int = 0
    times: int = 0
    delays: list[int] = field(default_factory=list)
    place: Place | None = None

    def add(self, other: "FindingTally") -> None:
        """Add what was found in other cases."""
        self.cases += other.cases
        self.times += other.times
        self.delays += other.delays
        places = (each for each in (self.place, other.place) if each is not None)
        self.place = min(places, key=lambda one: (one.file, one.line), default=None)


CountKey: TypeAlias = tuple[Any, ...]
Tallies: TypeAlias = Mapping[CountKey, FindingTally]
"""What was found in some cases, by what it is about, where and when."""


def tallied(cases: Iterable[CaseAudit], timezone: str) -> Tallies:
    """Return every finding of some cases, counted."""
    found: dict[CountKey, FindingTally] = defaultdict(FindingTally)
    for case in cases:
        seen = set()
        handbook = case.case.compiled.handbook
        for each in case.findings:
            place = handbook.place(each.path) if each.path else None
            delays = [each.delay // 1_000_000] if each.delay else []
            for agency in each.accountable or ("",):
                key = _key(case, each, agency, timezone)
                found[key].add(FindingTally(int(key not in seen), 1, delays, place))
                seen.add(key)
    return dict(found)


def counted(parts: Iterable[Tallies]) -> tuple[AuditCount, ...]:
    """Return every finding of all parts, counted; the most frequent first."""
    found: dict[CountKey, FindingTally] = defaultdict(FindingTally)
    for part in parts:
        for key, tally in part.items():
            found[key].add(tally)
    counts = [_count(key, tally) for key, tally in found.items()]
    return tuple(
        sorted(
            counts,
            key=lambda one: (-one.cases, one.code, one.name, one.agency, str(one)),
        )
    )


_OF_ONE_CASE = frozenset({"by", "edits", "limit", "state", "told"})
"""Facts that differ from case to case, or that the name of a finding says."""


def _told(each: AuditFinding) -> Iterator[tuple[str, str]]:
    """Yield the facts that a count says as well as a case."""
    for key, text in each.facts.items():
        if key not in _OF_ONE_CASE:
            yield key, text


def _key(case: CaseAudit, each: AuditFinding, agency: Id, timezone: str) -> CountKey:
    facts = tuple((k, "" if k == "earliest" else v) for k, v in _told(each))
    return (
        case.case.compiled.protocol.id,
        each.code,
        each.name,
        agency,
        case.case.region,
        quarter_of(each.first, timezone),
        facts,
    )


def _count(key: CountKey, tally: FindingTally) -> AuditCount:
    protocol, code, name, agency, region, quarter, facts = key
    delay = median_low(tally.delays) if tally.delays else None
    return AuditCount(
        protocol,
        code,
        name,
        agency,
        region,
        quarter,
        tally.cases,
        tally.times,
        delay,
        dict(facts),
        tally.place,
    )


def quarter_of(at: int, timezone: str) -> str:
    """Return the quarter of an instant in a zone: ``2026-Q2``."""
    local = instant_of_micros(at).astimezone(ZoneInfo(timezone))
    return f"{local.year}-Q{(local.month + 2) // 3}"
