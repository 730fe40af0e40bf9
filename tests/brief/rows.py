"""The brief's tables as plain values, read from ``rows.yaml``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

__all__ = ["LISTED", "TABLES", "Row", "Tables"]

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """One row: who does what, from where to where, by when."""

    id: str
    origins: tuple[str, ...]
    targets: tuple[str, ...]
    activity: str
    responsible: tuple[str, ...]
    accountable: str
    consulted: tuple[str, ...]
    informed: tuple[str, ...]
    limits: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Tables:
    """All that the brief says of one protocol; labels are language -> text."""

    states: Mapping[str, Mapping[str, str]]
    ends: Mapping[str, Mapping[str, str]]
    safeguards: tuple[str, ...]
    rows: tuple[Row, ...]


def _row(key: str, row: Mapping) -> Row:
    return Row(
        key,
        tuple(row["from"]),
        tuple(row["to"]),
        row.get("called", row["activity"]),
        tuple(row["R"]),
        row["A"],
        tuple(row["C"]),
        tuple(row["I"]),
        tuple(pair for limit in row["limits"] for pair in limit.items()),
    )


def _tables() -> Iterator[tuple[str, Tables]]:
    text = (_HERE / "rows.yaml").read_text(encoding="utf-8")
    for name, each in yaml.safe_load(text).items():
        rows = tuple(_row(key, row) for key, row in each["rows"].items())
        yield (
            name,
            Tables(each["states"], each["ends"], tuple(each["safeguards"]), rows),
        )


TABLES: Mapping[str, Tables] = dict(_tables())
"""Protocol of the brief -> its tables."""

LISTED: Mapping[str, Mapping[str, str]] = yaml.safe_load(
    (_HERE / "differences.yaml").read_text(encoding="utf-8")
)
"""Row -> column -> why the handbook says it in another way."""
