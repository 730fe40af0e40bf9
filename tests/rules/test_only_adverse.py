"""only-adverse-end: of cases that others open, and beside cases that never end."""

import katch_protocols as kp
from katch_protocols.findings import Path
from tests.making import make_handbook, make_protocol

OPENER = {
    "a": {"activities": {"go": {"records": ("d",), "opens": "second", "to": "b"}}},
    "b": {"final": True, "outcome": "protected"},
}
LOST = {"final": True, "outcome": "adverse"}
CHOICE = [("d is yes", "l"), (None, "m")]


def _told(states: dict[str, object]) -> list[Path]:
    facts = {"d": ("*yes", "no")}
    handbook = make_handbook(
        make_protocol({"states": OPENER}, name="first"),
        make_protocol({"states": states}, name="second"),
        facts=facts,
    )
    found = kp.check(handbook)
    return [each.path for each in found if each.rule == "only-adverse-end"]


def test_a_case_that_ends_as_it_is_opened_stands_nowhere() -> None:
    assert _told({"k": {"decide": CHOICE}, "l": LOST, "m": LOST}) == []


def test_a_case_that_ends_badly_is_told_where_it_first_rests() -> None:
    waits = {"activities": {"end": {"to": "l"}}}
    found = _told({"k": {"decide": CHOICE}, "l": LOST, "m": waits})
    assert found == [("protocols", "second", "states", "m")]


NEVER = {"activities": {"wait": {"to": "waits"}}}
"""From there a case goes on for ever."""


def _told_alone(**acts: dict[str, str]) -> list[tuple[str, str]]:
    """Return what is told of ends: the rule and the state. ``gone`` only ends badly."""
    states = {
        "told": {"activities": acts},
        "waits": NEVER,
        "gone": {"activities": {"give_up": {"to": "lost"}}},
        "safe": {"final": True, "outcome": "protected"},
        "lost": {"final": True, "outcome": "adverse"},
    }
    found = kp.check(make_handbook(make_protocol({"states": states}, name="first")))
    rules = {"only-adverse-end", "never-ending", "no-way-to-end"}
    return [(each.rule, str(each.path[3])) for each in found if each.rule in rules]


HELP, LOSE, STAY = {"to": "safe"}, {"to": "gone"}, {"to": "waits"}


def test_a_case_that_never_ends_hides_none_that_only_ends_badly() -> None:
    bad, never = ("only-adverse-end", "gone"), ("never-ending", "waits")
    assert _told_alone(help=HELP, lose=LOSE) == [bad]
    assert _told_alone(help=HELP, stay=STAY) == [never]
    assert sorted(_told_alone(help=HELP, lose=LOSE, stay=STAY)) == [never, bad]


def test_where_a_case_may_never_end_it_is_told_of_that_alone() -> None:
    """Whoever mends what never ends gives it an end, and that may be a good one."""
    assert _told_alone(stay=STAY, give_up={"to": "lost"}) == [("never-ending", "waits")]
    both = _told_alone(stay=STAY, lose=LOSE)
    assert sorted(both) == [("never-ending", "waits"), ("only-adverse-end", "gone")]
