"""What one case counts under each kind of measure, reckoned by hand to the minute."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from math import inf

import pytest

from katch_protocols.evidence.indicators.history import asked_table, history_of
from katch_protocols.evidence.indicators.observing import Observer
from katch_protocols.evidence.indicators.tallies import CaseTally
from katch_protocols.model.measures import Measure, TimeFromTo
from katch_protocols.sentences.text import parse_measure, parse_safeguard
from tests.cases.living import NOW, bound_by
from tests.evidence.indicators.test_kept_or_open import live_case, open_book

_Lived = Sequence[tuple[float, str]]
_BOOK = bound_by(open_book(), [parse_safeguard("after begin then visit")])
"""Whose safeguard is ``g0``."""


def seen(measure: Measure, lived: _Lived, until: float) -> CaseTally:
    """Count one case as of an hour after it was opened."""
    view = live_case(_BOOK, lived).view()
    asks = [] if measure.where is None else [measure.where]
    history = history_of(view, asked_table(view.compiled, asks))
    found = Observer(measure, _BOOK).observe(history, NOW + timedelta(hours=until))
    timed = isinstance(measure, TimeFromTo)
    tallies = [CaseTally.of(each, timed=timed) for each in found]
    return sum(tallies, CaseTally())


_NONE, _KEPT, _BROKEN, _OPEN = (
    CaseTally(),
    CaseTally(1, 1),
    CaseTally(1, 0),
    CaseTally(open=1),
)
_SOON = "share of cases with begin / stop that have visit within 10 hours"
_EVER = "share of cases with begin that have visit"
_ENDS = "share of cases with begin that end in over / over_badly"
_SG = "share of cases with begin that keep g0"


@pytest.mark.parametrize(
    ("text", "lived", "until", "expected"),
    [
        ("number of cases", [], 0, _KEPT),
        ("number of cases", [], -0.02, _NONE),
        ("number of cases with visit", [(1, "visit"), (2, "visit")], 9, _KEPT),
        ("number of cases with visit", [(1, "visit")], 1, _KEPT),
        ("number of cases with visit", [(1, "visit")], 0.98, _NONE),
        ("number of cases with begin / visit", [(1, "visit"), (2, "begin")], 9, _KEPT),
        # Each time, as far as it has come; a condition holds just before it.
        ("number of times visit", [(1, "visit"), (2, "visit")], 9, CaseTally(2, 2)),
        ("number of times visit", [(1, "visit"), (2, "visit")], 1, _KEPT),
        ("number of times visit where done visit", [(1, "visit")], 9, _NONE),
        (
            "number of times visit where done begin",
            [(1, "visit"), (2, "begin"), (3, "visit"), (4, "visit")],
            9,
            CaseTally(2, 2),
        ),
        # As a case begins no state was active; at its first step one is.
        ("number of cases with here where in here", [(1, "visit")], 0.5, _NONE),
        ("number of times visit where in here", [(1, "visit")], 9, _KEPT),
        # One step counts once, though its activity and what it enters both count.
        (
            "number of times contact",
            [(1, "visit"), (2, "close")],
            9,
            CaseTally(2, 2),
        ),
        # A limit runs from the first of any, and its last minute is in time.
        (_SOON, [(1, "begin"), (11, "visit")], 20, _KEPT),
        (_SOON, [(1, "begin"), (11.02, "visit")], 20, _BROKEN),
        (_SOON, [(1, "stop"), (5, "begin"), (12, "visit")], 20, _BROKEN),
        (_SOON, [(1, "begin"), (5, "begin"), (12, "visit")], 20, _BROKEN),
        (_SOON, [(1, "begin")], 11, _OPEN),
        (_SOON, [(1, "begin")], 11.02, _BROKEN),
        (_SOON, [(1, "begin"), (2, "close")], 3, _BROKEN),
        (_SOON, [(1, "visit"), (2, "begin")], 12, _OPEN),
        (_SOON, [(1, "visit"), (2, "begin")], 12.02, _BROKEN),
        (_SOON, [(1, "visit")], 20, _NONE),
        # Without one it may come at any time, also before, until the case ends.
        (_EVER, [(1, "visit"), (2, "begin")], 3, _KEPT),
        (_EVER, [(1, "begin"), (900, "visit")], 899, _OPEN),
        (_EVER, [(1, "begin"), (900, "visit")], 900, _KEPT),
        (_EVER, [(1, "begin"), (2, "close")], 3, _BROKEN),
        (_ENDS, [(1, "begin")], 9, _OPEN),
        (_ENDS, [(1, "begin"), (2, "close")], 1.5, _OPEN),
        (_ENDS, [(1, "begin"), (2, "close")], 2, _KEPT),
        (_ENDS, [(1, "begin"), (2, "close_badly")], 9, _KEPT),
        (_ENDS, [(1, "begin"), (2, "close_somehow")], 9, _BROKEN),
        (_ENDS, [(2, "close")], 9, _NONE),
        # A safeguard by its id; it may bind more than the cases that count.
        (_SG, [(1, "begin"), (2, "visit")], 9, _KEPT),
        (_SG, [(1, "begin")], 9, _OPEN),
        (_SG, [(1, "visit")], 9, _NONE),
    ],
)
def test_a_case_counts(
    text: str, lived: _Lived, until: float, expected: CaseTally
) -> None:
    assert seen(parse_measure(text), lived, until) == expected


_HOUR = 3_600.0


@pytest.mark.parametrize(
    ("text", "lived", "until", "wait", "arrived"),
    [
        ("begin to visit", [(1, "begin"), (3, "visit"), (4, "visit")], 9, 2, True),
        ("begin to visit", [(1, "begin"), (2, "begin"), (3, "visit")], 9, 2, True),
        ("begin to visit", [(1, "visit"), (2, "begin"), (5, "visit")], 9, 3, True),
        ("begin to visit", [(1, "begin"), (3, "visit")], 2.5, 1.5, False),
        ("begin to visit", [(1, "begin"), (2, "close")], 9, inf, False),
        ("begin to visit", [(1, "begin"), (2, "visit"), (3, "close")], 9, 1, True),
        ("opened to visit", [(3, "visit")], 9, 3, True),
        # What an activity enters comes no earlier than the activity.
        ("close to over", [(2, "close")], 9, 0, True),
    ],
)
def test_a_case_has_waited(
    text: str, lived: _Lived, until: float, wait: float, *, arrived: bool
) -> None:
    measure = parse_measure(f"median time from {text}")
    is_open = not arrived and wait < inf
    waits = Counter({(wait * _HOUR, arrived): 1})
    assert seen(measure, lived, until) == CaseTally(1, 0, is_open, 0, waits)
