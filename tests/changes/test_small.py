"""Each kind of change, made once in a small handbook, and told in so many words."""

from datetime import date

import pytest

from katch_protocols.changes.behaviour import Behaviour, Likeness
from katch_protocols.changes.compare import compare_versions, to_json
from katch_protocols.changes.comparison_report import ComparisonReport
from katch_protocols.changes.nouns import (
    ChangeKind,
    DeadlineChange,
    DutyChange,
    Term,
    Written,
)
from katch_protocols.duties.nouns import Part
from katch_protocols.errors import UnknownNameError
from katch_protocols.files.read import read_texts
from katch_protocols.model.deadlines import Basis, Duration, Unit
from katch_protocols.model.parties import Trained
from katch_protocols.verbs.compare import compare
from tests.changes.versions import changed
from tests.duties.small import FILES, harbour

HOURS = Unit.HOURS


def _told(after, *, language="en", before=None):
    """Return what is said by agency, as (agency, kind, text)."""
    before = before or harbour()
    telling = ComparisonReport.of(
        compare_versions(before, after), before, after, language
    )
    return [(each.agency, each.kind.value, each.text) for each in telling.by_agency()]


def _written(after, *, language="en"):
    before = harbour()
    telling = ComparisonReport.of(
        compare_versions(before, after), before, after, language
    )
    return [(each.kind.value, each.text) for each in telling.as_written()]


def test_a_handbook_compared_with_itself_has_no_change():
    found = compare_versions(harbour(), harbour())
    assert found.is_same
    assert found.behaviour == (Behaviour("lost", Likeness.SAME),)


def test_a_shorter_deadline_is_told_to_whoever_holds_the_state():
    after = changed(lost=("limit: 2 hours", "limit: 1 hour"))
    found = compare_versions(harbour(), after)
    limits = (Duration(amount=amount, unit=HOURS) for amount in (2, 1))
    terms = (Term(limit, Basis.STATUTORY) for limit in limits)
    assert found.deadlines == (DeadlineChange("lost", "seen", ("police",), *terms),)
    assert found.duties == ()
    assert found.behaviour == (Behaviour("lost", Likeness.SAME),)
    assert _told(after) == [
        ("police", "changed", "«Seen»: deadline 2 hours becomes 1 hour.")
    ]
    assert _told(after, language="ru") == [
        ("police", "changed", "«Seen»: срок был 2 часа, стал 1 час.")
    ]
    assert _told(after, language="kk") == [
        ("police", "changed", "«Seen»: мерзім 2 сағат еді, енді 1 сағат.")
    ]


def test_the_basis_and_the_clock_of_a_deadline_are_told_too():
    after = changed(lost=("{limit: 5 days, from: bring}", "{limit: 5 days}"))
    text = (
        "«Housed»: deadline 5 days (proposed), counted from «Bring to a host»"
        " becomes 5 days (proposed), counted from entry."
    )
    assert _told(after) == [("friends", "changed", text)]


def test_a_deadline_to_acknowledge_binds_the_receiver_and_the_sender():
    after = changed(lost=("within: 1 day}", "within: 12 hours}"))
    (found,) = compare_versions(harbour(), after).deadlines
    assert found.awaiting == "bring"
    assert found.agencies == ("friends", "police")


def test_who_gains_and_who_loses_a_duty_is_told_by_agency():
    after = changed(
        lost=("title: Settle, by: worker", "title: Settle, by: nurse"),
    )
    found = compare_versions(harbour(), after)
    rest = "lost", "settle", Part.RESPONSIBLE
    assert found.duties == (
        DutyChange("clinic", *rest, ChangeKind.ADDED),
        DutyChange("welfare", *rest, ChangeKind.REMOVED),
    )
    assert _told(after) == [
        ("welfare", "removed", "«Settle»: no longer does it."),
        ("clinic", "added", "«Settle»: now does it."),
    ]


def test_what_is_inherited_counts_as_if_it_were_written():
    after = changed(lost=("held_by: officer", "held_by: worker"))
    told = {(agency, text) for agency, _, text in _told(after)}
    assert ("welfare", "«Look around»: now answers.") in told
    assert ("police", "«Look around»: no longer answers.") in told
    assert _written(after) == [
        ("changed", "«Seen»: who answers for the child: was Officer, is now Worker.")
    ]


