"""What a duty's own clock does where its state is left and taken up again: a table.

The case stands in a composite from hour 0, is away from hour 1, and back at hour 3.
``resume`` takes a duty up as it was left: kept, or owed with its clock under
``on_pause``; what was not owed when it was left, begins when the case is back.
"""

from collections.abc import Sequence

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.states import OnPause
from katch_protocols.verbs.live_cases import open_case
from tests.cases.living import HOUR, NOW, PEOPLE
from tests.making import make_handbook, make_protocol

KEEP, STOP, RESTART = OnPause.KEEP_RUNNING, OnPause.STOP, OnPause.RESTART
OFFICER = PEOPLE[0]

LEFT, BACK = ("leave", 1), ("back", 3)

ROWS: list[tuple[str, list[tuple[str, float]], str, tuple[float | None, ...]]] = [
    # What was done, and when; of which duty; when it is due: running on, stopped, anew.
    ("owed", [LEFT, BACK], "weigh", (5, 7, 8)),
    ("kept", [("weigh", 0.5), LEFT, BACK], "weigh", (None, None, None)),
    ("again and again", [LEFT, BACK], "look", (4, 6, 7)),
    ("counts from the last", [("look", 1), LEFT, BACK], "look", (5, 7, 7)),
    ("counts from after", [LEFT, BACK, ("look", 4)], "look", (8, 8, 8)),
    ("its condition holds", [("yes", 0.5), LEFT, BACK], "ask", (5.5, 7.5, 8)),
    ("not yet owed when left", [LEFT, ("yes", 2), BACK], "ask", (8, 8, 8)),
    ("and later", [LEFT, BACK, ("yes", 4)], "ask", (9, 9, 9)),
    ("lapsed", [("yes", 0.5), LEFT, ("no", 2), BACK], "ask", (None, None, None)),
    (
        "kept before it was left",
        [("yes", 0), ("ask", 0.5), LEFT, BACK],
        "ask",
        (None, None, None),
    ),
    # Its event comes while the case is away: owed again, and counted from there.
    ("from an event", [LEFT, ("call", 2), BACK], "visit", (7, 8, 8)),
    ("its event before", [("call", 0.5), LEFT, BACK], "visit", (5.5, 7.5, 8)),
    (
        "kept, and the event again",
        [("visit", 0.5), LEFT, ("call", 2), BACK],
        "visit",
        (7, 8, 8),
    ),
    # Entered anew, it is owed anew.
    ("entered anew", [("weigh", 0.5), LEFT, ("anew", 3)], "weigh", (8, 8, 8)),
    ("twice", [LEFT, BACK, ("leave", 3.5), ("back", 4)], "weigh", (5, 7.5, 9)),
]


def _book(on_pause: OnPause) -> Handbook:
    room = {
        "weigh": {"within": "5 hours"},
        "look": {"every": "4 hours"},
        "ask": {"within": "5 hours", "when": "d is yes"},
        "visit": {"within": "5 hours from call"},
    }
    protocol = make_protocol(
        {
            "facts": {"d": ("yes", "no")},
            "states": {
                "home": {
                    "states": {"room": {"activities": room}},
                    "activities": {"leave": {"to": "away"}},
                },
                "away": {
                    "activities": {
                        "back": {"to": "resume home"},
                        "anew": {"to": "home"},
                        "end": {"to": "over"},
                    }
                },
                "over": {"final": True, "outcome": "done"},
            },
            "activities": {
                "yes": {"sets": {"d": "yes"}},
                "no": {"sets": {"d": "no"}},
                "call": {},
            },
        },
        name="first",
    )
    home = protocol.states["home"].model_copy(update={"on_pause": on_pause})
    states = {**protocol.states, "home": home}
    return make_handbook(protocol.model_copy(update={"states": states}))


BOOKS = {rule: _book(rule) for rule in (KEEP, STOP, RESTART)}


def _lived(book: Handbook, steps: Sequence[tuple[str, float]]) -> Case:
    protocol = book.protocols["first"]
    case = open_case(protocol, reference="case-1", region=None, at=NOW, handbook=book)
    for name, hour in steps:
        case.do(name, by=OFFICER, at=NOW + hour * HOUR)
    return case


def _due(case: Case, duty: str) -> float | None:
    found = [due.at for due in case.due(case.last) if due.activity == duty]
    found += [due.at for due in case.overdue(case.last) if due.activity == duty]
    assert len(set(found)) < 2
    return (found[0] - NOW) / HOUR if found else None


@pytest.mark.parametrize(
    ("steps", "duty", "due"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_a_duty_is_taken_up_as_it_was_left(
    steps: Sequence[tuple[str, float]], duty: str, due: tuple[float | None, ...]
) -> None:
    lived = [_lived(BOOKS[rule], steps) for rule in (KEEP, STOP, RESTART)]
    assert tuple(_due(case, duty) for case in lived) == due


def test_while_the_case_is_away_nothing_inside_is_due() -> None:
    for rule in (KEEP, STOP, RESTART):
        case = _lived(BOOKS[rule], [("yes", 0), LEFT])
        assert case.due(case.last) == case.overdue(NOW + 99 * HOUR) == ()
