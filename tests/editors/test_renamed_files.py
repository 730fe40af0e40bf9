"""A file that is called after a name, where another already stands in its new place."""

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from katch_protocols.editors.answering import Answers
from katch_protocols.editors.speaking import Speaker
from tests.editors.small import PROTOCOL, at, desk_in


@pytest.fixture
def desk(tmp_path):
    return desk_in(tmp_path)


def renamed(desk, file, word, new):
    """Ask for a new name of what stands at a word, as an editor does."""
    look = desk.now()
    speaker = Speaker(desk.folder, look.pages, "en", "utf-16")
    answers = Answers(desk, look, speaker, versioned=True, files=True)
    page, offset = at(desk, file, word)
    line, unit = page.lines().position(offset)
    return answers.renamed(page, types.Position(line, unit), new)


def test_no_file_of_the_handbook_is_renamed_onto_another(desk):
    with pytest.raises(JsonRpcException) as refused:
        renamed(desk, PROTOCOL, "found_alone", "roles")
    assert refused.value.message == (
        "Nothing was renamed: 'roles.yaml' is already there."
    )


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_whatever_is_in_the_folder_keeps_its_place(desk, kind):
    there = desk.folder / "regions" / "west.yaml"
    if kind == "file":
        there.write_text("no region", encoding="utf-8")
    elif kind == "folder":
        there.mkdir()
    else:
        there.symlink_to("nowhere")
    with pytest.raises(JsonRpcException, match=r"'regions/west\.yaml'"):
        renamed(desk, "regions/east.yaml", "east", "west")


def test_a_file_that_is_open_and_not_saved_keeps_its_place(desk):
    desk.write("regions/west.yaml", b"region: west\ntitle: West\n")
    with pytest.raises(JsonRpcException, match="west"):
        renamed(desk, "regions/east.yaml", "east", "west")


def test_a_file_that_is_free_is_taken(desk):
    change = renamed(desk, "regions/east.yaml", "east", "north")
    (move,) = (c for c in change.document_changes if isinstance(c, types.RenameFile))
    assert move.new_uri == (desk.folder / "regions" / "north.yaml").as_uri()
