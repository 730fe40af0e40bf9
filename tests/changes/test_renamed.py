"""What only got another id keeps its duties, handoffs, clocks and cases."""

import re

import pytest

from katch_protocols.changes.behaviour import Likeness
from katch_protocols.changes.compare import Comparison, compare_versions
from katch_protocols.changes.comparison_report import ComparisonReport
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from tests.duties.small import FILES, harbour

_OUTER = """
protocol: outer
title: Outer
valid_from: 2026-01-01
initial: lost
states:
  lost: {title: Lost, runs: lost, then: {settled: ended}}
  ended: {title: Ended, final: true, outcome: protected}
"""
_FRAGMENT = """
fragment: health
title: Health
activities:
  weigh: {title: Weigh, by: nurse, from: [housed]}
"""


def _book(old: str = "", new: str = "", **more: str) -> Handbook:
    texts = {
        **FILES,
        **{f"{name.replace('__', '/')}.yaml": more[name] for name in more},
    }
    if old:
        assert any(old in text for text in texts.values())
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    return read_texts(texts).sound()


def _is_only_a_name(found: Comparison) -> bool:
    told = found.duties, found.deadlines, found.handoffs, found.deliveries, found.anew
    cases = {each.likeness for each in found.behaviour}
    return not any(told) and cases == {Likeness.SAME}


def test_an_activity_that_hands_over_keeps_all_that_belongs_to_it():
    before, after = harbour(), _book("bring", "place_child")
    found = compare_versions(before, after)
    assert _is_only_a_name(found)
    assert found.moves["lost"] == {
        "bring": "place_child",
        "awaiting_bring": "awaiting_place_child",
        "acknowledge_bring": "acknowledge_place_child",
    }
    report = ComparisonReport.of(found, before, after, "en")
    assert [each.text for each in report.as_written()] == [
        (
            "«Seen»: activity «Bring to a host» is probably only renamed: its id was"
            " `bring`, is now `place_child`, and all else is the same."
        )
    ]
    assert _is_only_a_name(found.mirrored)


def test_an_activity_of_a_protocol_that_runs_inside_is_renamed_there_too():
    found = compare_versions(
        _book(outer=_OUTER), _book("bring", "place_child", outer=_OUTER)
    )
    assert _is_only_a_name(found)
    assert found.moves["outer"]["lost.bring"] == "lost.place_child"


def test_a_state_of_a_protocol_that_runs_inside_is_renamed_there_too():
    outer = f"{_OUTER}safeguards:\n  safe: {{rule: lost.housed requires lost.bring}}\n"
    found = compare_versions(
        _book(outer=outer), _book("housed", "at_home", outer=outer)
    )
    assert _is_only_a_name(found)
    assert found.moves["outer"]["lost.housed"] == "lost.at_home"


def test_an_activity_of_a_fragment_is_renamed_in_what_uses_it():
    lost = f"{FILES['lost.yaml']}use: [health]\n"
    one = _book(fragments__health=_FRAGMENT, lost=lost)
    other = _book("weigh", "measure", fragments__health=_FRAGMENT, lost=lost)
    found = compare_versions(one, other)
    assert _is_only_a_name(found)
    assert found.moves["lost"] == {"weigh": "measure"}


def test_an_activity_that_kept_its_id_elsewhere_is_not_renamed():
    twice = FILES["lost.yaml"].replace(
        "      look:\n", "      feed: {title: Feed, by: officer}\n      look:\n"
    )
    other = twice.replace(
        "feed: {title: Feed, by: host", "meal: {title: Feed, by: host"
    )
    found = compare_versions(_book(lost=twice), _book(lost=other))
    assert found.moves["lost"] == {}
    assert {each.activity for each in found.duties} == {"feed", "meal"}
    assert [each.likeness for each in found.behaviour] == [Likeness.DIFFERENT]


def _told_as_written(before: Handbook, after: Handbook) -> list[str]:
    """Return what is told as written of what is only a name for all else."""
    found = compare_versions(before, after)
    assert _is_only_a_name(found)
    report = ComparisonReport.of(found, before, after, "en")
    texts = [each.text for each in report.as_written()]
    assert len(_kinds(compare_versions(after, before))) == len(texts)
    return texts


def _kinds(found: Comparison) -> list[bool]:
    return [each.renamed for each in found.written]


STATE = (
    "State «Housed» is probably only renamed: its id was `housed`, is now `at_home`,"
    " and all else is the same."
)
_OPENED = """initial: housed
states:
  housed:
    title: Housed
    initial: seen
    states:
      seen:
        title: Seen
        activities:
          bring: {title: Bring home, by: host, to: housed.kept}
      kept: {title: Kept, held_by: host, within: 2 days}
    activities:
      settle: {title: Settle, by: host, when: in housed.kept, to: settled}
  settled: {title: Settled, final: true, outcome: protected}
"""


