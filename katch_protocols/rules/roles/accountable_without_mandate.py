"""accountable-without-mandate: an agency answers for what it has no mandate for."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.noun import Id
from katch_protocols.rules.answering import grouped, named_places
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    # A mandate that could not be read may well be there.
    if context.incomplete & {"agencies", "functions"}:
        return
    agencies = context.handbook.agencies
    lacking = (
        each
        for each in context.answers
        if each.entry.function not in {None, *agencies[each.agency].mandates}
        and not context.is_damaged(("agencies", each.agency))
    )
    for (agency, path), found in grouped(lacking).items():
        function = found[0].entry.function or ""
        mandated = _mandated(context, function)
        # Where nobody has a mandate, the function itself is the finding.
        if mandated:
            facts = {
                "agency": agency,
                "activity": found[0].activity,
                "function": function,
                "regions": named_places((one.place for one in found), context.handbook),
                "mandated": mandated,
            }
            yield Spot(path, facts)


def _mandated(context: Context, function: Id) -> str:
    """Return the agencies that have a mandate, each with the sources that give it."""
    found = []
    for name, agency in context.handbook.agencies.items():
        if function in agency.mandates:
            sources = ", ".join(agency.mandates[function])
            found.append(f"{name} ({sources})" if sources else name)
    return "; ".join(found)


RULE = Rule(
    name="accountable-without-mandate",
    family=Family.ROLES,
    severity=Severity.ERROR,
    wording=Wording(
        saw=(
            "'{agency}' answers for '{activity}' in {regions} and has no mandate for "
            "'{function}'."
        ),
        why="What it decides for the child can be refused or undone.",
        fix=(
            "Add the mandate with its source, or let one answer that has it: "
            "{mandated}."
        ),
    ),
    spots=_spots,
    needs_whole=True,
)
