"""Which agency can come to know which data, by which step, and where it should not."""

import json
from typing import Any

import pytest

from katch_protocols.proofs.information_flow import (
    How,
    InformationFlow,
    information_flow,
)
from katch_protocols.sentences.text import parse_condition
from tests.proofs.places import book_with, chart_in

ASK = {"id": "ask", "by": ["nurse"], "records": ["consent"]}
WRITE = {"id": "write", "by": ["nurse"], "produces": ["report"]}
SEND = {"id": "send", "by": ["nurse"], "sends": {"report": ["officer"]}}


def flow(*acts: dict[str, Any], **parts: Any) -> InformationFlow:
    book = book_with(*acts, **parts)
    return information_flow(chart_in(book), book)


def ways(found: InformationFlow, agency: str, category: str) -> list[tuple[Any, ...]]:
    return [
        (way.activity, way.state, way.how, way.party, way.regions)
        for way in found.ways(agency, category)
    ]


def test_who_writes_sends_and_receives_a_document_knows_what_it_holds() -> None:
    found = flow(WRITE, SEND)
    both, south = ("north", "south"), ("south",)
    assert ways(found, "police", "health") == [
        ("send", "s1", How.RECEIVES, "officer", ("north",))
    ]
    assert ways(found, "clinic", "health") == [
        ("write", "s0", How.PRODUCES, "nurse", both),
        ("send", "s1", How.SENDS, "nurse", both),
        ("send", "s1", How.RECEIVES, "officer", south),
    ]
    assert ways(found, "school", "health") == [
        ("write", "s0", How.PRODUCES, "nurse", ("north",)),
        ("send", "s1", How.SENDS, "nurse", ("north",)),
    ]
    assert found.exhausted


def test_an_activity_that_cannot_happen_tells_nobody() -> None:
    found = flow({**WRITE, "needs": ["note"]}, SEND)
    assert found.knowledge == ()


def test_an_agency_must_not_receive_what_it_may_not_see() -> None:
    found = flow(WRITE, SEND)
    (over,) = found.overreach
    assert (over.agency, over.category) == ("police", "health")
    assert (over.way.activity, over.way.how) == ("send", How.RECEIVES)
    assert [told.activity for told in over.case.steps] == ["write", "send"]
    assert over.case.reason.code == "may-not-see"


@pytest.mark.parametrize(
    ("acts", "cases"),
    [
        ((SEND,), [["send"]]),
        ((ASK, SEND), [["ask", "send"]]),
        ((ASK, {**SEND, "when": "consent is given"}), []),
        (({**ASK, "sets": {"consent": "given"}, "records": []}, SEND), []),
    ],
)
def test_what_needs_consent_is_passed_on_only_while_it_is_given(
    acts: tuple[dict[str, Any], ...], cases: list[list[str]]
) -> None:
    found = flow(*map(conditional, acts))
    told = [[one.activity for one in each.case.steps] for each in found.unconsented]
    assert told == cases
    for each in found.unconsented:
        assert (each.category, each.document) == ("health", "report")
        assert each.receivers == ("police",)


def conditional(act: dict[str, Any]) -> dict[str, Any]:
    return act | ({"when": parse_condition(act["when"])} if "when" in act else {})


def test_consent_that_is_no_fact_can_never_be_given() -> None:
    (each,) = flow(SEND, facts={}).unconsented
    assert each.activity == "send"


def test_within_one_agency_nothing_is_passed_on() -> None:
    inside = {"id": "send", "by": ["teacher"], "sends": {"report": ["school"]}}
    assert flow(inside).unconsented == ()
    outside = {**inside, "sends": {"report": ["nurse"]}}
    (each,) = flow(outside).unconsented
    assert each.receivers == ("clinic",)


def test_the_matrix_is_plain_data_in_the_order_of_the_handbook() -> None:
    plain = flow(WRITE, SEND).to_json()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["agencies"] == ["police", "clinic", "school"]
    assert plain["categories"] == ["identity", "health"]
    matrix: Any = plain["matrix"]
    assert list(matrix) == ["police", "clinic", "school"]
    assert list(matrix["police"]) == ["identity", "health"]
    assert matrix["police"]["identity"] == [
        {
            "activity": "send",
            "state": "s1",
            "document": "report",
            "how": "receives",
            "party": "officer",
            "regions": ["north"],
        }
    ]


def test_where_not_everything_was_seen_every_activity_counts() -> None:
    book = book_with({**WRITE, "needs": ["note"]}, SEND)
    found = information_flow(chart_in(book), book, limit=0)
    assert not found.exhausted
    assert ways(found, "clinic", "health")[0][0] == "write"