def test_a_binding_of_a_region_is_told_with_the_region():
    after = changed(regions__east=("{agency: friends}", "{agency: welfare}"))
    told = _told(after)
    assert (
        "friends",
        "removed",
        "«Feed»: no longer does it, answers (in: East).",
    ) in told
    assert ("welfare", "added", "«Feed»: now does it, answers (in: East).") in told
    assert [text for kind, text in _written(after) if kind == "changed"] == [
        "«East», «Host»: agency: was Friends, is now Welfare."
    ]


def test_a_part_that_is_gained_in_one_of_two_regions_says_where():
    after = changed(regions__west=("{unbound: No host was found}", "{agency: friends}"))
    told = _told(after)
    assert ("friends", "added", "«Feed»: now does it, answers (in: West).") in told


def test_handoffs_and_documents_are_told_at_both_ends():
    after = changed(
        lost=("sends: {form: [host, guardian]}", "sends: {form: [host, nurse]}")
    )
    told = [each for each in _told(after) if "Form" in each[2]]
    assert told == [
        ("police", "added", "Now sends «Form» to Clinic: «Bring to a host»."),
        ("police", "removed", "No longer sends «Form» to Guardian: «Bring to a host»."),
        ("welfare", "added", "Now sends «Form» to Clinic: «Bring to a host»."),
        (
            "welfare",
            "removed",
            "No longer sends «Form» to Guardian: «Bring to a host».",
        ),
        (
            "clinic",
            "added",
            "Now receives «Form» from Police and Welfare: «Bring to a host».",
        ),
        (
            "guardian",
            "removed",
            "No longer receives «Form» from Police and Welfare: «Bring to a host».",
        ),
    ]


def test_a_handover_that_is_dropped_is_no_longer_acknowledged():
    after = changed(lost=("\n        handover: {to: host, within: 1 day}", ""))
    told = [text for _, _, text in _told(after)]
    assert "«Bring to a host», Police to Friends: no longer acknowledged." in told


def test_new_data_in_a_document_is_told_to_whoever_receives_it():
    after = changed(
        handbook=("  identity: {title: Identity}", "  health: {title: Health}"),
        lost=("contains: [identity]", "contains: [health]"),
    )
    told = [each for each in _told(after) if "learns" in each[2]]
    assert ("friends", "changed", "Now learns from «Form»: «Health».") in told
    assert ("friends", "changed", "No longer learns from «Form»: «Identity».") in told


def test_what_an_agency_may_do_and_see_is_told_to_it():
    after = changed(
        agencies=(
            "title: Clinic, kind: service, level: district, valid_to: 2026-06-30",
            "title: Clinic, kind: service, level: district, may_see: [identity]",
        )
    )
    assert _told(after) == [
        ("clinic", "added", "«Clinic»: data that it may see is new: «Identity»."),
        ("clinic", "removed", "«Clinic»: in force until is gone: 30 June 2026."),
    ]
    found = compare_versions(harbour(), after).written
    assert found[1] == Written(
        ("agencies", "clinic", "valid_to"), date(2026, 6, 30), None
    )


def test_a_renamed_title_is_told_as_changed_text():
    after = changed(lost=("title: Housed", "title: In a home"))
    assert _written(after) == [
        ("changed", "«In a home»: title: was «Housed», is now «In a home».")
    ]
    assert _told(after) == []


def test_a_protocol_that_means_nothing_is_compared_as_it_is_written():
    after = changed(lost=("to: settled}", "to: setled}"))
    found = compare_versions(harbour(), after)
    assert found.meaningless == ("lost",)
    assert found.duties == ()
    assert found.behaviour == (Behaviour("lost", Likeness.NOT_COMPARED),)
    assert _written(after) == [
        (
            "changed",
            "«Housed», «Settle»: where it leads: was «Settled», is now «Setled».",
        )
    ]


def test_one_protocol_of_several_can_be_compared_alone():
    after = changed(
        agencies=("title: Police,", "title: Guard,"),
        lost=("title: Lost child", "title: Child alone"),
    )
    found = compare(harbour(), after, protocol="lost")
    assert [each.path for each in found.written] == [("protocols", "lost", "title")]
    same = compare(harbour().protocols["lost"], after.protocols["lost"])
    assert same == found


def test_a_version_that_was_made_in_a_program_is_the_one_that_is_compared():
    before = harbour().protocols["lost"]
    draft = before.model_copy(update={"version": "2.0.0"})
    found = compare(before, draft)
    path = "protocols", "lost", "version"
    assert found.written == (Written(path, "0.1.0", "2.0.0"),)


