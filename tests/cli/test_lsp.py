"""katch lsp: what it writes for VS Code, and what it says without its extra."""

import sys

import pytest

from katch_protocols.editors.extension import extension_files

pytestmark = pytest.mark.usefixtures("_no_language")


def test_the_extension_is_written_and_never_replaced(katch, tmp_path):
    folder = tmp_path / "new" / "extension"
    ran = katch("lsp", "--write-extension", str(folder))
    assert (ran.code, ran.err) == (0, "")
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == (
        extension_files()
    )
    assert len(ran.out.splitlines()) == len(extension_files())
    ran = katch("lsp", "--write-extension", str(folder))
    assert ran.code == 2
    assert "is there already" in ran.err


@pytest.mark.parametrize("missing", ["pygls", "lsprotocol"])
def test_without_its_extra_one_sentence_names_it(katch, monkeypatch, missing):
    for name in list(sys.modules):
        if name.startswith(("katch_protocols.editors", "pygls", "lsprotocol")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    ran = katch("lsp")
    assert (ran.code, ran.out) == (3, "")
    assert "katch-protocols[lsp]" in ran.err
    assert len(ran.err.splitlines()) == 1
