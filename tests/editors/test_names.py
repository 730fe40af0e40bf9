"""Where names are declared and used, and what it takes to rename one."""

import os
from itertools import islice

import pytest

from katch_protocols.editors.meaning import NameMeanings
from katch_protocols.editors.names import (
    declarations,
    renamed_texts,
    renaming,
    uses_of,
)
from katch_protocols.editors.pages import WrittenPages
from katch_protocols.files.field_types.ids import IdName, PathName
from katch_protocols.files.field_types.sentences import Sentence
from katch_protocols.files.read import read_texts
from tests import shipped
from tests.editors.small import DAY, PROTOCOL, TEXTS, at, desk_in


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return desk_in(tmp_path_factory.mktemp("district"))


def named(desk, file, text):
    page, offset = at(desk, file, text)
    return desk.now().meanings.at(page, offset)


def places(desk, found):
    """Return where names stand: file and line."""
    pages = desk.now().pages
    return [
        (each.file, pages.get(each.file).text.count("\n", 0, each.start) + 1)
        for each in found
    ]


@pytest.mark.parametrize(
    ("file", "text", "declared"),
    [
        (PROTOCOL, "duty_officer", [("roles", "duty_officer")]),
        (PROTOCOL, "protect", [("handbook", "functions", "protect")]),
        (PROTOCOL, "practice_note", [("sources", "practice_note")]),
        (PROTOCOL, "weighed\n", [("protocols", "found_alone", "states", "weighed")]),
        (PROTOCOL, "noticed", [("protocols", "found_alone", "states", "noticed")]),
        (PROTOCOL, "danger is", [("protocols", "found_alone", "facts", "danger")]),
        (
            PROTOCOL,
            "present, to",
            [("protocols", "found_alone", "facts", "danger", "values", "present")],
        ),
        (
            PROTOCOL,
            "look_around where",
            [("protocols", "found_alone", "states", "noticed", "activities")],
        ),
        ("regions/east.yaml", "police_post", [("agencies", "police_post")]),
        ("regions/east.yaml", "case_worker", [("roles", "case_worker")]),
        ("handbook.yaml", "team_lead", [("roles", "team_lead")]),
    ],
)
def test_a_name_leads_to_where_it_is_declared(desk, file, text, declared):
    use = named(desk, file, text)
    found = [each.path for each in declarations(desk.now().meanings, use)]
    assert [path[: len(want)] for path, want in zip(found, declared, strict=True)] == (
        declared
    )


def test_a_name_in_quotes_is_pointed_at_by_its_quotes_too(tmp_path):
    desk = desk_in(tmp_path)
    text = TEXTS[PROTOCOL].replace("held_by: duty_officer", 'held_by: "duty_officer"')
    desk.write(PROTOCOL, text.encode())
    page = desk.now().pages.get(PROTOCOL)
    start = text.index('"duty_officer"')
    for offset in (start, start + 1, start + len('"duty_officer"')):
        assert desk.now().meanings.at(page, offset).text == "duty_officer"


def test_what_is_no_name_leads_nowhere(desk):
    for text in ("title: Child noticed", "2 hours", "guidance", "when"):
        assert named(desk, PROTOCOL, text) is None


def test_every_use_of_a_state_is_listed_with_its_declaration(desk):
    found = uses_of(desk.now().meanings, named(desk, PROTOCOL, "safe}"))
    lines = TEXTS[PROTOCOL].splitlines()
    wanted = [
        (PROTOCOL, number)
        for number, line in enumerate(lines, start=1)
        if "to: safe" in line or line == "  safe:"
    ]
    assert places(desk, found) == wanted
    assert len(wanted) == 3


def test_a_role_is_found_in_every_file(desk):
    found = uses_of(desk.now().meanings, named(desk, "roles.yaml", "case_worker"))
    assert {each.file for each in found} == {
        PROTOCOL,
        "roles.yaml",
        "regions/east.yaml",
    }


def test_a_renamed_name_changes_nothing_else(desk):
    use = named(desk, "roles.yaml", "case_worker")
    after = renamed_texts(
        desk.now().meanings, renaming(desk.now().meanings, use, "child_worker")
    )
    assert after == {
        name: text.replace("case_worker", "child_worker")
        for name, text in TEXTS.items()
    }


