"""Releases as files: what was told before is read back as it was, or refused."""

import json
from collections.abc import Mapping
from typing import Any

from katch_protocols.errors import ReleaseError
from katch_protocols.model.indicators import LadderStep
from katch_protocols.model.periods import Dimension, Period, period_named
from katch_protocols.model.releases import (
    Release,
    ReleasedCell,
    ReleasedTable,
    WaitingIndicator,
)

__all__ = ["read_release"]

MOST_BYTES = 16 * 1_048_576


def read_release(data: bytes, name: str) -> Release:
    """Return the release of a file; ``name`` is that of the file.

    Raises:
        ReleaseError: It is none, or not as it was published.
    """
    try:
        if len(data) > MOST_BYTES:
            raise ReleaseError("not-a-release", file=name)
        plain = json.loads(data)
        release = _release(plain)
        if release.hash != plain["hash"]:
            raise ReleaseError("not-a-release", file=name)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ReleaseError("not-a-release", file=name) from None
    return release


def _release(plain: Mapping[str, Any]) -> Release:
    return Release(
        handbook=plain["handbook"],
        period=_period(plain["period"]),
        audience=plain["audience"],
        region=plain["region"],
        threshold=plain["threshold"],
        round=plain["round"],
        tables=tuple(map(_table, plain["tables"])),
        waiting=tuple(
            WaitingIndicator(
                indicator=each["indicator"],
                period=None if each["period"] is None else _period(each["period"]),
            )
            for each in plain["waiting"]
        ),
        earlier=tuple(plain["earlier"]),
    )


def _table(plain: Mapping[str, Any]) -> ReleasedTable:
    whose, _, time = plain["step"].partition(" × ")
    step = LadderStep(regional=whose == "region", time=Dimension(time))
    cells = tuple(
        ReleasedCell.of_json(cell, _period(cell["period"])) for cell in plain["cells"]
    )
    return ReleasedTable(
        indicator=plain["indicator"], measure=plain["measure"], step=step, cells=cells
    )


def _period(text: str) -> Period:
    found = period_named(text)
    if found is None:
        raise ValueError(text)
    return found
