"""Which cases only one of two versions of a small handbook allows."""

from katch_protocols.changes.behaviour import Behaviour, Likeness, Witness, WitnessStep
from katch_protocols.changes.compare import compare_versions
from katch_protocols.changes.comparison_report import ComparisonReport
from katch_protocols.changes.nouns import ChangeKind
from katch_protocols.model.states import Outcome
from tests.changes.versions import changed
from tests.duties.small import harbour


def test_targets_states_and_conditions_are_told_in_titles():
    wait = "{title: Wait, by: officer, to: settled, when: has form or done look}"
    after = changed(lost=("      look:\n", f"      wait: {wait}\n      look:\n"))
    found = compare_versions(harbour(), after)
    steps = (
        WitnessStep("look", by=("officer",), state="seen"),
        WitnessStep("wait", by=("officer",), state="seen"),
    )
    (behaviour,) = found.behaviour
    assert behaviour.witnesses == (Witness(ChangeKind.ADDED, steps),)
    telling = ComparisonReport.of(found, harbour(), after, "en")
    written = [each.text for each in telling.as_written()]
    assert written == ["«Seen»: activity is new: «Wait»."]
    assert [each.text for each in telling.behaviour(behaviour)] == [
        "Possible now, not before: 1) Officer: «Look around»; 2) Officer: «Wait»."
    ]


def test_another_outcome_is_another_behaviour():
    after = changed(lost=("outcome: protected", "outcome: adverse"))
    (behaviour,) = compare_versions(harbour(), after).behaviour
    assert [each.steps[-1] for each in behaviour.witnesses] == [
        WitnessStep("", outcome=Outcome.ADVERSE),
        WitnessStep("", outcome=Outcome.PROTECTED),
    ]
    assert [each.kind for each in behaviour.witnesses] == [
        ChangeKind.ADDED,
        ChangeKind.REMOVED,
    ]
    assert len(behaviour.witnesses[0].steps) == 4


def test_a_comparison_that_was_cut_short_says_so():
    after = changed(
        lost=("      feed: {title: Feed,", "      nurture: {title: Nurture,")
    )
    (found,) = compare_versions(harbour(), after, limit=1).behaviour
    assert found == Behaviour("lost", Likeness.NOT_EXHAUSTED, (), 1)
    (whole,) = compare_versions(harbour(), after).behaviour
    assert whole.likeness is Likeness.DIFFERENT
