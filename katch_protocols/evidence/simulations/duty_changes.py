"""What a step makes of the duties with clocks of their own, as a case has them."""

from collections.abc import Container, Iterator
from datetime import UTC, datetime

from katch_protocols.cases.owed import DutyRule, OwedSince, after_step
from katch_protocols.evidence.simulations.draft import PlannedProcess
from katch_protocols.evidence.simulations.duty_states import (
    AS_IT_WAS,
    KEPT_NOW,
    NO_LONGER_OWED,
    OWED_BEFORE,
    OWED_NOW,
    change_of,
)
from katch_protocols.evidence.simulations.plan import Op
from katch_protocols.semantics.table import Row

__all__ = ["duties_that_go_on", "duty_changes", "owed_in"]

_AT = (datetime(2001, 1, 1, tzinfo=UTC), 0)
_BEFORE = (datetime(2000, 1, 1, tzinfo=UTC), 0)
_KNOWN = (None, OwedSince(_BEFORE), OwedSince(_BEFORE, kept=True))
"""What may be known of a duty before a step: not owed, owed, kept."""

_UNCHANGED = (NO_LONGER_OWED, AS_IT_WAS, AS_IT_WAS)


def _becomes(known: OwedSince | None, new: OwedSince | None) -> int:
    """Return what a step makes of a duty."""
    if new is None:
        return NO_LONGER_OWED
    if new == known:
        return AS_IT_WAS
    if new.since == _AT:
        return KEPT_NOW if new.kept else OWED_NOW
    return OWED_BEFORE


def duty_changes(
    process: PlannedProcess,
    row: Row | None,
    word: int,
    after: int,
    came: Container[str],
) -> Iterator[tuple[int, int, int]]:
    """Say what a step makes of each duty with a clock: see ``cases.owed``.

    Nothing of one that is not owed and stands still, if at all, as it did before.
    """
    rules = process.compiled.clocks.duties
    (was_on, was_held), (is_on, is_held) = (
        owed_in(process, word),
        owed_in(process, after),
    )
    touched = was_on | is_on | was_held ^ is_held
    for number, rule in enumerate(rules):
        comes = rule.duty.start in came
        if not (touched >> number & 1 or comes or row is None):
            continue
        change = (row, word, after)
        not_owed, owed, kept = (
            _becomes(known, after_step(rule, known, change, _AT, comes=comes))
            for known in _KNOWN
        )
        becomes = (not_owed, owed, kept)
        stands = row is not None and _stands_still(rule, row, word, after)
        left = stands and was_on >> number & 1
        if becomes != _UNCHANGED or left or comes:
            done = row is not None and row.activity == rule.duty.activity
            code = change_of(becomes, done=done, stands=stands, comes=comes)
            yield Op.DUTY, process.duties + number, code


def owed_in(process: PlannedProcess, word: int) -> tuple[int, int]:
    """Return which duties are owed in a word, if not kept, and which may be held."""
    if word not in process.owed:
        rules = process.compiled.clocks.duties
        process.owed[word] = (
            sum(1 << number for number, rule in enumerate(rules) if rule.is_on(word)),
            sum(1 << number for number, rule in enumerate(rules) if rule.is_held(word)),
        )
    return process.owed[word]


def duties_that_go_on(
    process: PlannedProcess, row: Row | None, word: int, after: int
) -> Iterator[tuple[int, int, int]]:
    """Say which duties, that a step leaves or finds standing still, go on after it."""
    was_on, is_on = owed_in(process, word)[0], owed_in(process, after)[0]
    for number, rule in enumerate(process.compiled.clocks.duties):
        if not (rule.tops and is_on >> number & 1):
            continue
        begins = not was_on >> number & 1
        if row is None or begins or _stands_still(rule, row, word, after):
            yield Op.GO_ON, process.duties + number, 0


def _stands_still(rule: DutyRule, row: Row, word: int, after: int) -> bool:
    """Tell whether a duty is left with a step, to be taken up as it was.

    That may be in the same instant; one that was left before stands still as well.
    """
    if not rule.is_on(after):
        return rule.is_held(after)
    is_back = rule.is_on(word) and rule.is_resumed(row, after)
    return is_back and not rule.begins_anew(row)
