"""What is found while somebody writes: the same as a fresh check finds, in the end."""

import gc
import itertools
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.cli.previewing.session import Session
from katch_protocols.editors.moved import moved
from katch_protocols.editors.session import EditorSession, Outdated
from katch_protocols.files.read import read
from katch_protocols.findings import Finding, Place, Severity
from katch_protocols.model.handbook import Handbook
from katch_protocols.rules.check import check
from tests.editors.small import DAY, PROTOCOL, TEXTS, desk_in


def fresh(folder):
    reading = read(folder)
    if reading.handbook is None:
        return reading.findings
    found = check(reading.handbook, incomplete=reading.incomplete, as_of=DAY)
    return (*reading.findings, *found)


def told(findings):
    """Return findings as a client sees them, in any order."""
    return sorted(f"{each} {each.said('ru')} {each.path}" for each in findings)


@pytest.fixture
def desk(tmp_path):
    return desk_in(tmp_path)


def test_a_look_tells_at_once_what_needs_no_proof_and_the_rest_when_proved(desk):
    text = TEXTS[PROTOCOL].replace("by: duty_officer", "by: dutty_officer", 1)
    text = text.replace("to: closed", "to: nowhere")
    desk.write(PROTOCOL, text.encode())
    first, second, last = desk.looks()
    assert [each.rule for each in first.findings] == []
    assert {"unknown-role", "unknown-target"} <= {e.rule for e in second.findings}
    assert (first.is_whole, second.is_whole, last.is_whole) == (False, False, True)


def test_what_is_not_saved_counts_and_what_is_closed_does_not(desk):
    clean = told(list(desk.looks())[-1].findings)
    desk.write(PROTOCOL, TEXTS[PROTOCOL].replace("held_by", "held_bi", 1).encode())
    found = next(iter(desk.looks())).findings
    assert [each.rule for each in found if each.severity is Severity.ERROR] == [
        "unknown-key"
    ]
    desk.close(PROTOCOL)
    assert told(list(desk.looks())[-1].findings) == clean


def test_a_file_that_is_open_and_not_in_the_folder_yet_counts(desk):
    desk.write("regions/west.yaml", b"region: west\ntitle: West\nroless: {}\n")
    (found,) = [e for e in desk.now().reading.findings if e.rule == "unknown-key"]
    assert (found.place.file, found.near) == ("regions/west.yaml", ("roles",))


def test_a_file_that_is_gone_counts_no_more(desk):
    assert "east" in desk.now().reading.handbook.regions
    (desk.folder / "regions" / "east.yaml").unlink()
    desk.refresh()
    assert desk.now().reading.handbook.regions == {}


def test_an_edit_ends_the_look_that_has_not_ended(desk):
    looks = desk.looks()
    next(looks)
    desk.write(PROTOCOL, b"protocol: found_alone\n")
    with pytest.raises(Outdated):
        next(looks)


def test_an_edit_ends_a_proof_while_it_is_made(desk, monkeypatch):
    def endless(*_, **__):
        from katch_protocols.budget import look  # noqa: PLC0415

        threading.Timer(0, desk.refresh).start()
        for _ in itertools.count():
            look()

    monkeypatch.setattr("katch_protocols.proofs.prove.prove", endless)
    with pytest.raises(Outdated):
        list(desk.looks())


def test_a_preview_and_an_editor_show_the_same_as_a_check(desk):
    text = TEXTS[PROTOCOL].replace("to: closed", "to: safe")
    (desk.folder / PROTOCOL).write_text(text, encoding="utf-8")
    preview = Session(desk.folder, lambda: DAY).look().findings
    editor = list(desk.looks())[-1].findings
    assert told(preview) == told(editor) == told(fresh(desk.folder))
    assert any(each.severity is Severity.ERROR for each in editor)


def test_a_folder_without_a_handbook_has_one_finding_and_no_fault(tmp_path):
    (view,) = EditorSession(tmp_path / "nowhere", lambda: DAY).looks()
    assert [each.rule for each in view.findings] == ["no-folder"]


PIECES = (
    *("to: closed", "held_by: nobody", "  ", "\n", "\r\n", "- ", ": ", "{", "[", '"'),
    *("when: danger is present", "rule: never close_case", "kk: бала", "𝄞", "\t", "#"),
    *("within: 2 days", "by: case_worker", "", "safe", "\x00", "&a ", "title: x"),
)
"""What somebody types, pastes or cuts."""


@st.composite
def edits(draw):
    """Write somewhere, close a file, change one on the disk, or let a look go on."""
    kind = draw(st.sampled_from(["type", "type", "type", "close", "delete", "look"]))
    name = draw(st.sampled_from([*sorted(TEXTS), "regions/west.yaml"]))
    where, length = draw(st.floats(0, 1)), draw(st.integers(0, 30))
    return kind, name, where, length, draw(st.sampled_from(PIECES))


@settings(max_examples=20, deadline=None)
@given(some=st.lists(edits(), min_size=1, max_size=6))
def test_any_sequence_of_edits_ends_in_the_findings_of_a_fresh_check(
    some, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("written")
    desk = desk_in(folder)
    for kind, name, where, length, piece in some:
        path = folder / name
        saved = path.read_bytes().decode() if path.exists() else ""
        text = desk.unsaved.get(name, saved.encode()).decode()
        at = int(where * len(text))
        if kind == "type":
            desk.write(name, (text[:at] + piece + text[at + length :]).encode())
        elif kind == "close":
            desk.close(name)
        elif kind == "delete":
            path.unlink(missing_ok=True)
            desk.refresh()
        else:
            next(desk.looks())
    *_, last = desk.looks()
    for name, data in desk.unsaved.items():
        (folder / name).write_bytes(data)
    assert told(last.findings) == told(fresh(folder))
    assert last.is_whole


def note(line):
    return Finding("note", Severity.NOTE, place=Place("a.yaml", line, 1))


@pytest.mark.parametrize(
    ("after", "lines"),
    [
        (b"a\nb\nc\nd", [1, 2, 3, 4]),
        (b"new\na\nb\nc\nd", [2, 3, 4, 5]),
        (b"a\nb\nnew\nnew\nc\nd", [1, 2, 5, 6]),
        (b"a\nX\nc\nd", [1, 3, 4]),
        (b"a\nd", [1, 2]),
        (b"", []),
    ],
)
def test_findings_move_with_the_lines_that_stay(after, lines):
    findings = [note(line) for line in (1, 2, 3, 4)]
    found = moved(findings, {"a.yaml": b"a\nb\nc\nd"}, {"a.yaml": after})
    assert [each.place.line for each in found] == lines


@pytest.mark.usefixtures("new_garbage")
@pytest.mark.parametrize("is_proved", [False, True])
def test_handbooks_of_earlier_edits_are_not_kept(desk, is_proved):
    title = f"A place of its own ({is_proved})"
    named = TEXTS["handbook.yaml"].replace("Saltmarsh district", title)
    for number in range(12):
        desk.write("handbook.yaml", f"{named}# {number}\n".encode())
        if is_proved:
            assert [*desk.looks()][-1].is_whole
        else:
            assert desk.now().at_once == ()
    gc.collect()
    every = (each for each in gc.get_objects() if type(each) is Handbook)
    kept = [each for each in every if each.title.say("en") == title]
    assert len(kept) <= 3  # the one of now, and what was asked for before it
