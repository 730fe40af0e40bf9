"""transfer-without-receiver: of a case that ends as transferred as it starts."""

import pytest

from katch_protocols.rules.check import check
from tests.making import make_handbook, make_protocol

STATES = {
    "k": {"decide": [(None, "m")]},
    "m": {"final": True, "outcome": "transferred"},
}
WHERE = ("protocols", "second", "states", "m")


@pytest.mark.parametrize("opens", [(), ("second",)])
def test_nobody_has_taken_over_what_is_transferred_as_it_starts(
    opens: tuple[str, ...],
) -> None:
    go = {"records": ("d",), "opens": opens, "to": "b"}
    first = {
        "a": {"activities": {"go": go}},
        "b": {"final": True, "outcome": "protected"},
    }
    handbook = make_handbook(
        make_protocol({"states": first}, name="first"),
        make_protocol({"states": STATES}, name="second"),
        facts={"d": ("yes", "no")},
    )
    told = [e.path for e in check(handbook) if e.rule == "transfer-without-receiver"]
    assert told == [WHERE]
