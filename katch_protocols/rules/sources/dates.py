"""First and last days: missing, or in the wrong order."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity
from katch_protocols.model.handbook import Source, SourceKind
from katch_protocols.model.parties import Agency, Binding, Region
from katch_protocols.model.protocol import Protocol
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule


@rule("dates-reversed", Severity.ERROR)
def _dates_reversed(context: Context) -> Iterator[Spot]:
    """A last day that lies before the first."""
    for path, noun in _dated(context):
        first, last = noun.valid_from, noun.valid_to
        if first is not None and last is not None and last < first:
            facts = {
                "id": str(path[-1]),
                "first": first.isoformat(),
                "last": last.isoformat(),
            }
            yield Spot((*path, "valid_to"), facts)


def _dated(
    context: Context,
) -> tuple[tuple[Path, Agency | Binding | Protocol | Region | Source], ...]:
    return (
        *context.every(Agency),
        *context.every(Binding),
        *context.every(Protocol),
        *context.every(Region),
        *context.every(Source),
    )


@rule("protocol-undated", Severity.NOTE, needs_whole=True)
def _protocol_undated(context: Context) -> Iterator[Spot]:
    """A protocol without a first day."""
    for name, protocol in context.handbook.protocols.items():
        if protocol.valid_from is None:
            yield Spot(("protocols", name), {"protocol": name})


_UNDATED = frozenset({SourceKind.GUIDANCE, SourceKind.PRACTICE})


@rule("source-undated", Severity.WARNING, needs_whole=True)
def _source_undated(context: Context) -> Iterator[Spot]:
    """A law, order, standard or treaty without a date."""
    for name, source in context.handbook.sources.items():
        if source.valid_from is None and source.kind not in _UNDATED:
            facts = {"source": name, "kind": str(source.kind)}
            yield Spot(("sources", name), facts)
