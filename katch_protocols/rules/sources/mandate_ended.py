"""mandate-ended: an agency answers by a mandate of which no source is in force."""

from collections.abc import Iterator
from datetime import date

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.dates import in_force
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
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


RULE = Rule(
    name="mandate-ended",
    family=Family.SOURCES,
    severity=Severity.WARNING,
    wording=Wording(
        saw=(
            "The mandate of '{agency}' for '{function}' rests on {sources}, not in "
            "force on {day}; '{protocol}' needs it."
        ),
        why="What it decides for the child can be refused or undone.",
        fix="Cite the text in force, or let another agency answer.",
    ),
    spots=_spots,
    needs_whole=True,
)
