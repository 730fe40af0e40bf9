"""Sentences judged on one case at a time, straight from the language's page.

Names are full names. Every kind of sentence is a few lines over the events of a whole
case; nothing is shared with ``katch_protocols.proofs``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from katch_protocols.model.safeguards import Sentence
from katch_protocols.sentences.truth import evaluate
from tests.proofs.telling import Case, Happening

__all__ = ["Bound", "bound", "is_broken", "is_triggered"]

Offends = Callable[[Happening], bool]
"""For sentences about who acts or who is told: whether an event offends."""


@dataclass(frozen=True)
class Bound:
    """What a sentence binds of a case: until its exception, if that came."""

    rule: Any
    events: tuple[Happening, ...]
    ended: bool
    outcome: str | None
    offends: Offends | None = None

    def at(self, name: str) -> list[int]:
        """Return where an event happens."""
        return [n for n, event in enumerate(self.events) if event.is_named(name)]

    def counts(self, event: Happening) -> bool:
        """Tell whether the condition of ``where`` was true just before an event."""
        where = self.rule.where
        return where is None or evaluate(where, event) is True

    @property
    def first(self) -> list[int]:
        """Where the sentence's first event happens, as far as it counts."""
        found = self.at(self.rule.event)
        return [n for n in found if self.counts(self.events[n])]


def bound(rule: Sentence, case: Case, offends: Offends | None = None) -> Bound:
    """Return what a sentence binds of a case: all before the step of its exception."""
    steps = [event.step for event in case.events if event.is_any_of(rule.unless)]
    if not steps:
        return Bound(rule, case.events, case.ended, case.outcome, offends)
    kept = tuple(event for event in case.events if event.step < steps[0])
    return Bound(rule, kept, ended=False, outcome=None, offends=offends)


GOOD_ENDS = {"protected", "done"}


def is_broken(rule: Sentence, case: Case, offends: Offends | None = None) -> bool:
    """Tell whether a case breaks a sentence."""
    return _KINDS[rule.kind](bound(rule, case, offends))


def is_triggered(rule: Any, case: Case) -> bool:
    """Tell whether what puts the sentence to the test happens while it binds."""
    it = bound(rule, case)
    if rule.kind == "while_never":
        return bool(it.at(rule.event))
    if rule.kind == "every_case_has":
        return it.ended and (rule.any_end or it.outcome in GOOD_ENDS)
    return rule.kind == "never" or bool(it.first)


def _requires(it: Bound) -> bool:
    earlier: Sequence[int] = it.at(it.rule.earlier)
    last = -1
    for n in it.first:
        if not any(last < m < n for m in earlier):
            return True
        last = n if it.rule.each_time else last
    return False


def _requires_since(it: Bound) -> bool:
    earlier, since = it.at(it.rule.earlier), it.at(it.rule.since)
    for n in it.first:
        last = max((m for m in since if m < n), default=-1)
        if not any(last < m < n for m in earlier):
            return True
    return False


def _requires_that(it: Bound) -> bool:
    held = (evaluate(it.rule.condition, it.events[n]) for n in it.first)
    return any(truth is not True for truth in held)


def _every_case_has(it: Bound) -> bool:
    judged = it.rule.any_end or it.outcome in GOOD_ENDS
    return it.ended and judged and not it.first


def _after_then(it: Bound) -> bool:
    later = it.at(it.rule.later)
    return it.ended and any(not any(m > n for m in later) for n in it.first)


def _after_never(it: Bound) -> bool:
    return any(m > n for m in it.at(it.rule.forbidden) for n in it.first)


def _between_never(it: Bound) -> bool:
    ends = it.at(it.rule.end)
    return any(
        m > n and not any(n < end <= m for end in ends)
        for m in it.at(it.rule.forbidden)
        for n in it.first
    )


def _while_never(it: Bound) -> bool:
    forbidden = (it.events[n] for n in it.at(it.rule.forbidden))
    return any(it.rule.event in one.states and it.counts(one) for one in forbidden)


def _offended(it: Bound) -> bool:
    assert it.offends is not None
    return any(it.offends(it.events[n]) for n in it.first)


def _sent(it: Bound) -> bool:
    assert it.offends is not None
    return any(it.offends(event) and it.counts(event) for event in it.events)


_KINDS: Mapping[str, Callable[[Bound], bool]] = {
    "never": lambda it: bool(it.first),
    "requires": _requires,
    "requires_since": _requires_since,
    "requires_that": _requires_that,
    "every_case_has": _every_case_has,
    "after_then": _after_then,
    "after_never": _after_never,
    "between_never": _between_never,
    "while_never": _while_never,
    "at_most": lambda it: len(it.first) > it.rule.times,
    "excludes": lambda it: bool(it.first) and bool(it.at(it.rule.other)),
    "takes_part": _offended,
    "informs": _offended,
    "only_does": _offended,
    "only_to": _sent,
}
