"""What the whole handbook promises the child, protocol by protocol, is proved.

One protocol ends where the next begins, so a promise from the first sign to the end
is a chain of sentences; each link is proved in every case of its own protocol.
"""

import re
from pathlib import Path

import pytest

from katch_protocols import prove, read

pytestmark = pytest.mark.usefixtures("kept_answers")

ROOT = Path(__file__).parents[2]

CHAINS = {
    "a safe place within 24 hours of the report": {
        "identification_child_tip": [
            "sg05_both_told_within_24_hours",
            "sg05_both_told_in_every_case",
        ],
        "referral_and_assistance": ["sg06_safe_place_within_24_hours"],
    },
    "school within 14 days of placement, or the reason on record": {
        "referral_and_assistance": ["sg35_school_or_a_reason_within_14_days"],
        "acml_identification_and_support": ["sg35_stable_means_in_school"],
    },
    "help never waits for a criminal case or for testimony": {
        "identification_child_tip": ["sg11_recognition_needs_no_criminal_case"],
        "referral_and_assistance": [
            "sg11_place_needs_no_criminal_case",
            "sg11_services_need_no_criminal_case",
        ],
        "justice_child_sensitive": [
            "sg11_protection_needs_no_testimony",
            "sg11_remedy_needs_no_testimony",
        ],
    },
    "one interview, and a second only by an order with reasons": {
        "justice_child_sensitive": [
            "sg27_one_interview",
            "sg27_one_repeat_at_most",
            "sg27_repeat_by_reasoned_order",
        ],
    },
    "never held, never treated as an offender": {
        "justice_child_sensitive": [
            "sg07_freed_within_three_hours",
            "sg07_never_interviewed_while_held",
            "sg13_suspicion_lifted_within_24_hours",
            "sg13_no_trial_while_child_is_suspect",
        ],
    },
    "survivors speak by their own will, and are answered": {
        "protocol_governance": [
            "sg43_opinion_by_free_will",
            "sg43_every_point_is_answered",
            "sg43_stepping_back_stays_open",
        ],
        "champion_outreach": ["sg43_led_by_free_will"],
        "partner_selection": ["sg43_choice_does_not_hang_on_them"],
    },
}


@pytest.fixture(scope="module")
def handbook():
    return read(ROOT / "protocols")


@pytest.mark.parametrize("promise", CHAINS)
def test_each_link_of_the_promise_holds(handbook, promise):
    for name, links in CHAINS[promise].items():
        protocol = handbook.protocols[name]
        proved = {link: prove(protocol, only=link)[link].holds for link in links}
        assert proved == dict.fromkeys(links, True)


def test_the_story_of_the_child_stands_on_paper_in_two_protocols_only(handbook):
    telling = {
        name
        for name, protocol in handbook.protocols.items()
        if any(
            "case_history" in paper.contains for paper in protocol.documents.values()
        )
    }
    assert telling == {"identification_child_tip", "justice_child_sensitive"}


def test_no_condition_of_a_service_asks_for_a_nation_or_for_testimony(handbook):
    asked = re.compile(r"\bnation|citizen|testif|testimony|criminal|court")
    for name in ("referral_and_assistance", "acml_identification_and_support"):
        facts = handbook.protocols[name].facts
        assert [fact for fact in facts if asked.search(fact)] == []
