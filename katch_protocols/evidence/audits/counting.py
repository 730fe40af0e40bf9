"""How often each finding of an audit is made, and where and when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Any
from zoneinfo import ZoneInfo

from katch_protocols.evidence.audits.answers import AuditFinding, CaseAudit
from katch_protocols.evidence.logs.events import instant_of_micros
from katch_protocols.findings import Place
from katch_protocols.model.noun import Id

__all__ = ["AuditCount", "counted", "quarter_of"]


@dataclass(frozen=True, slots=True)
class AuditCount:
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


def counted(cases: Sequence[CaseAudit], timezone: str) -> tuple[AuditCount, ...]:
    """Return every finding, counted; the most frequent first."""
    found: dict[tuple[object, ...], list[tuple[CaseAudit, AuditFinding]]]
    found = defaultdict(list)
    for case in cases:
        for each in case.findings:
            for agency in each.accountable or ("",):
                found[_key(case, each, agency, timezone)].append((case, each))
    counts = [_count(key, pairs) for key, pairs in found.items()]
    return tuple(
        sorted(
            counts,
            key=lambda one: (-one.cases, one.code, one.name, one.agency, str(one)),
        )
    )


def _key(
    case: CaseAudit, each: AuditFinding, agency: Id, timezone: str
) -> tuple[object, ...]:
    told = ("safeguard", "name", "near", "roles", "fact", "what")
    facts = tuple((k, each.facts[k]) for k in told if k in each.facts)
    return (
        case.case.compiled.protocol.id,
        each.code,
        each.name,
        agency,
        case.case.region,
        quarter_of(each.first, timezone),
        facts,
    )


def _count(
    key: tuple[Any, ...], pairs: Sequence[tuple[CaseAudit, AuditFinding]]
) -> AuditCount:
    protocol, code, name, agency, region, quarter, facts = key
    delays = [each.delay for _, each in pairs if each.delay]
    cases = len({case.case.key for case, _ in pairs})
    path = pairs[0][1].path
    place = pairs[0][0].case.compiled.handbook.place(path) if path else None
    delay = median_low(delays) // 1_000_000 if delays else None
    return AuditCount(
        protocol,
        code,
        name,
        agency,
        region,
        quarter,
        cases,
        len(pairs),
        delay,
        dict(facts),
        place,
    )


def quarter_of(at: int, timezone: str) -> str:
    """Return the quarter of an instant in a zone: ``2026-Q2``."""
    local = instant_of_micros(at).astimezone(ZoneInfo(timezone))
    return f"{local.year}-Q{(local.month + 2) // 3}"
