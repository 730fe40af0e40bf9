"""A name that stands where another kind of name belongs: of what it is the name."""

from collections.abc import Iterator, Mapping

from katch_protocols.findings import OTHER_KIND, WRITTEN
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import NameOf
from katch_protocols.rules.rule import Spot

__all__ = ["with_other_kind"]

_UNKNOWN = "unknown-"

_DUE = {
    "event": ("state", "activity", "measured"),
    "initial": ("state",),
    "target": ("state",),
}
"""The kinds that a rule about unknown names looks for, where it is not called so."""


def with_other_kind(context: Context, rule: str, spot: Spot) -> Mapping[str, str]:
    """Return the facts of a spot; where its name has another kind, with that kind."""
    due = rule.removeprefix(_UNKNOWN)
    if due == rule:
        return spot.facts
    written = next((spot.facts[key] for key in WRITTEN if key in spot.facts), None)
    for kind, names in _known(context, spot):
        if written in names and kind not in _DUE.get(due, (due,)):
            return {**spot.facts, OTHER_KIND: kind}
    return spot.facts


def _known(
    context: Context, spot: Spot
) -> Iterator[tuple[str, Mapping[str, object] | set[str]]]:
    """Yield each kind with the names that it has where a spot is, the nearest first."""
    for user in context.users(spot.path):
        chart = context.charts[user]
        written = (node for node in chart.nodes if node.awaiting is None)
        yield "state", {node.bare for node in written}
        yield "activity", {_last(name) for name in chart.activities}
        yield "fact", chart.facts
        yield "document", chart.documents
        yield "safeguard", chart.safeguards
    for kind, names in context.known.items():
        if kind is not NameOf.PARTY:
            yield kind.value, names


def _last(name: str) -> str:
    return name.rpartition(".")[2]
