"""A signal has nothing that speaks of a duty."""

import pytest

from tests.rules.saltmarsh import FILES, seen

TOLD = """
protocol: told
title: Told
valid_from: 2026-01-01
initial: waiting
states:
  waiting:
    title: Waiting
    held_by: caseworker
    activities:
      finish: {title: Finish, by: caseworker, to: closed}
      leaves: {title: The family leaves, by: nobody, KEY}
  closed: {title: Closed, final: true, outcome: done}
"""


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("within", "3 days"),
        ("every", "3 days"),
        ("may", "true"),
        ("escalate_to", "[caseworker]"),
        ("reason", "true"),
    ],
)
def test_a_key_that_speaks_of_a_duty_is_told(key: str, value: str) -> None:
    text = TOLD.replace("KEY", f"{key}: {value}")
    place = f"protocols.told.states.waiting.activities.leaves.{key}"
    said = {"activity": "leaves", "key": key}
    assert seen("signal-with-duty", {**FILES, "told.yaml": text}) == [(place, said)]
