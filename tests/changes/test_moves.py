"""States that stand elsewhere have moved: they are neither gone nor new."""

import re

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from katch_protocols.changes.behaviour import Likeness
from katch_protocols.changes.compare import Comparison, compare_versions, to_json
from katch_protocols.changes.comparison_report import ComparisonReport
from katch_protocols.changes.nouns import ChangeKind
from katch_protocols.changes.version import matched
from katch_protocols.errors import BoundError
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import FrozenDict, Label
from katch_protocols.model.states import State
from tests.changes.versions import Versions, versions
from tests.duties.dressed import dressed
from tests.rules.saltmarsh import FILES

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
TOP = """protocol: referral
title: Referral
valid_from: 2026-01-01
initial: reported
states:
"""
INNER = """reported:
  title: Concern reported
  held_by: duty_officer
  activities:
    look: {title: Look for danger, by: duty_officer, to: looked}
looked:
  title: Child seen
  held_by: duty_officer
  within: {limit: 3 hours, from: reported}
  after: {2 days: reported}
  activities:
    hand:
      {title: Hand over, by: duty_officer, to: helped,
       handover: {to: caseworker, within: 4 hours}}
helped:
  title: Help under way
  held_by: caseworker
  activities:
    close_case: {title: Close the case, by: caseworker, to: closed}
"""
END = """  closed: {title: Case closed, final: true, outcome: protected}
safeguards:
  helped_in_time: {rule: after looked then helped within 3 days}
"""
WRAPPED = END.replace("after looked then helped", "after opened.looked then helped")


def _indented(text: str, by: int) -> str:
    return "".join(f"{' ' * by}{line}\n" for line in text.splitlines())


def _book(states: str, end: str = END) -> Handbook:
    return read_texts({**FILES, "referral.yaml": f"{TOP}{states}{end}"}).sound()


FLAT = _book(_indented(INNER, 2))
OPENED = "  opened:\n    title: Case open\n    initial: reported\n    states:\n"
NESTED = _book(OPENED + _indented(INNER, 6), WRAPPED)


def _lines(found: Comparison, before: Handbook, after: Handbook) -> list[str]:
    telling = ComparisonReport.of(found, before, after, "en")
    return [each.text for each in (*telling.by_agency(), *telling.as_written())]


def test_states_that_a_composite_takes_in_are_told_as_moved_once() -> None:
    after = _opened(INNER)
    found = compare_versions(FLAT, after)
    # The sentence names the same state by its path now: that is no other sentence.
    assert _lines(found, FLAT, after) == [
        "Where it begins: was «Concern reported», is now «Case open».",
        "State is new: «Case open».",
        "«Concern reported» moved from the top of the protocol to «Case open».",
        "«Child seen» moved from the top of the protocol to «Case open».",
        "«Help under way» moved from the top of the protocol to «Case open».",
    ]
    assert (found.deadlines, found.duties, found.handoffs) == ((), (), ())
    # The steps of the clock and the names inside are the same as well.
    assert [each.likeness for each in found.behaviour] == [Likeness.SAME]


def _opened(inner: str) -> Handbook:
    """Return states inside a composite, where a case begins."""
    book = _book(OPENED + _indented(inner, 6), WRAPPED)
    nested = book.protocols["referral"].model_copy(update={"initial": "opened"})
    return book.model_copy(update={"protocols": FrozenDict({"referral": nested})})