def test_a_state_whose_inside_names_it_by_its_path_is_renamed() -> None:
    lost = FILES["lost.yaml"].partition("initial:")[0] + _OPENED
    told = _told_as_written(_book(lost=lost), _book("housed", "at_home", lost=lost))
    assert told == [STATE]


def test_a_state_inside_is_renamed_where_its_siblings_name_it() -> None:
    lost = FILES["lost.yaml"].partition("initial:")[0] + _OPENED
    told = _told_as_written(_book(lost=lost), _book("kept", "cared_for", lost=lost))
    assert told == [
        (
            "«Housed»: state «Kept» is probably only renamed: its id was `kept`,"
            " is now `cared_for`, and all else is the same."
        )
    ]


def test_a_state_that_a_fragment_names_is_renamed_there_too() -> None:
    lost = f"{FILES['lost.yaml']}use: [health]\n"
    one = _book(fragments__health=_FRAGMENT, lost=lost)
    other = _book("housed", "at_home", fragments__health=_FRAGMENT, lost=lost)
    assert _told_as_written(one, other) == [STATE]


def test_sentences_of_the_handbook_and_of_others_name_it_as_now() -> None:
    rule = "{rule: lost.housed requires lost.bring}"
    outer = f"{_OUTER}safeguards:\n  safe: {rule}\n"
    around = "safeguards:\n  first: {rule: housed requires bring}\n"
    texts = {"outer": outer, "safeguards": around}
    assert _told_as_written(_book(**texts), _book("housed", "at_home", **texts)) == [
        STATE
    ]


def test_an_answer_to_what_is_renamed_is_named_as_now() -> None:
    lost = FILES["lost.yaml"].replace(
        "title: Settle, by: worker",
        "title: Settle, by: worker, when: done acknowledge_bring",
    )
    told = _told_as_written(_book(lost=lost), _book("bring", "place_child", lost=lost))
    assert len(told) == 1


def test_a_sentence_that_no_longer_binds_another_protocol_is_told() -> None:
    """One protocol gave its state another id and the other did not."""
    around = "safeguards:\n  first: {rule: housed requires bring}\n"
    twin = FILES["lost.yaml"].replace("protocol: lost", "protocol: twin")
    before = _book(twin=twin, safeguards=around)
    after = _book("housed", "at_home", safeguards=around)
    after = after.model_copy(
        update={"protocols": {**before.protocols, "lost": after.protocols["lost"]}}
    )
    found = compare_versions(before, after)
    assert _kinds(found) == [True, False] or _kinds(found) == [False, True]


@pytest.mark.parametrize(
    ("kind", "title", "old"),
    [
        ("Role", "Nurse", "nurse"),
        ("Role", "Guardian", "guardian"),
        ("Agency", "Police", "police"),
        ("Function", "Rescue", "rescue"),
        ("Source", "Act", "act"),
        ("Document", "Form", "form"),
    ],
)
def test_what_names_a_thing_of_another_id_follows_it(
    kind: str, title: str, old: str
) -> None:
    word = re.compile(rf"\b{old}\b")
    files = {name: word.sub(f"{old}_now", text) for name, text in FILES.items()}
    before, after = harbour(), read_texts(files).sound()
    told = (
        f"{kind} «{title}» is probably only renamed: its id was `{old}`,"
        f" is now `{old}_now`, and all else is the same."
    )
    for one, other in ((before, after), (after, before)):
        found = compare_versions(one, other)
        assert _kinds(found) == [True]
    report = ComparisonReport.of(compare_versions(before, after), before, after, "en")
    assert [each.text for each in report.as_written()] == [told]


def test_who_does_another_thing_besides_is_told_beside_the_new_id() -> None:
    """A nurse is called a healer, and the worker's settling is a healer's now."""
    files = {name: text.replace("nurse", "healer") for name, text in FILES.items()}
    settle = "title: Settle, by: "
    files["lost.yaml"] = files["lost.yaml"].replace(
        f"{settle}worker", f"{settle}healer"
    )
    found = compare_versions(harbour(), read_texts(files).sound())
    assert sorted(_kinds(found)) == [False, True]


def test_a_text_for_people_that_reads_like_an_id_is_told_as_changed() -> None:
    word = re.compile(r"\bnurse\b")
    old = {**FILES, "lost.yaml": FILES["lost.yaml"] + "note: nurse\n"}
    new = {name: word.sub("healer", text) for name, text in old.items()}
    before, after = (read_texts(each).sound() for each in (old, new))
    assert sorted(_kinds(compare_versions(before, after))) == [False, True]