def test_what_a_protocol_runs_is_a_part_of_it():
    outer = """
protocol: outer
title: Outer
valid_from: 2026-01-01
initial: inside
states:
  inside: {runs: lost, then: {settled: over}}
  over: {title: Over, final: true, outcome: protected}
"""
    inner = FILES["lost.yaml"]
    before = read_texts({**FILES, "outer.yaml": outer}).sound()
    inner = inner.replace("title: Settle, by: worker", "title: Settle down, by: nurse")
    inner = inner.replace("to: settled}", "to: settled, when: has form}")
    after = read_texts({**FILES, "lost.yaml": inner, "outer.yaml": outer}).sound()
    found = compare_versions(before, after, only="outer")
    assert not found.is_same
    assert {each.path[:2] for each in found.written} == {("protocols", "lost")}
    assert found.duties == ()


@pytest.mark.parametrize("name", ["lots", "nothing_like_it"])
def test_a_protocol_that_neither_version_has_is_refused(name):
    with pytest.raises(UnknownNameError, match=f"'{name}' is not the name of any"):
        compare(harbour(), harbour(), protocol=name)


def test_two_protocols_of_different_names_are_refused():
    before = harbour().protocols["lost"]
    after = harbour()
    other = before.model_copy(update={"id": "found"}).part_of(after)
    with pytest.raises(UnknownNameError):
        compare(before, other)


def test_who_is_trained_in_a_region_is_told_by_its_counts():
    before = harbour()
    east = before.regions["east"]

    def counted(**counts):
        region = east.model_copy(update={"training": {"talk": Trained(**counts)}})
        return before.model_copy(update={"regions": {**before.regions, "east": region}})

    few, more = counted(trained=6, may_teach=1), counted(trained=7, may_teach=1)
    assert _written(few) == [
        ("added", "«East»: trained people «Talk» is new: 6 trained, 1 may teach.")
    ]
    telling = ComparisonReport.of(compare_versions(few, more), few, more, "en")
    assert [each.text for each in telling.as_written()] == [
        "«East», «Talk»: how many are trained: was 6, is now 7."
    ]


def test_a_role_of_another_id_alone_is_told_as_renamed():
    files = {name: text.replace("nurse", "healer") for name, text in FILES.items()}
    after = read_texts(files).sound()
    assert _written(after)[0] == (
        "changed",
        (
            "Role «Nurse» is probably only renamed: its id was `nurse`,"
            " is now `healer`, and all else is the same."
        ),
    )
    found = compare_versions(harbour(), after)
    (change,) = (each for each in found.written if each.renamed)
    assert change == Written(
        ("roles", "healer"), "nurse", "healer", ("roles", "nurse"), renamed=True
    )
    assert change.mirrored.mirrored == change
    (told,) = (
        each
        for each in to_json(found, harbour(), after)["written"]
        if each["change"] == "renamed"
    )
    assert (told["before"], told["after"], told["file"]) == (
        "nurse",
        "healer",
        "roles.yaml",
    )


def test_a_state_of_another_id_keeps_its_deadline_its_duties_and_its_cases():
    lost = FILES["lost.yaml"].replace("housed", "at_home")
    after = read_texts({**FILES, "lost.yaml": lost}).sound()
    assert _told(after) == []
    assert _written(after, language="ru") == [
        (
            "changed",
            (
                "Состояние «Housed» — вероятно, только переименовано: id был `housed`, "
                "стал `at_home`, всё остальное то же."
            ),
        )
    ]
    found = compare_versions(harbour(), after)
    assert found.behaviour == (Behaviour("lost", Likeness.SAME),)


def test_an_activity_of_another_id_is_renamed_and_one_that_differs_is_new():
    after = changed(lost=("feed: {title: Feed, by", "nourish: {title: Feed, by"))
    assert _written(after) == [
        (
            "changed",
            (
                "«Housed»: activity «Feed» is probably only renamed: its id was `feed`,"
                " is now `nourish`, and all else is the same."
            ),
        )
    ]
    after = changed(lost=("feed: {title: Feed, by", "nourish: {title: Feeds, by"))
    assert {kind for kind, _ in _written(after)} == {"added", "removed"}


def test_of_two_that_say_the_same_none_is_said_to_be_renamed():

    before = read_texts(
        {
            **FILES,
            "roles.yaml": FILES["roles.yaml"]
            + "  aid: {title: Nurse, agency: clinic}\n",
        }
    ).sound()
    roles = FILES["roles.yaml"].replace("  nurse: {", "  healer: {")
    files = {name: text.replace("nurse", "healer") for name, text in FILES.items()}
    after = read_texts({**files, "roles.yaml": roles}).sound()
    found = compare_versions(before, after)
    assert not [each for each in found.written if each.renamed]
