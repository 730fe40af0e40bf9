"""Sentences about people that speak of what is measured, held against a log."""

import pytest

from tests.cases.harbour import FILES, handbook
from tests.evidence.logs import audited, case_rows, found

MEASURED = "measured: {seen: {title: {en: Seen, ru: Увиден, kk: Көрілді}}}\n"
ASSESS, SEND, ACKNOWLEDGE, HEAR, RULE, PLACE = range(6)


def home(rule):
    """Return Harbour where the hearing counts as what a sentence speaks of."""
    hearing = FILES["hearing.yaml"].partition("safeguards:")[0]
    hearing = hearing.replace("to: heard", "counts_as: seen\n        to: heard")
    referral = FILES["referral.yaml"].partition("safeguards:")[0]
    return handbook(
        handbook=FILES["handbook.yaml"] + MEASURED,
        hearing=hearing,
        referral=f"{referral}safeguards:\n  it: {{rule: {rule}, source: [act]}}\n",
    )


@pytest.mark.parametrize(
    ("rule", "cells", "expected"),
    [
        ("seen and hearing.rule_on by different people", {}, []),
        (
            "seen and hearing.rule_on by different people",
            {"person": "w3"},
            [("separation", "hearing.rule_on")],
        ),
        ("seen and place by the same person", {}, []),
        (
            "seen and place by the same person",
            {"person": "w3"},
            [("binding", "place")],
        ),
        (
            "assess and seen by different agencies",
            {},
            [("agency-separation", "hearing.hear")],
        ),
        (
            "assess and seen by different agencies",
            {"role": "officer", "agency": "police"},
            [],
        ),
        ("only office does seen", {}, []),
        (
            "only office does seen",
            {"role": "officer", "agency": "police"},
            [("only", "hearing.hear")],
        ),
        ("seen with carer", {}, [("partner", "hearing.hear")]),
        ("seen with carer", {"with": "child//k1;carer/office/c1"}, []),
    ],
)
def test_who_did_what_counts_as_it_is_who_did_it(rule, cells, expected):
    rows = case_rows()
    rows[HEAR] |= cells
    assert found(audited(rows, home=home(rule))) == expected
