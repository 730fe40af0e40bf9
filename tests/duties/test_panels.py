"""What answers, comparisons, tables and walks make of a panel."""

import io
from contextlib import redirect_stdout
from pathlib import Path

import pytest

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.cli.main import main
from katch_protocols.duties.agreed import agreed
from katch_protocols.duties.agreed_changes import agreed_changes
from katch_protocols.duties.agreed_phrases import AgreedWords
from katch_protocols.duties.agreed_records import several
from katch_protocols.duties.nouns import Part
from katch_protocols.duties.panels import sits
from katch_protocols.duties.responsibility import responsibility
from katch_protocols.graphs.handoffs import handoffs
from katch_protocols.model.noun import FrozenDict
from katch_protocols.semantics.compile import compile_chart
from tests.quorum import FILES, book


@pytest.fixture(scope="module")
def made():
    return book()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("panel")
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_the_chair_answers_and_every_member_does_it(made):
    duties = responsibility(made).raci
    duty = next(each for each in duties if each.activity == "decide_plan")
    assert duty.agencies[Part.ACCOUNTABLE] == ("welfare_office",)
    homes = {"welfare_office", "harbour_police", "clinic", "school"}
    assert {*duty.agencies[Part.RESPONSIBLE]} == homes
    told = next(each for each in duties if each.activity == "appeal")
    assert {*told.agencies[Part.INFORMED]} == {"council", "clinic"}
    taken = next(each for each in duties if each.activity == "acknowledge_refer")
    assert taken.names[Part.RESPONSIBLE] == ("caseworker",)


def test_a_seat_of_no_agency_stands_for_itself_as_any_role_does():
    known = book().roles
    homeless = {
        role: known[role].model_copy(update={"agencies": ()})
        for role in ("caseworker", "nurse")
    }
    made = book().model_copy(update={"roles": FrozenDict({**known, **homeless})})
    for region in (None, "north"):
        duties = responsibility(made, region=region).raci
        duty = next(each for each in duties if each.activity == "decide_plan")
        assert duty.agencies[Part.ACCOUNTABLE] == ("caseworker",)
        homes = {"caseworker", "harbour_police", "nurse", "school"}
        assert {*duty.agencies[Part.RESPONSIBLE]} == homes
        told = next(each for each in duties if each.activity == "appeal")
        assert {*told.agencies[Part.INFORMED]} == {"council", "nurse"}


def test_a_document_goes_to_every_member(made):
    found = responsibility(made).deliveries
    assert {(each.sender, each.receiver) for each in found} == {
        ("welfare_office", "council"),
        ("welfare_office", "clinic"),
    }


def test_the_case_goes_to_the_agency_of_the_chair(made):
    found = handoffs(chart(made.protocols["referral"], made), made)
    assert [(each.sender, each.receiver, each.acknowledged) for each in found] == [
        ("harbour_police", "welfare_office", True)
    ]


def test_where_a_quorum_cannot_be_filled_nobody_does_it(made):
    south = FILES["regions/south.yaml"] + "  duty_officer: {unbound: Nobody}\n"
    gaps = responsibility(book(regions__south=south), region="south").gaps
    missing = {gap.missing for gap in gaps if gap.roles == ("case_panel",)}
    assert missing == {Part.RESPONSIBLE, Part.ACCOUNTABLE}
    assert not any("case_panel" in g.roles for g in responsibility(made).gaps)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "3 of 4: Caseworker (chair); Duty officer; Nurse; Teacher"),
        ("ru", "3 из 4: Caseworker (председатель); Duty officer; Nurse; Teacher"),
    ],
)
def test_a_panel_is_said_with_its_quorum_and_its_seats(made, language, expected):
    assert sits(made.roles["case_panel"], made, language) == expected


def test_the_table_lists_who_decides_together(made):
    table = compile_chart(chart(made.protocols["referral"], made)).to_json()
    assert table["panels"]["case_panel"] == {
        "members": ["caseworker", "duty_officer", "nurse", "teacher"],
        "quorum": 3,
        "chair": "caseworker",
    }
    assert [row["by"] for row in table["rows"] if row["activity"] == "decide_plan"] == (
        [["case_panel"]] * 2
    )


def test_a_comparison_tells_who_sits_the_quorum_and_the_chair(made):
    roles = FILES["roles.yaml"].replace("nurse, teacher]", "nurse, nurse]")
    roles = roles.replace("quorum: 3", "quorum: 4")
    roles = roles.replace("chair: caseworker", "chair: duty_officer")
    found = kp.compare(made, book(roles=roles))
    paths = {".".join(map(str, each.path)) for each in found.written}
    assert paths == {
        f"roles.case_panel.{key}" for key in ("members", "quorum", "chair")
    }


