"""What is offered where somebody is about to write."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.editors.offers import offering
from katch_protocols.editors.pages import WrittenPage
from katch_protocols.files.read import read_texts
from tests.editors.small import PROTOCOL, TEXTS, desk_in, marked


@pytest.fixture(scope="module")
def scopes(tmp_path_factory):
    return desk_in(tmp_path_factory.mktemp("district")).now().meanings.scopes


def offered(scopes, text, file=PROTOCOL, language="en"):
    text, offset = marked(text)
    page = WrittenPage(file, text)
    found = offering(scopes, page, offset, language)
    return {each.text: each for each in found.offers}, text[found.start : found.end]


def inside(before, new):
    """Return the protocol with a line before the first one that begins so."""
    at = TEXTS[PROTOCOL].index(before)
    return TEXTS[PROTOCOL][:at] + new + TEXTS[PROTOCOL][at:]


IN_STATE = "    held_by: duty_officer\n    function"


@pytest.mark.parametrize(
    ("written", "wanted", "unwanted"),
    [
        ("    wi|\n", {"note", "escalate_to"}, {"within", "held_by", "title"}),
        ("    |\n", {"note", "escalate_to"}, {"within", "held_by"}),
        ("    phase: |\n", set(), {"note"}),
        ("    escalate_to: |\n", {"case_worker", "police_post"}, {"danger"}),
        ("    escalate_to: [case_worker, |\n", {"team_lead"}, set()),
        ("    escalate_to:\n      - |\n", {"team_lead"}, set()),
        ("    source: {|: a}\n", {"practice_note"}, {"danger"}),
        ("    after: {3 days: |}\n", {"weighed", "safe", "resume"}, {"danger"}),
        ("    final: |\n", {"true", "false"}, {"title"}),
        ("    outcome: |\n", {"protected"}, {"true"}),
        ("    note: {|\n", {"en"}, {"ru"}),
        ("    note: {en: a, |}\n", set(), {"en"}),
        ("    note: {e|: a}\n", {"en"}, set()),
        ("    source: {practice_note: a, |}\n", set(), {"practice_note"}),
        (
            "    activities:\n      go:\n        within:\n          |\n",
            {"limit", "basis", "from"},
            {"note"},
        ),
        ("    decide:\n      - {when: |}\n", {"danger", "in", "not"}, {"present"}),
        ("    decide:\n      - {when: danger is |}\n", {"present", "known"}, {"safe"}),
        ("    decide:\n      - {|}\n", {"when", "to"}, {"title"}),
        ("    activities: {go: {records: |}}\n", {"danger"}, {"safe"}),
        ("    activities: {go: {sets: {danger: |}}}\n", {"absent"}, {"danger"}),
        (
            "    activities: {go: {by: |}}\n",
            {"duty_officer", "nobody"},
            {"police_post"},
        ),
    ],
)
def test_what_can_stand_there_is_offered_in_a_half_written_file(
    scopes, written, wanted, unwanted
):
    found, _ = offered(scopes, inside(IN_STATE, written))
    assert wanted <= found.keys()
    assert not unwanted & found.keys()


@pytest.mark.parametrize(
    ("written", "wanted", "unwanted"),
    [
        ("|", {"never", "after", "end_danger", "every"}, {"requires", "then"}),
        ("never |", {"end_danger", "guarded", "look_around"}, {"case_worker", "never"}),
        ("end_danger |", {"requires", "with", "excludes"}, {"end_danger"}),
        ("end_danger with |", {"case_worker"}, {"police_post", "safe"}),
        ("only |", {"case_worker", "police_post"}, {"safe"}),
        ("end_danger requires look_around where danger |", {"is"}, {"danger"}),
        ("after end_danger then close_case within 3 |", {"days", "hours"}, {"safe"}),
        ("after end_danger what |", set(), {"safe"}),
    ],
)
def test_a_sentence_goes_on_with_what_its_grammar_allows(
    scopes, written, wanted, unwanted
):
    text = f"{TEXTS[PROTOCOL]}  another:\n    rule: {written}\n"
    found, _ = offered(scopes, text)
    assert wanted <= found.keys()
    assert not unwanted & found.keys()


def test_an_offer_has_its_meaning_in_the_language_of_the_reader(scopes):
    found, _ = offered(scopes, inside(IN_STATE, "    esc|\n"), language="ru")
    assert found["escalate_to"].about.startswith("Кому сообщают о нарушении")
    found, word = offered(scopes, inside(IN_STATE, "    escalate_to: case|_work\n"))
    assert found["case_worker"].about == "Case worker"
    assert word == "case_work"


def test_a_key_is_written_with_its_colon_unless_that_stands_there(scopes):
    found, _ = offered(scopes, inside(IN_STATE, "    esc|\n"))
    assert found["escalate_to"].insert == "escalate_to: "
    found, _ = offered(scopes, inside(IN_STATE, "    esc|: team_lead\n"))
    assert found["escalate_to"].insert == "escalate_to"


def test_an_inner_state_is_named_by_its_path_unless_it_is_near(scopes):
    text = TEXTS[PROTOCOL].replace(
        "  closed:\n",
        "  wide:\n    title: Wide\n    initial: inner\n    states:\n"
        "      inner: {title: Inner, after: {1 day: |}}\n  closed:\n",
    )
    plain, _ = marked(text)
    pages = scopes.pages.copy()
    pages.update(
        {n: t.encode() for n, t in {**TEXTS, PROTOCOL: plain}.items()},
    )
    near = type(scopes)(pages, scopes.charts)
    assert {"inner", "wide", "safe"} <= offered(near, text)[0].keys()
    far = plain.replace("to: guarded", "to: |")
    assert "wide.inner" in offered(near, far)[0]
    assert "inner" not in offered(near, far)[0]


@settings(max_examples=40, deadline=None)
@given(
    name=st.sampled_from(sorted(TEXTS)),
    where=st.floats(0, 1),
    cut=st.booleans(),
    typed=st.sampled_from(["", "a", "b: ", "{", "- ", '"', "\t", "rule: never ", "é𝄞"]),
)
def test_whatever_is_written_asking_what_can_follow_never_fails(
    scopes, name, where, cut, typed
):
    text = TEXTS[name]
    at = int(where * len(text))
    text = text[:at] + typed + ("" if cut else text[at:])
    page = WrittenPage(name, text)
    found = offering(scopes, page, at + len(typed), "kk")
    assert found.start <= at + len(typed) <= found.end


@settings(max_examples=24, deadline=None)
@given(line=st.sampled_from(range(TEXTS[PROTOCOL].count("\n"))), data=st.data())
def test_a_key_that_is_offered_is_known_there(scopes, line, data):
    lines = TEXTS[PROTOCOL].splitlines(keepends=True)
    indent = len(lines[line]) - len(lines[line].lstrip())
    before = "".join(lines[:line])
    text = f"{before}{' ' * indent}|\n{''.join(lines[line:])}"
    found, _ = offered(scopes, text)
    keys = [each for each in found.values() if each.kind == "key"]
    if not keys:
        return
    key = data.draw(st.sampled_from(keys))
    written = text.replace("|", f"{key.text}: null")
    findings = read_texts({**TEXTS, PROTOCOL: written}).findings
    assert "unknown-key" not in {each.rule for each in findings}
    assert "repeated-key" not in {each.rule for each in findings}


def test_a_key_that_needs_quotes_is_offered_with_them(scopes):
    text = "agreed:\n  police_post:\n    found_alone:\n      |\n"
    found, _ = offered(scopes, text, file="agreed.yaml")
    assert found["on"].insert == '"on": '
    text = text.replace("|", "o|: 2026-01-01")
    found, _ = offered(scopes, text, file="agreed.yaml")
    assert found["on"].insert == '"on"'
