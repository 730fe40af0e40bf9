"""How each kind of safeguard is written: one line a form.

What is read, printed, said and looked up follows from these lines and from the fields
that the nouns declare.
"""

import re
from collections.abc import Mapping
from functools import cache, cached_property

from msgspec import Struct, field

from katch_protocols.model.names import NameKind, ValueKind, gaps_of
from katch_protocols.model.safeguards import (
    AfterNever,
    AfterThen,
    AlwaysPossible,
    AtLeastAfter,
    AtLeastEvery,
    AtMost,
    BetweenNever,
    Different,
    EveryCaseHas,
    Excludes,
    Independent,
    Informs,
    Never,
    OnlyDoes,
    OnlyTo,
    Requires,
    RequiresSince,
    RequiresThat,
    SafeguardRule,
    SamePerson,
    TakesPart,
    WhileNever,
)

__all__ = ["FORMS", "SentenceForm", "form_of"]

_GAP = re.compile(r"\{(\w+)\}")
_ENDINGS = frozenset({"kind", "where", "unless"})
"""Fields that every form leaves to others."""


class SentenceForm(Struct, frozen=True, dict=True):
    """One way to write a kind of safeguard.

    ``key`` is that of its words in the catalogue ``sentences``. ``text`` is what is
    written, with the fields of the noun as gaps; ``word(s)`` ends as the number in it
    asks. ``fixed`` are the fields that its very words decide; a field that the form
    does not mention has its default.
    """

    key: str
    kind: type[SafeguardRule]
    text: str
    fixed: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def gaps(self) -> Mapping[str, NameKind | ValueKind]:
        """What its gaps hold, in the order written."""
        declared = gaps_of(self.kind)
        return {gap: declared[gap] for gap in _GAP.findall(self.text)}

    def fits(self, rule: SafeguardRule) -> bool:
        """Tell whether the form says everything of a noun of its kind."""
        return all(
            getattr(rule, name) is not None
            if name in self.gaps
            else getattr(rule, name) == self.fixed.get(name, info.default)
            for name, info in self.kind.model_fields.items()
            if name not in _ENDINGS
        )

    def made(self, *values: object) -> SafeguardRule:
        """Make the noun of the values of the gaps, in the order written."""
        return self.kind.model_validate(
            {**self.fixed, **dict(zip(self.gaps, values, strict=True))}
        )


FORMS = (
    SentenceForm("never", Never, "never {event}"),
    SentenceForm("requires", Requires, "{event} requires {earlier}"),
    SentenceForm(
        "requires-each",
        Requires,
        "{event} requires {earlier} each time",
        {"each_time": True},
    ),
    SentenceForm(
        "requires-since", RequiresSince, "{event} requires {earlier} since {since}"
    ),
    SentenceForm("requires-that", RequiresThat, "{event} requires that {condition}"),
    SentenceForm("every-case-has", EveryCaseHas, "every case has {event}"),
    SentenceForm(
        "every-end-has",
        EveryCaseHas,
        "every case has {event} before an end",
        {"any_end": True},
    ),
    SentenceForm("after-then", AfterThen, "after {event} then {later}"),
    SentenceForm(
        "after-then-within", AfterThen, "after {event} then {later} within {within}"
    ),
    SentenceForm("after-never", AfterNever, "after {event} never {forbidden}"),
    SentenceForm(
        "between-never", BetweenNever, "between {event} and {end} never {forbidden}"
    ),
    SentenceForm(
        "at-least-every",
        AtLeastEvery,
        "between {event} and {end} always {recurring} at least every {period}",
    ),
    SentenceForm(
        "at-least-after", AtLeastAfter, "{event} at least {least} after {earlier}"
    ),
    SentenceForm("while-never", WhileNever, "while {event} never {forbidden}"),
    SentenceForm("at-most", AtMost, "{event} at most {times} time(s)"),
    SentenceForm("excludes", Excludes, "{event} excludes {other}"),
    SentenceForm("takes-part", TakesPart, "{event} with {role}"),
    SentenceForm("only-does", OnlyDoes, "only {actors} does {event}"),
    SentenceForm(
        "different-people", Different, "{event} and {other} by different people"
    ),
    SentenceForm(
        "different-agencies",
        Different,
        "{event} and {other} by different agencies",
        {"agencies": True},
    ),
    SentenceForm("same-person", SamePerson, "{event} and {other} by the same person"),
    SentenceForm("always-possible", AlwaysPossible, "{event} is always possible"),
    SentenceForm("independent", Independent, "{event} does not depend on {other}"),
    SentenceForm("informs", Informs, "{event} informs {party}"),
    SentenceForm("only-to", OnlyTo, "{item} only to {receivers}"),
)
"""Every form of every kind; any noun has exactly one that fits."""


@cache
def _forms(kind: type[SafeguardRule]) -> tuple[SentenceForm, ...]:
    return tuple(form for form in FORMS if form.kind is kind)


def form_of(rule: SafeguardRule) -> SentenceForm:
    """Return the form that a safeguard is written in."""
    return next(form for form in _forms(type(rule)) if form.fits(rule))
