"""What the names of a sentence mean in a chart."""

from copy import copy

import pytest

from katch_protocols.semantics.events import ChartEvent, UndefinedError, find_event
from tests.semantics.small import FINAL, chart_of, protocol

CHART = chart_of(
    protocol(
        initial="a",
        states={
            "a": {"activities": {"go": {"to": "b"}}},
            "b": {"activities": {"end": {"to": "end"}}},
            "end": FINAL,
        },
    )
)


def test_a_name_is_looked_up_once_as_long_as_its_chart_is_in_use() -> None:
    found = find_event(CHART, "go")
    (full,) = (name for name in CHART.activities if name.endswith("go"))
    assert found == ChartEvent("go", activities=frozenset({full}))
    assert find_event(CHART, "go") is found
    assert find_event(copy(CHART), "go") == found


def test_a_name_that_means_nothing_is_refused_every_time() -> None:
    for _ in range(2):
        with pytest.raises(UndefinedError) as caught:
            find_event(CHART, "goo")
        assert caught.value.candidates == ("go",)
