"""A new name for something changes nothing that bodies agreed to."""

import pytest

from katch_protocols.cli.main import main
from katch_protocols.editors import seals
from katch_protocols.editors.names import renamed_texts, renaming
from katch_protocols.editors.session import EditorSession
from katch_protocols.files.schemas.agreed import AGREED
from tests.editors.small import DAY, PROTOCOL, TEXTS, at, desk_in

RULES = {"changed-since-agreed", "agreement-edited", "agreed-protocol-gone"}


@pytest.fixture
def desk(tmp_path):
    """A handbook in which every duty is proposed; of some parts there are several."""
    found = desk_in(tmp_path)
    text = TEXTS[PROTOCOL].replace(
        "together_with: [case_worker]",
        "together_with: [case_worker]\n        qualified: listening",
    )
    assert text != TEXTS[PROTOCOL]
    (tmp_path / PROTOCOL).write_text(text, encoding="utf-8")
    with (tmp_path / "handbook.yaml").open("a", encoding="utf-8") as file:
        file.write("qualifications:\n  listening: {title: Listening}\n")
    assert main(["agree", "--all", "--yes", "--handbook", str(tmp_path)]) == 0
    found.refresh()
    return found


def of_agreements(folder):
    *_, last = EditorSession(folder, lambda: DAY).looks()
    return [each for each in last.findings if each.rule in RULES]


def rename(desk, file, text, new):
    """Rename what stands somewhere, as the client would; return the file of before."""
    page, offset = at(desk, file, text)
    look = desk.now()
    change = renaming(look.meanings, look.meanings.at(page, offset), new)
    assert change.refused == ""
    for name, written in renamed_texts(look.meanings, change).items():
        (desk.folder / name).write_text(written, encoding="utf-8", newline="")
    for name in change.files:
        (desk.folder / name).unlink()
    desk.refresh()


NAMES = [
    ("roles.yaml", "duty_officer"),
    ("roles.yaml", "case_worker"),
    ("agencies.yaml", "police_post"),
    ("handbook.yaml", "protect:"),
    ("handbook.yaml", "listening"),
    ("sources.yaml", "practice_note"),
    (PROTOCOL, "found_alone"),
    (PROTOCOL, "look_around:"),
    (PROTOCOL, "safe:"),
]


@pytest.mark.parametrize(("file", "name"), NAMES)
def test_what_was_agreed_is_so_under_another_name_and_again_itself(desk, file, name):
    before = {each.file: each.text for each in desk.now().pages}
    assert of_agreements(desk.folder) == []
    rename(desk, file, name, "another_name")
    assert of_agreements(desk.folder) == []
    there = "another_name.yaml" if name == "found_alone" else file
    rename(desk, there, "another_name", name.rstrip(":"))
    assert {each.file: each.text for each in desk.now().pages} == before


def test_what_was_edited_by_hand_is_found_under_the_new_name_too(desk):
    path = desk.folder / AGREED.place
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("does: duty_officer", "does: case_worker", 1))
    desk.refresh()
    assert [each.rule for each in of_agreements(desk.folder)] == ["agreement-edited"]
    rename(desk, "roles.yaml", "duty_officer", "another_name")
    assert [each.rule for each in of_agreements(desk.folder)] == ["agreement-edited"]


def test_a_change_that_waits_for_agreement_still_waits(desk):
    path = desk.folder / PROTOCOL
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("by: duty_officer", "by: case_worker", 1))
    desk.refresh()
    before = of_agreements(desk.folder)
    assert {each.rule for each in before} == {"changed-since-agreed"}
    rename(desk, "roles.yaml", "duty_officer", "another_name")
    said = [
        str(each.said("en").saw).replace("another_name", "duty_officer")
        for each in of_agreements(desk.folder)
    ]
    assert said == [str(each.said("en").saw) for each in before]


def test_a_fingerprint_of_digits_alone_is_written_as_a_text(desk, monkeypatch):
    text = (desk.folder / AGREED.place).read_text(encoding="utf-8")
    first = text.partition("text: ")[2].partition("\n")[0].strip('"')
    told = iter(["123456789012", first])
    monkeypatch.setattr(seals, "fingerprint", lambda *_: next(told, ""))
    look = desk.now()
    page, offset = at(desk, "roles.yaml", "duty_officer")
    change = renaming(look.meanings, look.meanings.at(page, offset), "another_name")
    after = renamed_texts(look.meanings, change)[AGREED.place]
    assert 'text: "123456789012"\n' in after
