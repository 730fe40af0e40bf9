"""mandate-unread: an agency answers by a mandate whose sources nobody has read."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
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


RULE = Rule(
    name="mandate-unread",
    family=Family.SOURCES,
    severity=Severity.NOTE,
    wording=Wording(
        saw=(
            "The mandate of '{agency}' for '{function}' rests on {sources}, whose text "
            "was not read."
        ),
        why="The text may say something else, and then another body must answer.",
        fix="Read the text and set `read: true`, or cite one that was read.",
    ),
    spots=_spots,
    needs_whole=True,
)
