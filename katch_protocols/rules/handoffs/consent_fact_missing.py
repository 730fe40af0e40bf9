"""consent-fact-missing: data that need consent, which nobody can give."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

_CONSENT, _GIVEN = "consent", "given"


def _spots(context: Context) -> Iterator[Spot]:
    for name, chart in context.sound.items():
        fact = chart.facts.get(_CONSENT)
        if fact is not None and _GIVEN in fact.values:
            continue
        if context.has_lost(("protocols", name), ("facts",)):
            continue
        for entry in chart.entries:
            for document in entry.act.sends:
                for data in chart.documents[document].contains:
                    category = context.handbook.data.get(data)
                    if category is not None and category.consent:
                        facts = {"document": document, "data": data}
                        yield Spot((*entry.path, "sends", document), facts)


RULE = Rule(
    name="consent-fact-missing",
    family=Family.HANDOFFS,
    severity=Severity.ERROR,
    wording=Wording(
        saw=(
            "'{document}' holds '{data}', which needs consent, and no fact "
            "`consent` has the value `given`."
        ),
        why="Nobody could tell whether the child agreed.",
        fix="Declare the fact `consent` with the values given and refused.",
    ),
    spots=_spots,
)
