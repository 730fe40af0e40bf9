"""What only got another id keeps its duties, handoffs, clocks and cases."""

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
