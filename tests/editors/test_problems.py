"""Findings as an editor shows them: where, how grave, and what else to look at."""

from dataclasses import replace

import pytest
from lsprotocol import types

from katch_protocols.cli.explain import pages as rule_pages
from katch_protocols.editors.answering import Answers
from katch_protocols.editors.problems import problems
from katch_protocols.editors.publishing import Publisher
from katch_protocols.editors.speaking import Speaker
from katch_protocols.findings import Finding, Place, Severity
from tests.editors.small import PROTOCOL, TEXTS, desk_in


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return desk_in(tmp_path_factory.mktemp("district"))


def speaker(desk, language="en"):
    return Speaker(desk.folder, desk.now().pages, language, "utf-16")


def shown(desk, finding):
    look = desk.now()
    page = look.pages.get(PROTOCOL)
    (found,) = problems(page, (finding,), look.meanings)
    return page, found


LINE = TEXTS[PROTOCOL].splitlines().index("    held_by: duty_officer") + 1
AT = ("protocols", "found_alone", "states", "noticed", "held_by")


def slip(severity=Severity.ERROR, **facts):
    return Finding("unknown-role", severity, AT, facts, (), Place(PROTOCOL, LINE, 5))


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"role": "nobody_there"}, "held_by"),
        ({"role": "duty_officer"}, "duty_officer"),
    ],
)
def test_what_a_finding_names_is_shown_else_where_it_stands(desk, facts, text):
    page, found = shown(desk, slip(**facts))
    assert page.text[found.start : found.end] == text


def test_the_names_of_a_finding_lead_to_where_they_are_declared(desk):
    _, found = shown(desk, slip(role="duty_officer", state="noticed", other="safe"))
    assert [(each.file, each.name) for each in found.related] == [
        ("roles.yaml", "duty_officer"),
        (PROTOCOL, "noticed"),
    ]


def test_what_is_declared_on_the_line_itself_is_no_other_place(desk):
    line = TEXTS[PROTOCOL].splitlines().index("  noticed:") + 1
    here = Finding("x", Severity.NOTE, AT[:4], {"state": "noticed"})
    _, found = shown(desk, replace(here, place=Place(PROTOCOL, line, 3)))
    assert found.related == ()


@pytest.mark.parametrize(
    ("severity", "told"),
    [
        (Severity.ERROR, types.DiagnosticSeverity.Error),
        (Severity.WARNING, types.DiagnosticSeverity.Warning),
        (Severity.GAP, types.DiagnosticSeverity.Information),
        (Severity.NOTE, types.DiagnosticSeverity.Hint),
    ],
)
def test_how_grave_a_finding_is_stays_unless_the_register_knows_it(
    desk, severity, told
):
    found = slip(severity, name="x", role="x")
    page, problem = shown(desk, found)
    said = speaker(desk).diagnostic(page, problem, "file:///page.md")
    assert (said.severity, said.code) == (told, "unknown-role")
    assert said.code_description.href == "file:///page.md"
    page, problem = shown(desk, replace(found, registered="gap_12"))
    said = speaker(desk).diagnostic(page, problem, None)
    assert said.severity is types.DiagnosticSeverity.Hint
    assert said.message.endswith("The register knows it: gap_12.")


def test_only_files_whose_findings_changed_are_published(desk):
    publisher = Publisher(desk, rule_pages().get)

    def news():
        look = desk.now()
        view = list(desk.looks())[-1]
        found = publisher.news(publisher.shown(view, look.meanings, speaker(desk)))
        return {each.uri.rpartition("/")[2]: each.diagnostics for each in found}

    news()
    desk.write(PROTOCOL, TEXTS[PROTOCOL].replace("held_by", "held_bi", 1).encode())
    first = news()
    assert "unknown-key" in {each.code for each in first[PROTOCOL]}
    assert news() == {}
    desk.write("regions/bad name.yaml", b"region: x\n")
    assert "bad%20name.yaml" in news()
    desk.close("regions/bad name.yaml")
    desk.close(PROTOCOL)
    after = news()
    assert after["bad%20name.yaml"] == []
    assert "unknown-key" not in {each.code for each in after[PROTOCOL]}


@pytest.mark.parametrize("versioned", [True, False])
def test_a_mend_is_of_a_version_for_a_client_that_takes_one(tmp_path, versioned):
    desk = desk_in(tmp_path)
    text = TEXTS[PROTOCOL].replace("held_by", "held_bi", 1)
    desk.write(PROTOCOL, text.encode(), 7)
    look = desk.now()
    answers = Answers(desk, look, speaker(desk), versioned=versioned, files=versioned)
    desk.write(PROTOCOL, b"", 8)  # what was looked at stays of its version
    line = types.Range(types.Position(LINE - 1, 0), types.Position(LINE - 1, 0))
    mend = next(answers.actions(look.pages.get(PROTOCOL), line, [])).edit
    if versioned:
        (change,) = mend.document_changes
        assert (change.text_document.version, mend.changes) == (7, None)
        assert [each.new_text for each in change.edits] == ["held_by"]
    else:
        ((uri, edits),) = mend.changes.items()
        assert (uri, mend.document_changes) == ((tmp_path / PROTOCOL).as_uri(), None)
        assert [each.new_text for each in edits] == ["held_by"]


def test_of_a_name_that_most_write_otherwise_its_declaration_can_be_mended(tmp_path):
    desk = desk_in(tmp_path)
    slipped = TEXTS["roles.yaml"].replace("duty_officer", "duty_oficer")
    desk.write("roles.yaml", slipped.encode())
    list(desk.looks())
    answers = Answers(desk, desk.now(), speaker(desk), versioned=False, files=False)
    page = answers.look.pages.get(PROTOCOL)
    row = TEXTS[PROTOCOL].splitlines().index("    held_by: duty_officer")
    line = types.Range(types.Position(row, 0), types.Position(row, 0))
    found = [each for each in answers.actions(page, line, []) if hasattr(each, "edit")]
    ((one, used), (other, declared)) = (
        next(iter(each.edit.changes.items())) for each in found
    )
    assert (one, used[0].new_text) == ((tmp_path / PROTOCOL).as_uri(), "duty_oficer")
    assert other == (tmp_path / "roles.yaml").as_uri()
    assert [each.new_text for each in declared] == ["duty_officer"]
