"""Sources on which a deadline or a mandate rests: missing, unread, not in force."""

from collections.abc import Iterable, Iterator
from datetime import date

from katch_protocols.findings import Path, Severity
from katch_protocols.model.citations import Citation, cited_sources
from katch_protocols.model.deadlines import Basis, Deadline, in_force
from katch_protocols.model.handbook import Source
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import NameOf
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.rules.spans import clocked
from katch_protocols.words.lists import as_typed


@rule("source-missing", Severity.ERROR, needs_whole=True)
def _source_missing(context: Context) -> Iterator[Spot]:
    """A deadline that claims a law or guidance and cites none."""
    for path, limit in context.every(Deadline):
        if limit.basis is not Basis.PROPOSED and not limit.source:
            facts = {"id": clocked(path), "basis": str(limit.basis)}
            yield Spot((*path, "basis"), facts)


@rule("source-not-yet-valid", Severity.WARNING)
def _source_not_yet_valid(context: Context) -> Iterator[Spot]:
    """A source that is cited before its first day."""
    for path, source, name, day in _cited(context):
        if source.valid_from is not None and day < source.valid_from:
            facts = {
                "source": source.id,
                "begin": source.valid_from.isoformat(),
                "protocol": name,
                "day": day.isoformat(),
            }
            yield Spot(path, facts)


def _cited(context: Context) -> Iterator[tuple[Path, Source, Id, date]]:
    """Yield where a source is cited, in which protocol, and the day that counts."""
    for use in context.references.get(NameOf.SOURCE, ()):
        source = context.handbook.sources.get(use.name)
        if source is None:
            continue
        for name in context.bound_protocols(use.path):
            day = context.day_in(name)
            if day is not None:
                yield use.path, source, name, day


@rule("source-repealed", Severity.WARNING)
def _source_repealed(context: Context) -> Iterator[Spot]:
    """A source that is cited after its last day."""
    for path, source, name, day in _cited(context):
        if source.valid_to is not None and day > source.valid_to:
            facts = {
                "source": source.id,
                "last": source.valid_to.isoformat(),
                "protocol": name,
                "day": day.isoformat(),
            }
            yield Spot(path, facts)


@rule("mandate-ended", Severity.WARNING, needs_whole=True)
def _mandate_ended(context: Context) -> Iterator[Spot]:
    """An agency answers by a mandate of which no source is in force."""
    told: set[Path] = set()
    for agency, function, protocol in _answering(context):
        sources = context.handbook.agencies[agency].mandates.get(function, ())
        path = ("agencies", agency, "mandates", function)
        day = context.day_in(protocol)
        if path in told or day is None or not _have_ended(context, sources, day):
            continue
        told.add(path)
        facts = {
            "agency": agency,
            "function": function,
            "sources": as_typed(cited_sources(sources)),
            "protocol": protocol,
            "day": day.isoformat(),
        }
        yield Spot(path, facts)


def _answering(context: Context) -> Iterable[tuple[Id, Id, Id]]:
    """Return each agency, a function that it answers for, and in which protocol."""
    return dict.fromkeys(
        (each.agency, each.entry.function or "", each.protocol)
        for each in context.answers
    )


def _have_ended(context: Context, cited: tuple[Citation, ...], day: date) -> bool:
    known, sources = context.handbook.sources, cited_sources(cited)
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
    for agency, function, _ in _answering(context):
        mandate = context.handbook.agencies[agency].mandates.get(function, ())
        sources = cited_sources(mandate)
        path = ("agencies", agency, "mandates", function)
        unread = [name for name in sources if name in known and not known[name].read]
        if path in told or not sources or len(unread) < len(sources):
            continue
        told.add(path)
        facts = {
            "agency": agency,
            "function": function,
            "sources": as_typed(sources),
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
