"""From the first sign to reintegration: promises across protocols.

``child_pathway`` runs identification, whose report opens help and justice beside it.
Help starts at the report, so what help promises from its own start is promised from the
report on; nothing in help can wait for a decision or for police, for it knows of none.
"""

from pathlib import Path

import pytest

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart
from katch_protocols.files.read import read_texts
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.verdicts import Verdict

pytestmark = pytest.mark.usefixtures("kept_answers")

ROOT = Path(__file__).parents[2] / "protocols"
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(ROOT.rglob("*.yaml"))
}
WAY = "child_pathway"
HELP = "referral_and_assistance"
LIMIT = 200_000
PROMISES = {
    "a safe place within 24 hours of the report": (
        HELP,
        "sg06_safe_place_within_24_hours",
    ),
    "school or a reason within 14 days of placement": (
        HELP,
        "sg35_school_or_a_reason_within_14_days",
    ),
    "no return before a lasting solution is determined": (
        HELP,
        "sg17_return_is_examined_only_after_it",
    ),
    "services without a criminal case": (
        HELP,
        "sg11_services_need_no_criminal_case",
    ),
    "services without papers": (HELP, "sg12_services_need_no_papers"),
    "school without papers, whatever the nationality": (
        HELP,
        "sg12_school_needs_no_papers",
    ),
    "another place to live can always be asked for": (
        HELP,
        "child_can_ask_for_another_place",
    ),
    "a birthday closes no case": (HELP, "sg39_eighteen_means_handing_over"),
    "a missing child's case never closes as missing": (
        HELP,
        "sg37_never_closed_as_missing",
    ),
}


def changed(old: str = "", new: str = "", *, file: str = f"{WAY}.yaml", of: str = WAY):
    """Return the handbook and a protocol after one change in a file."""
    assert old in TEXTS[file]
    texts = {**TEXTS, file: TEXTS[file].replace(old, new)} if old else TEXTS
    handbook = read_texts(texts).sound()
    return handbook, chart(handbook.protocols[of], handbook)


def test_the_way_is_decided_and_every_promise_that_binds_it_holds():
    handbook, way = changed()
    proofs = prove(way, handbook, limit=LIMIT)
    assert list(proofs)[1:] == list(binding_safeguards(way, handbook))
    assert {str(proof.verdict) for proof in proofs.values()} == {"holds"}


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_holds_from_the_report_on(promise):
    protocol, name = PROMISES[promise]
    handbook, drawn = changed(of=protocol)
    proof = prove(drawn, handbook, only=name, limit=LIMIT)[name]
    assert proof.verdict is Verdict.HOLDS


def test_the_report_opens_help_and_justice():
    handbook, _ = changed()
    made_safe = handbook.protocols["identification_child_tip"].states["in_progress"]
    report = made_safe.states["made_safe"].activities["report_both"]
    assert {each.protocol for each in report.opens} == {HELP, "justice_child_sensitive"}


def test_the_longest_time_to_a_safe_place_is_told():
    name = "sg06_safe_place_within_24_hours"
    handbook, drawn = changed(of=HELP)
    proof = prove(drawn, handbook, only=name, limit=LIMIT)[name]
    assert proof.reason is not None
    assert proof.reason.every_fact()["total"] == "24 hours"


def test_one_hour_more_and_the_place_is_promised_no_longer():
    old, new = (
        "limit: 24 hours, basis: proposed, source: [{nrm",
        "limit: 25 hours, basis: proposed, source: [{nrm",
    )
    name = "sg06_safe_place_within_24_hours"
    handbook, drawn = changed(old, new, file=f"{HELP}.yaml", of=HELP)
    proof = prove(drawn, handbook, only=name, limit=LIMIT)[name]
    assert proof.verdict is not Verdict.HOLDS


def test_help_knows_of_no_decision_and_of_no_police_step():
    handbook, _ = changed(of=HELP)
    beside = {"identification_child_tip", "justice_child_sensitive"}
    theirs = {name for each in beside for name in _own(each, handbook)}
    shared = {"hear_child", "ask_whether_views_stand", "examine"}
    assert theirs & _own(HELP, handbook) <= shared


def _own(name, handbook):
    """Return the activities that stand in the file of a protocol, not in a fragment."""
    entries = chart(handbook.protocols[name], handbook).entries
    return {each.activity for each in entries if each.path[:2] == ("protocols", name)}


def test_nothing_on_the_way_is_asked_about_nationality():
    handbook, way = changed()
    asked = {*way.facts, *handbook.facts}
    assert not [name for name in asked if "national" in name or "citizen" in name]


@pytest.mark.parametrize(
    ("promise", "old", "new"),
    [
        (
            "way_ends_well_only_with_help",
            "- {when: done help_passed_on, to: with_others}",
            "- {when: done help_passed_on, to: complete}",
        ),
        ("at_risk_again_is_no_success", "to: at_risk_anew", "to: helped"),
    ],
)
def test_a_promise_that_nothing_keeps_is_refuted_on_the_whole(promise, old, new):
    handbook, way = changed(old, new)
    proof = prove(way, handbook, only=promise, limit=LIMIT)[promise]
    assert proof.verdict is Verdict.BROKEN
    assert proof.counterexample is not None
    assert proof.counterexample.steps
