"""Where a file of SQLite lies: a folder on a network, one that cannot be written."""

import os
from pathlib import Path

import pytest

from katch_protocols.errors import StoreError
from katch_protocols.stores import folders

LINE = "36 35 98:0 / {} rw - {} host:/share rw\n"


@pytest.mark.parametrize(
    ("name", "written"),
    [("archive", "archive"), ("Архив дел", "Архив\\040дел"), ("a\\b", "a\\134b")],
)
def test_a_folder_on_a_network_is_known_by_any_name(
    open_store, tmp_path, monkeypatch, name, written
):
    folder = tmp_path / name
    folder.mkdir()
    mounts = tmp_path / "mountinfo"
    lines = LINE.format("/", "ext4") + LINE.format(tmp_path / written, "cifs")
    # A name on another mount may be in any encoding.
    mounts.write_bytes(lines.encode() + b"37 35 98:0 / /mnt/\xc0\xf0 rw - ext4 x rw\n")
    monkeypatch.setattr(folders, "_MOUNTS", mounts)
    with pytest.raises(StoreError) as caught:
        open_store(url=f"sqlite:///{folder / 'cases.db'}")
    assert caught.value.code == "network"
    open_store(url=f"sqlite:///{tmp_path / 'cases.db'}")


def test_a_store_in_a_folder_that_cannot_be_written_says_so(
    store, open_store, tmp_path, monkeypatch
):
    store.open_case("referral", region="east")
    if store.info().journal != "WAL+FULL":
        pytest.skip("the SQLite that is installed uses another journal")
    store.close()
    real = os.access

    def access(path, mode, **words):
        return Path(path) != tmp_path and real(path, mode, **words)

    # The journal needs a file beside the database, also to read.
    monkeypatch.setattr(folders.os, "access", access)
    with pytest.raises(StoreError, match="read-only") as caught:
        open_store(handbook=None)
    assert caught.value.code == "read-only"
    monkeypatch.undo()
    assert open_store(handbook=None).verify()
