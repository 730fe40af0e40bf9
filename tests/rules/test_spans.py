"""What a finding says of a clock names the state or the activity that has it."""

import pytest

from katch_protocols.rules.spans import clocked


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("states", "open", "within"), "open"),
        (("states", "handover", "within"), "handover"),
        (("states", "open", "activities", "send", "handover", "within"), "send"),
        (("states", "open", "activities", "report", "opens", 1, "within"), "report"),
        (("states", "ended", "opens", 0, "within"), "ended"),
        (("activities", "opens", "opens", 0, "within"), "opens"),
        (("activities", "visit", "every"), "visit"),
    ],
)
def test_the_owner_of_a_clock(path, name) -> None:
    assert clocked(path) == name