def _cases(found: Comparison) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each case that only one version allows: what is done, and in what."""
    return [
        (str(each.kind), [(step.activity, step.state) for step in each.steps])
        for behaviour in found.behaviour
        for each in behaviour.witnesses
    ]


def test_a_case_is_told_in_the_names_of_the_version_that_allows_it() -> None:
    timer = "  after: {2 days: reported}\n"
    assert INNER.count(timer) == 1
    untimed = INNER.replace(timer, "")
    flat, nested = _book(_indented(untimed, 2)), _opened(untimed)
    once = [("look", "reported"), ("clock(looked, 2 days)", "looked")]
    now = [
        ("look", "opened.reported"),
        ("clock(opened.looked, 2 days)", "opened.looked"),
    ]
    lost = compare_versions(FLAT, nested)
    gained = compare_versions(flat, _opened(INNER))
    assert _cases(lost) == [("removed", once)]
    assert _cases(lost.mirrored) == [("added", once)]
    assert _cases(compare_versions(nested, FLAT)) == [("added", once)]
    assert _cases(gained) == [("added", now)]
    assert _cases(gained.mirrored) == [("removed", now)]
    assert _cases(compare_versions(_opened(INNER), flat)) == [("removed", now)]


def test_what_else_changed_in_a_state_that_moved_is_told_with_its_two_places() -> None:
    files = {**FILES, "referral.yaml": f"{TOP}{_indented(INNER, 2)}{END}"}
    text = files["referral.yaml"].replace("Child seen", "Child seen by us")
    before = read_texts({**files, "referral.yaml": text}).sound()
    found = compare_versions(before, NESTED)
    (change,) = (each for each in found.written if each.path[-1] == "title")
    inside = ("states", "opened", "states", "looked", "title")
    assert change.path == ("protocols", "referral", *inside)
    assert change.origin == ("protocols", "referral", "states", "looked", "title")
    answer = to_json(found, before, NESTED)["written"]
    (plain,) = (each for each in answer if each["path"][-1] == "title")
    assert plain["from_path"] == list(change.origin)
    moved = [each for each in answer if each["change"] == "moved"]
    assert [(each["before"], each["after"]) for each in moved] == [
        ("reported", "opened.reported"),
        ("looked", "opened.looked"),
        ("helped", "opened.helped"),
    ]


def test_what_is_called_the_same_is_told_by_its_ids() -> None:
    twin = INNER.replace("Help under way", "Child seen")
    before = _book(_indented(twin, 2))
    after = _book(_indented(twin.replace("to: looked}", "to: helped}"), 2))
    found = compare_versions(before, after)
    assert _lines(found, before, after)[-1] == (
        "«Concern reported», «Look for danger»: where it leads: in the same words, "
        "but `looked` becomes `helped`."
    )


def test_only_the_one_of_its_id_has_moved() -> None:
    gone = {("a", "x"), ("b", "x"), ("y",)}
    new = {("c", "x"), ("c", "y"), ("d", "x")}
    assert matched(gone, new) == {("y",): ("c", "y")}
    # What is inside goes along, though others bear its name.
    gone, new = {("y",), ("y", "x"), ("b", "x")}, {("c", "y"), ("c", "y", "x")}
    assert matched(gone, new) == {("y",): ("c", "y"), ("y", "x"): ("c", "y", "x")}


SAME = (
    re.compile(r"was (.+), is now \1\."),
    re.compile(r"было (.+), стало \1\."),
    re.compile(r"бұрын (.+), енді \1\."),
)


@SLOW
@given(versions())
def test_nothing_is_told_to_have_become_what_it_was(pair: Versions) -> None:
    _tell_no_same(pair.before, pair.after)


def _tell_no_same(before: Handbook, after: Handbook) -> Comparison:
    try:
        found = compare_versions(before, after, limit=500)
    except BoundError:
        reject()
    for language, same in zip(("en", "ru", "kk"), SAME, strict=True):
        telling = ComparisonReport.of(found, before, after, language)
        for each in (*telling.by_agency(), *telling.as_written()):
            assert same.search(each.text) is None, each.text
    return found


@SLOW
@given(st.data())
def test_wrapping_states_tells_moves_and_the_composite_alone(
    data: st.DataObject,
) -> None:
    before = data.draw(dressed()).handbook
    first = before.protocols["first"]
    inner = [name for name, state in first.states.items() if not state.final]
    chosen = data.draw(st.lists(st.sampled_from(inner), min_size=1, unique=True))
    taken = {name: first.states[name] for name in first.states if name in chosen}
    wrap = State(
        id="wrap", title=Label.of(en="Wrap"), initial=next(iter(taken)), states=taken
    )
    rest = {name: s for name, s in first.states.items() if name not in taken}
    initial = "wrap" if first.initial in taken else first.initial
    update = {"states": FrozenDict({"wrap": wrap, **rest}), "initial": initial}
    after = before.model_copy(
        update={
            "protocols": FrozenDict(
                {**before.protocols, "first": first.model_copy(update=update)}
            )
        }
    )
    found = _tell_no_same(before, after)
    told = [(each.kind, each.moved, each.path[2:]) for each in found.written]
    inside = [("states", "wrap", "states", name) for name in taken]
    expected = [(ChangeKind.ADDED, False, ("states", "wrap"))]
    expected += [(ChangeKind.CHANGED, True, path) for path in inside]
    begins = [(ChangeKind.CHANGED, False, ("initial",))] if initial == "wrap" else []
    assert sorted(told) == sorted([*expected, *begins])
    assert found.duties == ()
    assert found.deadlines == ()
    back = compare_versions(after, before, limit=500).mirrored
    assert sorted(map(repr, back.written)) == sorted(map(repr, found.written))
