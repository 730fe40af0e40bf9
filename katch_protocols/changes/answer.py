"""A comparison as plain data, for ``--format json``."""

from typing import Any

from katch_protocols.changes.compare import Comparison
from katch_protocols.changes.nouns import (
    Behaviour,
    DeadlineChange,
    DeliveryChange,
    DutyChange,
    HandoffChange,
    Term,
    Witness,
    Written,
)
from katch_protocols.findings import Place
from katch_protocols.model.durations import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.labels import Label
from katch_protocols.model.noun import Noun

__all__ = ["to_json"]

Plain = dict[str, Any]


def to_json(comparison: Comparison, before: Handbook, after: Handbook) -> Plain:
    """Return a comparison of two handbooks; the schema is in the docs."""
    return {
        "same": comparison.is_same,
        "duties": [_duty(each) for each in comparison.duties],
        "deadlines": [_deadline(each) for each in comparison.deadlines],
        "handoffs": [_handoff(each) for each in comparison.handoffs],
        "deliveries": [_delivery(each) for each in comparison.deliveries],
        "behaviour": [_behaviour(each) for each in comparison.behaviour],
        "written": [_written(each, before, after) for each in comparison.written],
        "meaningless": list(comparison.meaningless),
    }


def _duty(change: DutyChange) -> Plain:
    return {
        "change": str(change.kind),
        "agency": change.agency,
        "protocol": change.protocol,
        "activity": change.activity,
        "part": str(change.part),
        "regions": list(change.places),
    }


def _deadline(change: DeadlineChange) -> Plain:
    return {
        "change": str(change.kind),
        "protocol": change.protocol,
        "state": change.state,
        "agencies": list(change.agencies),
        "awaiting": change.awaiting,
        "before": _term(change.before),
        "after": _term(change.after),
    }


def _term(term: Term | None) -> Plain | None:
    if term is None:
        return None
    basis = str(term.basis)
    return {"limit": str(term.limit), "basis": basis, "from": term.start}


def _handoff(change: HandoffChange) -> Plain:
    return {
        "change": str(change.kind),
        "protocol": change.protocol,
        "activity": change.activity,
        "sender": change.sender,
        "receiver": change.receiver,
        "acknowledged_before": change.before,
        "acknowledged_after": change.after,
    }


def _delivery(change: DeliveryChange) -> Plain:
    return {
        "change": str(change.kind),
        "protocol": change.protocol,
        "activity": change.activity,
        "document": change.document,
        "sender": change.sender,
        "receiver": change.receiver,
        "data_before": None if change.before is None else list(change.before),
        "data_after": None if change.after is None else list(change.after),
    }


def _behaviour(found: Behaviour) -> Plain:
    return {
        "protocol": found.protocol,
        "likeness": str(found.likeness),
        "compared": found.compared,
        "cases": [_witness(each) for each in found.witnesses],
    }


def _witness(witness: Witness) -> Plain:
    return {
        "change": str(witness.kind),
        "steps": [
            {
                "activity": step.activity or None,
                "records": dict(step.records),
                "by": list(step.by),
                "state": step.state or None,
                "after": str(step.limit) if step.limit is not None else None,
                "outcome": str(step.outcome) if step.outcome is not None else None,
            }
            for step in witness.steps
        ],
    }


def _written(change: Written, before: Handbook, after: Handbook) -> Plain:
    """Return a change with its place in the later version, else in the earlier one."""
    book = before if change.after is None else after
    return {
        "change": "moved" if change.moved else str(change.kind),
        "path": list(change.path),
        "from_path": None if change.origin is None else list(change.origin),
        **_placed(book.place(change.path)),
        "before": _plain(change.before),
        "after": _plain(change.after),
    }


def _placed(place: Place | None) -> Plain:
    if place is None:
        return {"file": None, "line": None, "column": None}
    return {"file": place.file, "line": place.line, "column": place.column}


def _plain(value: object) -> Any:  # noqa: ANN401 - any JSON
    match value:
        case Label():
            return dict(value.texts)
        case Noun() if not isinstance(value, Duration):
            return value.model_dump(mode="json", exclude_defaults=True)
        case tuple():
            return [_plain(each) for each in value]
        case None | bool() | int():
            return value
        case _:
            return str(value)
