"""Logs of Harbour's cases as another system would write them, and their audit."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from katch_protocols.evidence.audits.answers import CaseAudit
from katch_protocols.evidence.audits.audit import audit_log
from katch_protocols.evidence.logs.assembling import Assembly
from katch_protocols.evidence.logs.events import LogReading, micros
from katch_protocols.evidence.logs.hashing import Hashing
from katch_protocols.evidence.logs.ordering import LogWindow
from katch_protocols.evidence.logs.tables import LogRow
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogColumns, LogFact, LogMapping, NamedInLog
from tests.cases.harbour import NOW, book

__all__ = ["COLUMNS", "KEY", "UNTIL", "at", "audited", "case_rows", "found", "read"]

Row = dict[str, str]

UNTIL = datetime(2026, 3, 31, tzinfo=UTC)
KEY = b"synthetic"
COLUMNS = LogColumns(
    case="case",
    activity="event",
    at="at",
    role="role",
    agency="agency",
    person="person",
    together_with="with",
    opened="opened",
    qualified="trained",
)
_STEPS = (
    ("assess", 0.5, "worker", "office", "w1", "", "absent"),
    ("send", 1, "worker", "office", "w2", "", ""),
    ("acknowledge_send", 2, "carer", "office", "c1", "", ""),
    ("hearing.hear", 3, "worker", "office", "w1", "child//k1", ""),
    ("hearing.rule_on", 4, "worker", "office", "w3", "", ""),
    ("place", 5, "worker", "office", "w1", "child//k1", ""),
)


def at(hours: float) -> str:
    """Return the instant so many hours after the case was opened, as a log has it."""
    return (NOW + timedelta(hours=hours)).isoformat()


def case_rows(case: str = "a-1") -> list[Row]:
    """Return the rows of a case in which everything is as it should be."""
    return [
        {
            "case": case,
            "opened": at(0),
            "event": event,
            "at": at(hours),
            "role": role,
            "agency": agency,
            "person": person,
            "with": others,
            "danger": danger,
            "trained": "interviewing",
        }
        for event, hours, role, agency, person, others, danger in _STEPS
    ]


def read(
    rows: Iterable[Mapping[str, str]],
    *,
    region: str = "east",
    until: datetime = UNTIL,
    since: datetime | None = None,
    home: Handbook | None = None,
    **more: Any,
) -> LogReading:
    """Read rows as the log of a mapping."""
    given = {
        "protocol": NamedInLog(name="referral"),
        "columns": COLUMNS,
        "records": {"danger": LogFact(column="danger")},
        **more,
    }
    mapping = LogMapping(
        id="log",
        region=NamedInLog(name=region),
        **given,
    )
    begun = None if since is None else micros(since)
    window = LogWindow(begun, micros(until), micros(until))
    home = home or book()
    assembly = Assembly(mapping, home, Hashing(KEY), window)
    cells = ({key: text for key, text in row.items() if text} for row in rows)
    assembly.take(0, [LogRow(n, each) for n, each in enumerate(cells, start=2)])
    cases = tuple(assembly.cases())
    return LogReading(
        mapping,
        home,
        cases,
        ("log.csv",),
        micros(until),
        assembly.events,
        +assembly.left_out,
        hashing=assembly.hashing,
        first_left_out=assembly.first_left_out,
    )


def audited(rows: Iterable[Mapping[str, str]], **more: Any) -> CaseAudit:
    """Return the answers of the one case of some rows."""
    (found,) = audit_log(read(rows, **more)).cases
    return found


def found(case: CaseAudit) -> list[tuple[str, str]]:
    """Return every finding: its code, and what it is about."""
    return [
        (each.code, each.name or each.facts.get("safeguard", ""))
        for each in case.findings
    ]
