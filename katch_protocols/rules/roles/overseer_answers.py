"""overseer-answers: a body that oversees answers for what it should oversee."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.noun import Id
from katch_protocols.rules.answering import grouped, named_places
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    functions = context.handbook.functions
    oversight = {name for name, each in functions.items() if each.oversight}
    operating = (
        each
        for each in context.answers
        if each.entry.function not in oversight
        and _oversees(context, each.agency, oversight)
    )
    for (agency, path), found in grouped(operating).items():
        facts = {
            "agency": agency,
            "activity": found[0].activity,
            "oversight": ", ".join(_oversees(context, agency, oversight)),
            "regions": named_places((one.place for one in found), context.handbook),
        }
        yield Spot(path, facts)


def _oversees(context: Context, agency: Id, oversight: set[Id]) -> tuple[Id, ...]:
    mandates = context.handbook.agencies[agency].mandates
    return tuple(name for name in mandates if name in oversight)


RULE = Rule(
    name="overseer-answers",
    family=Family.ROLES,
    severity=Severity.ERROR,
    wording=Wording(
        saw=(
            "'{agency}' answers for '{activity}' in {regions} and also oversees it "
            "({oversight})."
        ),
        why="Nobody is left to look at it from outside when a child complains.",
        fix="Let another body answer; put '{agency}' under `consult` or `inform`.",
    ),
    spots=_spots,
)
