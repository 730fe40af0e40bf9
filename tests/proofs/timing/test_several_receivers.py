"""One clock runs for all receivers: the wait lasts as long as it says, not twice."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.files.read import read_texts
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.timing.measure_nouns import Range
from katch_protocols.proofs.timing.measures import measure
from katch_protocols.proofs.verdicts import Verdict
from tests.rules.handoffs.test_several_receivers import CLINIC, HELPED
from tests.rules.saltmarsh import SALTMARSH, referral

REPORTED = """  reported:
    title: Reported
    held_by: duty_officer
    within: 1 day
    activities:
      refer:
        title: Refer
        by: duty_officer
        to: helped
        handover: {to: [caseworker, nurse], within: 8 hours}
"""


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("after refer then helped within 8 hours", Verdict.HOLDS),
        ("after refer then helped within 7 hours", Verdict.BROKEN),
        ("after refer then acknowledge_refer_nurse within 8 hours", Verdict.HOLDS),
        ("helped requires acknowledge_refer_nurse", Verdict.HOLDS),
        ("helped requires acknowledge_refer_caseworker", Verdict.HOLDS),
        (
            "acknowledge_refer_nurse requires acknowledge_refer_caseworker",
            Verdict.BROKEN,
        ),
    ],
)
def test_what_is_proved_of_the_wait(sentence: str, verdict: Verdict) -> None:
    more = f"safeguards:\n  said: {{rule: {sentence}, source: [harbour_act]}}\n"
    text = referral(REPORTED + HELPED, more=more)
    book = read_texts({**SALTMARSH, **CLINIC, "referral.yaml": text}).sound()
    found = prove(chart(book.protocols["referral"], book), book)
    assert found["said"].verdict is verdict


def test_a_handover_to_several_is_one_to_each_whoever_is_the_last() -> None:
    """The police hand over to the clinic and to the welfare office, and that is all."""
    text = referral(REPORTED + HELPED)
    book = read_texts({**SALTMARSH, **CLINIC, "referral.yaml": text}).sound()
    found = measure(chart(book.protocols["referral"], book), book)
    assert found.handoffs == 2
    assert found.handoffs_a_case == Range(1, 1)
