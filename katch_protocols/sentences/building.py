"""What each line of the grammar makes: a noun."""

from collections.abc import Callable, Mapping

from katch_protocols.model import safeguards as kinds
from katch_protocols.model.activities import Target
from katch_protocols.model.conditions import (
    And,
    FactIs,
    FactKnown,
    Happened,
    HasDocument,
    InState,
    Not,
    Or,
)
from katch_protocols.model.durations import Duration, Unit
from katch_protocols.model.safeguards.rule import Rule

__all__ = ["MADE"]

_CONDITIONS: Mapping[str, Callable[..., object]] = {
    "condition": lambda *parts: Or(parts=parts) if len(parts) > 1 else parts[0],
    "conjunct": lambda *parts: And(parts=parts) if len(parts) > 1 else parts[0],
    "negation": lambda inner: Not(inner=inner),
    "in_state": lambda state: InState(state=state),
    "has_document": lambda document: HasDocument(document=document),
    "happened": lambda activity: Happened(activity=activity),
    "fact_is": lambda fact, *values: FactIs(fact=fact, values=values),
    "fact_is_not": lambda fact, value: FactIs(fact=fact, values=(value,), negated=True),
    "fact_known": lambda fact: FactKnown(fact=fact),
    "fact_unknown": lambda fact: FactKnown(fact=fact, known=False),
}

_KINDS: Mapping[str, Callable[..., object]] = {
    "never": lambda a: kinds.Never(event=a),
    "requires": lambda a, b: kinds.Requires(event=a, earlier=b),
    "requires_each": lambda a, b: kinds.Requires(event=a, earlier=b, each_time=True),
    "requires_that": lambda a, c: kinds.RequiresThat(event=a, condition=c),
    "every_case_has": lambda a: kinds.EveryCaseHas(event=a),
    "every_end_has": lambda a: kinds.EveryCaseHas(event=a, any_end=True),
    "after_then": lambda a, b, d: kinds.AfterThen(event=a, later=b, within=d),
    "after_never": lambda a, c: kinds.AfterNever(event=a, forbidden=c),
    "between_never": lambda a, b, c: kinds.BetweenNever(event=a, end=b, forbidden=c),
    "often": lambda a, b, c, d: kinds.AtLeastEvery(
        event=a, end=b, recurring=c, period=d
    ),
    "while_never": lambda s, c: kinds.WhileNever(event=s, forbidden=c),
    "at_most": lambda a, n: kinds.AtMost(event=a, times=int(n)),
    "excludes": lambda a, b: kinds.Excludes(event=a, other=b),
    "takes_part": lambda a, role: kinds.TakesPart(event=a, role=role),
    "only_does": lambda actors, a: kinds.OnlyDoes(event=a, actors=actors),
    "different_people": lambda a, b: kinds.Different(event=a, other=b),
    "different_agencies": lambda a, b: kinds.Different(event=a, other=b, agencies=True),
    "same_person": lambda a, b: kinds.SamePerson(event=a, other=b),
    "always_possible": lambda a: kinds.AlwaysPossible(event=a),
    "independent": lambda a, b: kinds.Independent(event=a, other=b),
    "only_to": lambda item, actors: kinds.OnlyTo(item=item, receivers=actors),
}


def _safeguard(rule: Rule, where: object, unless: object) -> Rule:
    return rule.model_copy(update={"where": where, "unless": unless})


_SPANS: Mapping[str, Callable[..., object]] = {
    "duration": lambda amount, unit: Duration(amount=int(amount), unit=unit),
    "minutes": lambda: Unit.MINUTES,
    "hours": lambda: Unit.HOURS,
    "days": lambda: Unit.DAYS,
    "working_days": lambda: Unit.WORKING_DAYS,
    "weeks": lambda: Unit.WEEKS,
    "months": lambda: Unit.MONTHS,
}

MADE: Mapping[str, Callable[..., object]] = {
    **_CONDITIONS,
    **_KINDS,
    **_SPANS,
    "safeguard": _safeguard,
    "actors": lambda *actors: actors,
    "go": lambda state: Target(state=state),
    "resume": lambda state: Target(state=state, resume=True),
}
"""Rule of the grammar -> maker, called with the names and nouns of its line."""