def test_line_ends_comments_and_quotes_stay_as_they_are(tmp_path):
    desk = desk_in(tmp_path)
    text = (
        TEXTS[PROTOCOL]
        .replace("held_by: duty_officer", "held_by: 'duty_officer'  # duty_officer", 1)
        .replace(
            "rule: end_danger requires", "rule: >\n      end_danger\n      requires"
        )
        .replace("\n", "\r\n")
    )
    desk.write(PROTOCOL, text.encode())
    use = named(desk, PROTOCOL, "end_danger\r\n      requires")
    change = renaming(desk.now().meanings, use, "stop_danger")
    after = renamed_texts(desk.now().meanings, change)[PROTOCOL]
    assert after == text.replace("end_danger", "stop_danger")
    use = named(desk, PROTOCOL, "duty_officer'")
    change = renaming(desk.now().meanings, use, "officer")
    after = renamed_texts(desk.now().meanings, change)[PROTOCOL]
    assert "held_by: 'officer'  # duty_officer\r\n" in after


@pytest.mark.parametrize(
    ("new", "refused"),
    [
        ("safe", "name-exists"),
        ("requires", "not-a-name"),
        ("Two words", "not-a-name"),
        ("", "not-a-name"),
    ],
)
def test_a_name_that_cannot_be_is_refused(desk, new, refused):
    use = named(desk, PROTOCOL, "weighed:")
    assert renaming(desk.now().meanings, use, new).refused == refused


def test_a_role_may_not_be_called_as_an_agency(desk):
    use = named(desk, "roles.yaml", "team_lead")
    assert renaming(desk.now().meanings, use, "police_post").refused == "name-exists"


def test_the_file_of_a_protocol_is_renamed_with_it(desk):
    use = named(desk, PROTOCOL, "found_alone")
    change = renaming(desk.now().meanings, use, "found")
    assert change.files == {PROTOCOL: "found.yaml"}
    assert desk.breaks(renamed_texts(desk.now().meanings, change)) == ()


def test_a_renaming_that_would_break_something_says_which_rule(desk):
    texts = {**TEXTS, PROTOCOL: TEXTS[PROTOCOL].replace("  safe:", "  saved:")}
    assert desk.breaks(texts) == ("unknown-target",)


def test_every_name_of_the_handbook_can_be_another_and_again_itself(desk):
    look = desk.now()
    for path, every in look.pages.declared.items():
        page, token = look.pages.get(every[0].file), every[0].token
        use = look.meanings.at(page, token.start)
        if len(path) == 1:
            continue
        there = renaming(look.meanings, use, "another_name")
        after = renamed_texts(look.meanings, there)
        assert there.refused == "", path
        _keeps(after, path)
        again = _again(after, there, use)
        assert again == TEXTS, path


def _keeps(texts, path):
    """Make sure that a renamed handbook is read without an error."""
    found = [each for each in read_texts(texts).findings if each.severity == "error"]
    assert found == [], path


def _again(texts, change, use):
    """Return texts in which the new name of something became the old one again."""
    pages = WrittenPages()
    pages.update({name: text.encode() for name, text in texts.items()})
    book = read_texts(texts).handbook
    charts = _charts(book)
    meanings = NameMeanings(pages, charts)
    first = change.uses[0]
    page = pages.get(change.files.get(first.file, first.file))
    back = renaming(meanings, meanings.at(page, first.start), use.text)
    return renamed_texts(meanings, back)


def _charts(book):
    from katch_protocols.rules.context import Context  # noqa: PLC0415

    return Context(book, as_of=DAY, deep=False).charts


@pytest.fixture(scope="module")
def meanings():
    reading = shipped.reading()
    pages = WrittenPages()
    pages.update(reading.texts)
    return NameMeanings(pages, _charts(reading.handbook))


WORDS = {"actor", "none", "nobody", "null", "~", ""}
"""What stands where a name can stand, and is none."""


HEAVY = bool(os.environ.get("KATCH_HEAVY"))


@pytest.mark.skipif(not HEAVY, reason="looks up each of some 12,000 names")
def test_every_name_of_the_shipped_handbook_has_its_declaration(meanings):
    lost = [
        (token.path, name)
        for page in meanings.pages
        for token in page.tokens
        if isinstance(token.kind, IdName | PathName | Sentence) and not token.is_key
        if token.kind is not None and meanings._declares(token) is None
        for _, name, targets in meanings._names(page, token)
        if not targets and name not in WORDS
    ]
    assert lost == []


@pytest.mark.skipif(
    not HEAVY, reason="renames what makes the shipped handbook be read anew 35 times"
)
def test_every_name_of_the_shipped_handbook_can_be_another(meanings):
    before = len(shipped.reading().findings)
    for path, every in islice(meanings.pages.declared.items(), 3, None, 70):
        page, token = meanings.pages.get(every[0].file), every[0].token
        use = meanings.at(page, token.start)
        change = renaming(meanings, use, "other_id_of_it")
        reading = read_texts(renamed_texts(meanings, change))
        assert len(reading.findings) == before, path
        assert _charts(reading.handbook).keys(), path
        problems = [c.problems for c in _charts(reading.handbook).values()]
        assert not any(problems), path
