"""only-adverse-end: of a case that others open, it is told where the case stands."""

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
