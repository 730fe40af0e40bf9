"""What happened against each kind of sentence, as one saying."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from msgspec import Struct

from katch_protocols.model.conditions import And, Condition, FactKnown
from katch_protocols.model.documents import UNKNOWN
from katch_protocols.model.names import NameKind, ValueKind, names_held
from katch_protocols.model.safeguards import (
    AboutPeople,
    Enforcement,
    RequiresThat,
    Sentence,
)
from katch_protocols.proofs.time_sums import Spent
from katch_protocols.proofs.verdicts import Counterexample
from katch_protocols.semantics.case_step import blocks
from katch_protocols.semantics.events import find_event, found_in
from katch_protocols.semantics.table import Table
from katch_protocols.sentences.forms import form_of
from katch_protocols.sentences.mentions import names_in
from katch_protocols.sentences.text import parse_duration
from katch_protocols.sentences.truth import evaluate
from katch_protocols.telling.formatter import Each, Gap, Saying, Sum, Times, TitleGap
from katch_protocols.telling.moment_view import MomentView, moment
from katch_protocols.words.languages import ENGLISH
from katch_protocols.words.lists import NAMES
from katch_protocols.words.say import entries

__all__ = ["breach_message", "failure_reasons"]


def breach_message(rule: Sentence) -> Saying:
    """Return what happened in a case that the last step of it broke.

    A form of a safeguard may have a phrase of its own, ``breaks-FORM``, with the gaps
    of the form; for the others it is enough which event happened.
    """
    form = form_of(rule)
    gaps = {name: _gap(what, getattr(rule, name)) for name, what in form.gaps.items()}
    own = f"breaks-{form.key}"
    if own in entries("proofs", ENGLISH):
        return Saying(own, gaps)
    return Saying("breaks", {"event": _event(_events(rule)[0])})


def _gap(what: NameKind | ValueKind, value: Any) -> Gap:  # noqa: ANN401 - as declared
    if isinstance(what, NameKind):
        is_one = isinstance(value, str)
        return TitleGap(what, value) if is_one else Each(what, value, either=True)
    return Times(value) if what is ValueKind.COUNT else cast("Gap", value)


def _events(rule: Sentence | None) -> tuple[str, ...]:
    """Return the events of a sentence in their order; its exception is none of them."""
    return () if rule is None else names_held(rule, NameKind.EVENT, but="unless")


def _event(name: str) -> TitleGap:
    return TitleGap(NameKind.EVENT, name)


def failure_reasons(
    case: Counterexample, table: Table, rule: Sentence | None
) -> tuple[Saying, ...]:
    """Return why a case breaks ``rule``; soundness has no rule.

    ``table`` is the protocol's own, to which the rows of the case belong.
    """
    tell = _TELLERS.get(case.reason.code)
    if tell is None:
        return (Saying(case.reason.code),)
    return tuple(tell(_Matter(case, table, rule)))


class _Matter(Struct, frozen=True):
    """A broken sentence with the case that breaks it."""

    case: Counterexample
    table: Table
    rule: Sentence | None

    @property
    def facts(self) -> Mapping[str, str]:
        return self.case.reason.facts

    @property
    def event(self) -> TitleGap:
        """The event that the sentence is about."""
        return _event(next(iter(_events(self.rule)), ""))


def _happened(matter: _Matter) -> Iterator[Saying]:
    match matter.rule:
        case RequiresThat():
            yield from _not_so(matter, matter.rule)
        case None:
            return
        case _:
            yield breach_message(matter.rule)


def _not_so(matter: _Matter, rule: RequiresThat) -> Iterator[Saying]:
    """Say which parts of a condition were not true, and what nobody had answered."""
    chart = matter.table.chart
    event, rows = find_event(chart, rule.event), matter.case.rows
    entering = not (rows and event.is_done_by(rows[-1]))
    steps = max(0, len(matter.case.rows) - 1)
    now = moment(matter.case, matter.table, steps, entering=entering)
    condition = found_in(chart, rule.condition)
    parts = condition.parts if isinstance(condition, And) else (condition,)
    for part in parts:
        if evaluate(part, now) is not True:
            yield Saying("not-true", {"a": matter.event, "condition": part})
            yield from _unknown(part, now)


def _unknown(condition: Condition, now: MomentView) -> Iterator[Saying]:
    if isinstance(condition, FactKnown):
        return
    for mention in names_in(condition):
        if mention.kind is NameKind.FACT and now.fact(mention.name) == UNKNOWN:
            yield Saying("unknown", {"fact": TitleGap(NameKind.FACT, mention.name)})


def _never_came(matter: _Matter) -> Iterator[Saying]:
    first, *others = map(_event, _events(matter.rule))
    if others:
        yield Saying("ended-after-without", {"a": first, "b": others[-1]})
    else:
        yield Saying("ended-without", {"a": first})


def _too_late(matter: _Matter) -> Iterator[Saying]:
    spent = matter.case.reason.spent
    if spent is None or spent.total is None:
        return
    gaps: dict[str, Gap] = {
        "a": matter.event,
        "b": _awaited(matter),
        "total": spent.total,
        "sum": Sum(spent.parts),
    }
    yield Saying("too-late", gaps)
    yield _limit(spent)
    of_states = [part.state for part in spent.parts if part.activity is None]
    if of_states:
        states = tuple(dict.fromkeys(of_states))
        yield Saying("deadlines-of", {"states": Each(NameKind.STATE, states)})
    duties = dict.fromkeys(part.activity for part in spent.parts if part.activity)
    if duties:
        acts = Each(NameKind.ACTIVITY, tuple(duties))
        yield Saying("limits-of-duties", {"activities": acts})


def _no_deadline(matter: _Matter) -> Iterator[Saying]:
    states = Each(NameKind.STATE, tuple(matter.facts["states"].split(NAMES)))
    yield Saying("no-deadline", {"b": _awaited(matter), "states": states})
    spent = matter.case.reason.spent
    if spent is not None:
        yield _limit(spent)


def _awaited(matter: _Matter) -> TitleGap:
    return _event(_events(matter.rule)[-1])


def _limit(spent: Spent) -> Saying:
    if str(spent.least) == str(spent.limit) or not spent.parts:
        return Saying("limit", {"limit": spent.limit})
    gaps: dict[str, Gap] = {"limit": spent.limit, "least": spent.least}
    return Saying("limit-at-least", gaps)


def _stuck(matter: _Matter) -> Iterator[Saying]:
    """Say that no end can be reached, and what each activity there lacks."""
    yield Saying(matter.case.reason.code)
    words, table = (matter.table.initial, *matter.case.words), matter.table
    now = moment(matter.case, table, len(matter.case.rows))
    for block in blocks(table, words[-1]):
        for lack in block.lacks:
            gaps: dict[str, Gap] = {
                "a": TitleGap(NameKind.ACTIVITY, block.activity),
                "state": TitleGap(NameKind.STATE, block.state),
                "condition": lack,
            }
            yield Saying("blocked", gaps)
            yield from _unknown(lack, now)


def _another_does(matter: _Matter) -> Iterator[Saying]:
    by = TitleGap(NameKind.ROLE, matter.facts["by"])
    yield Saying("another-does", {"a": matter.event, "role": by})
    yield from _where(matter)


def _without_role(matter: _Matter) -> Iterator[Saying]:
    gaps = {
        "a": matter.event,
        "by": TitleGap(NameKind.ROLE, matter.facts["by"]),
        "role": TitleGap(NameKind.ROLE, matter.facts["role"]),
    }
    yield Saying("without-role", gaps)
    yield from _where(matter)


def _not_informed(matter: _Matter) -> Iterator[Saying]:
    party = names_held(cast("Sentence", matter.rule), NameKind.ACTOR)[0]
    gaps: dict[str, Gap] = {"a": matter.event, "party": TitleGap(NameKind.ACTOR, party)}
    if not matter.facts["by"]:
        yield Saying("not-informed", gaps)
        return
    gaps["by"] = TitleGap(NameKind.ROLE, matter.facts["by"])
    yield Saying("not-informed-by", gaps)
    yield from _where(matter)


def _who_sits(matter: _Matter) -> Iterator[Saying]:
    gaps = {
        "a": matter.event,
        "by": TitleGap(NameKind.ROLE, matter.facts["by"]),
        "role": TitleGap(NameKind.ROLE, matter.facts["role"]),
    }
    yield Saying("depends-on-who-sits", gaps)
    yield from _where(matter)


def _sent_elsewhere(matter: _Matter) -> Iterator[Saying]:
    gaps = {
        "document": TitleGap(NameKind.DOCUMENT, matter.facts["document"]),
        "to": TitleGap(NameKind.ACTOR, matter.facts["to"]),
    }
    yield Saying("sent-elsewhere", gaps)
    yield from _where(matter)


def _where(matter: _Matter) -> Iterator[Saying]:
    """Say of which agency, and in which region, if that is known."""
    for key in ("agency", "region"):
        if matter.facts.get(key):
            yield Saying(key, {"name": TitleGap(NameKind.ACTOR, matter.facts[key])})


_ASKED = {
    Enforcement.APART: "people",
    Enforcement.AGENCIES_APART: "agencies",
    Enforcement.SAME: "same",
}
"""What was asked of two events, as it ends the key of a phrase."""


def _by_whom(matter: _Matter) -> Iterator[Saying]:
    if not isinstance(matter.rule, AboutPeople):
        return
    first, second = map(_event, matter.rule.done)
    phrase = f"{matter.case.reason.code}-{_ASKED[matter.rule.enforcement]}"
    yield Saying(phrase, {"a": first, "b": second})
    yield from _where(matter)


def _early(matter: _Matter) -> Iterator[Saying]:
    """Say that an A can be early: by people, by the clock, or for a deadline."""
    first, second = map(_event, _events(matter.rule))
    gaps: dict[str, Gap] = {"a": first, "b": second}
    gaps |= {
        name: parse_duration(matter.facts[name])
        for name in ("limit", "deadline")
        if name in matter.facts
    }
    code = matter.case.reason.code
    if "state" in matter.facts:
        gaps["state"] = TitleGap(NameKind.STATE, matter.facts["state"])
    if "activity" in matter.facts:
        gaps["activity"] = TitleGap(NameKind.ACTIVITY, matter.facts["activity"])
        code = f"{code}-duty"
    yield Saying(code, gaps)


def _dependent(matter: _Matter) -> Iterator[Saying]:
    first, second = map(_event, _events(matter.rule))
    gaps = {"a": first, "b": second}
    if "state" in matter.facts:
        gaps["state"] = TitleGap(NameKind.STATE, matter.facts["state"])
    yield Saying(matter.case.reason.code, gaps)


def _never_again(matter: _Matter) -> Iterator[Saying]:
    yield Saying("never-again", {"a": matter.event})


def _may_not_see(matter: _Matter) -> Iterator[Saying]:
    gaps = {
        "agency": TitleGap(NameKind.ACTOR, matter.facts["agency"]),
        "category": TitleGap(NameKind.ITEM, matter.facts["category"]),
    }
    yield Saying("may-not-see", gaps)


def _without_consent(matter: _Matter) -> Iterator[Saying]:
    category = TitleGap(NameKind.ITEM, matter.facts["category"])
    yield Saying("without-consent", {"category": category})


_TELLERS: Mapping[str, Callable[[_Matter], Iterator[Saying]]] = {
    "another-does": _another_does,
    "clock-early": _early,
    "dead-end": _stuck,
    "depends-on-when": _early,
    "depends-on-who": _by_whom,
    "depends-on-who-sits": _who_sits,
    "due-early": _early,
    "happened": _happened,
    "livelock": _stuck,
    "may-not-see": _may_not_see,
    "mentions": _dependent,
    "never-again": _never_again,
    "never-came": _never_came,
    "no-deadline": _no_deadline,
    "nobody-can": _by_whom,
    "not-informed": _not_informed,
    "only-adverse": _stuck,
    "only-with": _dependent,
    "sent-elsewhere": _sent_elsewhere,
    "too-late": _too_late,
    "without-consent": _without_consent,
    "without-role": _without_role,
}
"""How each code of a reason is told; the others need no names."""
