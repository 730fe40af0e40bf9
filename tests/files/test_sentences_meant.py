"""Sentences in other words than ours are offered in ours, never taken silently."""

import pytest

from katch_protocols.files.read import read_texts
from tests.rules.saltmarsh import SALTMARSH

REFERRAL = SALTMARSH["referral.yaml"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("after refer then close_case in 30 days", "within 30 days"),
        ("after refer then close_case within one day", "within 1 day"),
        ("after refer then close_case within 24h", "within 24 hours"),
        ("IF refer THEN close_case", ""),
        ("if refer then close_case.", ""),
        ("after refer → close_case", ""),
        ("after refer -> close_case", ""),
        ("после refer затем close_case", ""),
    ],
)
def test_a_sentence_in_other_words_is_offered_in_ours(written, said):
    meant = f"after refer then close_case {said}".strip()
    assert near_of_sentence("rule", written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("After refer then close_case", "after"),
        ("after refer, then close_case", "refer"),
        ("refer needs make_safe", "refer requires make_safe"),
        ("refer at most once", "refer at most 1 time"),
        ("refer at most 1", "refer at most 1 time"),
        ("a case never has refer", "never refer"),
        ("every case must have closed", "every case has closed"),
        ("refer at most 2", "refer at most 2 times"),
        ("make_safe never", "never make_safe"),
        ("in safe never refer", "while safe never refer"),
        ("only caseworker does refer", None),
        ("only caseworker do refer", "only caseworker does refer"),
        (
            "only caseworker, duty_officer does refer",
            "only caseworker / duty_officer does refer",
        ),
        (
            "make_safe and refer by different persons",
            "make_safe and refer by different people",
        ),
        ("refer requires mаke_safe", "make_safe"),
        ("refer requires Make the child safe", "refer requires make_safe"),
        ("refer requires make safe", "refer requires make_safe"),
    ],
)
def test_a_safeguard_in_other_words_is_offered_in_ours(written, meant):
    assert near_of_sentence("rule", written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("consent = given", "consent is given"),
        ("consent == given", "consent is given"),
        ("consent != given", "consent is not given"),
        ("done make_safe & in safe", "done make_safe and in safe"),
        ("done make_safe, in safe", "done make_safe and in safe"),
        ("done make_safe || in safe", "done make_safe or in safe"),
        ("make_safe done", "done make_safe"),
        ("make_safe is done", "done make_safe"),
        ("done make safe", "done make_safe"),
    ],
)
def test_a_condition_in_other_words_is_offered_in_ours(written, meant):
    assert near_of_sentence("when", written) == meant


def near_of_sentence(key: str, written: str) -> str | None:
    """Return what is offered for a sentence; every slip is one finding."""
    told = f'"{written}"'
    if key == "rule":
        old, new = "states:", f"safeguards:\n  s1: {{rule: {told}}}\nstates:"
    else:
        old, new = "        to: closed", f"        when: {told}\n        to: closed"
    text = REFERRAL.replace(old, new, 1)
    found = read_texts({**SALTMARSH, "referral.yaml": text}).findings
    if not found:
        return None
    (one,) = found
    return one.near[0] if one.near else ""
