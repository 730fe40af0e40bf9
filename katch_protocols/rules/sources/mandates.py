"""The sources on which a mandate rests."""

from collections.abc import Iterator
from datetime import date

from katch_protocols.findings import Path, Severity
from katch_protocols.model.deadlines import in_force
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule


@rule("mandate-ended", Severity.WARNING, needs_whole=True)
def _mandate_ended(context: Context) -> Iterator[Spot]:
    """An agency answers by a mandate of which no source is in force."""
    told: set[Path] = set()
    for each in context.answers:
        function = each.entry.function or ""
        sources = context.handbook.agencies[each.agency].mandates.get(function, ())
        path = ("agencies", each.agency, "mandates", function)
        day = context.day_in(each.protocol)
        if path in told or day is None or not _have_ended(context, sources, day):
            continue
        told.add(path)
        facts = {
            "agency": each.agency,
            "function": function,
            "sources": ", ".join(sources),
            "protocol": each.protocol,
            "day": day.isoformat(),
        }
        yield Spot(path, facts)


def _have_ended(context: Context, sources: tuple[Id, ...], day: date) -> bool:
    known = context.handbook.sources
    found = [known[name] for name in sources if name in known]
    # A source that nobody declared is a finding of its own.
    if not found or len(found) < len(sources):
        return False
    return not any(in_force(source, day) for source in found)


@rule("mandate-unread", Severity.NOTE, needs_whole=True)
def _mandate_unread(context: Context) -> Iterator[Spot]:
    """An agency answers by a mandate whose sources nobody has read."""
    told: set[Path] = set()
    known = context.handbook.sources
    for each in context.answers:
        function = each.entry.function or ""
        sources = context.handbook.agencies[each.agency].mandates.get(function, ())
        path = ("agencies", each.agency, "mandates", function)
        unread = [name for name in sources if name in known and not known[name].read]
        if path in told or not sources or len(unread) < len(sources):
            continue
        told.add(path)
        facts = {
            "agency": each.agency,
            "function": function,
            "sources": ", ".join(sources),
        }
        yield Spot(path, facts)


@rule("mandate-without-source", Severity.WARNING, needs_whole=True)
def _mandate_without_source(context: Context) -> Iterator[Spot]:
    """An agency has a mandate that rests on nothing."""
    for name, agency in context.handbook.agencies.items():
        for function, sources in agency.mandates.items():
            if not sources:
                facts = {"agency": name, "function": function}
                yield Spot(("agencies", name, "mandates", function), facts)
