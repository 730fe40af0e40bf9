"""measured-without-doer: who does it is asked of what a state counts as."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.safeguards import AboutPeople
from katch_protocols.rules.bindings import written_at
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, bound in context.bindings.bound.items():
        chart = context.charts[name]
        for safeguard in bound.values():
            path = (*written_at(context.handbook, chart, safeguard), "rule")
            rule = safeguard.rule
            for event in rule.done if isinstance(rule, AboutPeople) else ():
                counted = chart.counted.get(event)
                if counted is not None and counted.nodes:
                    facts = {
                        "safeguard": safeguard.id,
                        "name": event,
                        "state": chart.nodes[counted.nodes[0]].name,
                        "protocol": name,
                    }
                    yield Spot(path, facts)


RULE = Rule(
    name="measured-without-doer",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw=(
            "Safeguard '{safeguard}' asks who does '{name}', and in '{protocol}' the "
            "state '{state}' counts as it."
        ),
        why="Nobody does a state, so the question has no answer.",
        fix="Let only activities count as '{name}', or name the activities.",
    ),
    spots=_spots,
)
