"""From the first sign to reintegration: promises across protocols, proved on the whole.

``child_pathway`` runs identification, help and justice side by side, the return inside
help. It has more configurations than can be looked at; each promise is proved on the
part that can touch it.
"""

from pathlib import Path

import pytest

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart
from katch_protocols.files.read import read_texts
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.verdicts import Verdict

ROOT = Path(__file__).parents[2] / "protocols"
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(ROOT.rglob("*.yaml"))
}
WAY = "child_pathway"
LIMIT = 200_000
WAY_TO_HELP = "in_progress.help.helping"
WAY_TO_JUSTICE = "in_progress.justice.doing_justice"
PROMISES = {
    "a safe place within 24 hours of the report": (
        "sg06_safe_place_within_24_hours_of_the_report",
        "after report_both then place within 24 hours unless absent",
    ),
    "school within 14 days of placement": (
        "sg35_school_within_14_days",
        "after place then enrol_school within 14 days unless absent",
    ),
    "no return without a determination of best interests": (
        "sg17_determination_before_departure",
        "depart requires determine_best_interests",
    ),
    "no return without an assessment of the family": (
        "sg19_family_assessed_before_departure",
        "depart requires assess_family_and_security",
    ),
    "no return without a receiving guardian": (
        "sg19_receiver_gave_a_guarantee",
        "depart requires that guarantee is in_writing",
    ),
    "a place without police": (
        "sg11_place_needs_no_police",
        "place does not depend on take_up_report",
    ),
    "services without a criminal case": (
        "sg11_services_need_no_criminal_case",
        "approve_and_start_services does not depend on register",
    ),
    "services without testimony": (
        "sg11_services_need_no_testimony",
        "approve_and_start_services does not depend on interview_once",
    ),
    "school without papers, whatever the nationality": (
        "sg12_school_needs_no_papers",
        "enrol_school does not depend on regularise_stay",
    ),
    "one interview": ("sg27_one_interview", "interview_once at most 1 time"),
    "a second one only by a reasoned decision": (
        "sg27_repeat_by_reasoned_order",
        "repeat_interview requires order_repeat each time",
    ),
    "one examination, for help and for justice": (
        "sg29_one_examination_for_help_and_justice",
        f"{WAY_TO_HELP}.examine excludes {WAY_TO_JUSTICE}.examine",
    ),
    "a missing child's case never closes": (
        "sg37_never_closed_as_missing",
        "after alert then found",
    ),
}


def changed(old: str = "", new: str = "", *, file: str = f"{WAY}.yaml"):
    """Return the handbook and the pathway after one change in a file."""
    assert old in TEXTS[file]
    texts = {**TEXTS, file: TEXTS[file].replace(old, new)} if old else TEXTS
    handbook = read_texts(texts).sound()
    return handbook, chart(handbook.protocols[WAY], handbook)


@pytest.fixture(scope="module")
def proofs():
    handbook, way = changed()
    return prove(way, handbook, limit=LIMIT)


def test_every_promise_that_binds_the_pathway_holds(proofs):
    handbook, way = changed()
    assert list(proofs)[1:] == list(binding_safeguards(way, handbook))
    verdicts = {name: str(proof.verdict) for name, proof in proofs.items()}
    # Too many cases to say of all that they can end; each part is sound by itself.
    assert verdicts.pop("soundness") == "not-exhausted"
    assert set(verdicts.values()) == {"holds"}


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_holds_from_the_first_sign_to_the_end(promise, proofs):
    name, rule = PROMISES[promise]
    assert (proofs[name].rule, proofs[name].verdict) == (rule, Verdict.HOLDS)


def test_the_longest_time_to_a_safe_place_is_told(proofs):
    proof = proofs["sg06_safe_place_within_24_hours_of_the_report"]
    assert proof.reason is not None
    assert proof.reason.every_fact()["total"] == "24 hours"


def test_nothing_on_the_way_is_asked_about_nationality():
    handbook, way = changed()
    asked = {*way.facts, *handbook.facts}
    assert not [name for name in asked if "national" in name or "citizen" in name]


@pytest.mark.parametrize(
    ("promise", "old", "new"),
    [
        (
            "sg05_help_opens_with_the_report",
            "inform: [social_protection]\n                when: done report_both",
            "inform: [social_protection]",
        ),
        (
            "sg11_place_needs_no_police",
            "inform: [social_protection]\n                when: done report_both",
            "inform: [social_protection]\n                when: done take_up_report",
        ),
    ],
)
def test_a_promise_that_nothing_keeps_is_refuted_on_the_whole(promise, old, new):
    handbook, way = changed(old, new)
    proof = prove(way, handbook, only=promise, limit=LIMIT)[promise]
    assert proof.verdict is Verdict.BROKEN
    assert proof.counterexample is not None
    assert proof.counterexample.steps


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("child_pathway.yaml", "limit: 1 hour,", "limit: 2 hours,"),
        ("referral_and_assistance.yaml", "limit: 23 hours,", "limit: 24 hours,"),
    ],
)
def test_one_hour_more_anywhere_and_the_place_is_promised_no_longer(file, old, new):
    handbook, way = changed(old, new, file=file)
    promise = "sg06_safe_place_within_24_hours_of_the_report"
    proof = prove(way, handbook, only=promise, limit=LIMIT)[promise]
    assert proof.verdict is not Verdict.HOLDS