def test_a_walk_lets_the_chair_act_and_invents_who_sits(folder, monkeypatch):
    lines = "refer\n\nas caseworker\nacknowledge_refer\ndecide_plan\ngranted\nq\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    out = io.StringIO()
    words = ["walk", "referral", "--handbook", str(folder), "--region", "north"]
    with redirect_stdout(out):
        main(words)
    assert "Case panel (3 of 4: Caseworker (chair); Duty officer" in out.getvalue()
    assert "Plan decided [decided]" in out.getvalue()


def test_every_member_agrees_to_the_document_that_the_panel_is_sent(made):
    found = agreed(chart(made.protocols["referral"], made), made)
    gets = {"document": "plan", "as": "appeal_panel"}
    for body in ("council", "clinic"):
        assert {"gets": gets} in found[body]["appeal"]


ASKED = "\n        qualified: child_interviewing"
SITTING = {"name": "case_panel", "quorum": 3, "seats": 4, "chair": "caseworker"}
SEATED = {"welfare_office", "harbour_police", "clinic", "school"}


def _agreed(act: str, **files: str):
    """Return what each body agrees to of one activity, record by record."""
    made = book(**files)
    found = agreed(chart(made.protocols["referral"], made), made)
    return {body: several(each[act]) for body, each in found.items() if act in each}


def _keyed(found, key: str):
    return {
        body: record[key]
        for body, records in found.items()
        for record in records
        if key in record
    }


def test_every_body_that_sits_is_told_that_one_must_be_trained():
    """It was the chair's alone; one of those who sit must have the training."""
    by = " by: case_panel"
    text = FILES["referral.yaml"].replace(by, by + ASKED)
    found = _agreed("decide_plan", referral=text)
    asked = dict.fromkeys(SEATED, "child_interviewing")
    assert _keyed(found, "one_trained") == asked
    assert _keyed(found, "trained") == {}
    by = " by: line_manager"
    alone = FILES["referral.yaml"].replace(by, by + ASKED)
    told = _agreed("appeal", referral=alone)
    assert _keyed(told, "trained") == {"welfare_office": "child_interviewing"}
    assert _keyed(told, "one_trained") == {}


def test_every_body_that_sits_is_told_how_many_must():
    assert _keyed(_agreed("decide_plan"), "sits") == dict.fromkeys(SEATED, SITTING)
    assert _keyed(_agreed("appeal"), "sits") == {}


def test_a_body_without_agency_in_the_chair_is_no_panel_without_bodies():
    """Where its other seats have agencies, these agree to what it decides."""
    roles = FILES["roles.yaml"].replace("chair: caseworker", "chair: elder")
    roles = roles.replace("members: [caseworker,", "members: [elder,")
    roles += "  elder: {title: Elder, agency: none}\n"
    found = _agreed("decide_plan", roles=roles)
    assert {*_keyed(found, "does")} == SEATED - {"welfare_office"}
    assert _keyed(found, "done_by") == {}
    assert {*_keyed(found, "answered_by").values()} == {"case_panel"}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Case panel, 2 must sit, seats: 4, chair Caseworker, no longer"),
        ("ru", "Case panel, заседают не меньше 2, мест: 4, председатель: Caseworker"),
    ],
)
def test_a_change_of_the_quorum_is_told_in_words(made, language, expected):
    drawn, act = chart(made.protocols["referral"], made), "decide_plan"
    fewer = book(roles=FILES["roles.yaml"].replace("quorum: 3", "quorum: 2"))
    now = agreed(chart(fewer.protocols["referral"], fewer), fewer)
    (change,) = agreed_changes(agreed(drawn, made), now)
    assert (change.activity, {*change.bodies}) == (act, SEATED)
    said = AgreedWords(made, drawn, language).change(change)
    assert expected in said


def test_what_is_new_at_several_steps_is_told_without_their_number():
    """It was said to be at two steps now and no longer at one."""
    new = ({"does": "case_panel"}, {"one_trained": "interviewing", "steps": 2})
    before, after = ({"clinic": {"decide": each}} for each in (new[0], new))
    (change,) = agreed_changes(before, after)
    assert [each.key for each in change.facets] == ["one_trained"]
    fewer = ({"does": "case_panel", "steps": 3}, {"does": "case_panel", "steps": 2})
    before, after = ({"clinic": {"decide": each}} for each in fewer)
    (change,) = agreed_changes(before, after)
    assert [each.key for each in change.facets] == ["steps"]
