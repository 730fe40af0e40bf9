"""A handbook on disk: only ordinary files below the folder are read."""

import os
import sys
from pathlib import Path

import pytest

from katch_protocols.errors import HandbookError
from katch_protocols.files import bounds
from katch_protocols.files.read import read, read_handbook
from katch_protocols.findings import Place
from tests.files.small import HANDBOOK, found

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "handbook.yaml").write_text(HANDBOOK, encoding="utf-8")
    return tmp_path


def put(folder: Path, name: str, text: str = "") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_read_with_its_regions_and_fragments(folder: Path) -> None:
    put(folder, "referral.yaml", "protocol: referral\ntitle: Referral\n")
    put(folder, "regions/north.yaml", "region: north\ntitle: North\n")
    put(folder, "fragments/lost.yaml", "fragment: lost\n")
    handbook = read_handbook(folder)
    assert list(handbook.protocols) == ["referral"]
    assert list(handbook.regions) == ["north"]
    assert list(handbook.fragments) == ["lost"]
    assert handbook.place(("regions", "north", "title")) == Place(
        "regions/north.yaml", 2, 1
    )


def test_a_handbook_with_an_error_is_refused_with_every_finding(folder: Path) -> None:
    put(folder, "referral.yaml", "protocol: referral\ntitel: Referral\n")
    put(folder, "regions/north.yaml", "region: north\ntitle: []\n")
    with pytest.raises(HandbookError) as caught:
        read_handbook(folder)
    assert [each.rule for each in caught.value.findings] == [
        "unknown-key",
        "not-text",
    ]


@pytest.mark.parametrize("name", ["nowhere", "handbook.yaml", "nul\0byte"])
def test_what_is_no_folder_is_a_finding(folder: Path, name: str) -> None:
    reading = read(folder / name)
    assert reading.handbook is None
    assert [each.rule for each in reading.findings] == ["no-folder"]


def test_a_folder_without_handbook_yaml_is_still_read(tmp_path: Path) -> None:
    put(tmp_path, "referral.yaml", "protocol: referral\ntitle: Referral\n")
    reading = read(tmp_path)
    assert found(reading) == ["handbook.yaml:1:1 handbook-missing"]
    assert reading.handbook is not None
    assert list(reading.handbook.protocols) == ["referral"]


def test_files_that_no_one_reads_are_found(folder: Path) -> None:
    put(folder, "referral.yml", "x")
    put(folder, "annex/notes.yaml", "x")
    put(folder, "regions/north.YAML", "x")
    put(folder, "README.md", "not YAML, so nobody expects it to be read")
    put(folder, ".hidden.yaml", "x")
    assert found(read(folder)) == [
        "annex:1:1 stray-file",
        "referral.yml:1:1 stray-file",
        "regions/north.YAML:1:1 stray-file",
    ]


def test_a_folder_with_nearly_the_right_name_is_told_the_right_one(
    folder: Path,
) -> None:
    put(folder, "region/north.yaml", "region: north")
    put(folder, "annex/notes.yaml", "x")
    near = {each.facts["name"]: each.near for each in read(folder).findings}
    assert near == {"annex": (), "region": ("regions",)}


def test_a_directory_named_as_a_file_is_not_read(folder: Path) -> None:
    (folder / "referral.yaml").mkdir()
    assert found(read(folder)) == ["referral.yaml:1:1 not-a-file"]


@posix
def test_links_are_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory):
    outside = put(
        tmp_path_factory.mktemp("outside"), "secret.yaml", "protocol: secret\n"
    )
    (folder / "secret.yaml").symlink_to(outside)
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    (folder / "regions").symlink_to(outside.parent)
    reading = read(folder)
    assert found(reading) == [
        "loop.yaml:1:1 symbolic-link",
        "regions:1:1 symbolic-link",
        "secret.yaml:1:1 symbolic-link",
    ]
    assert reading.incomplete == {"protocols", "regions"}


@posix
def test_a_pipe_is_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.yaml")
    assert found(read(folder)) == ["pipe.yaml:1:1 not-a-file"]


@posix
def test_a_file_that_may_not_be_read_is_found(folder: Path, monkeypatch) -> None:
    put(folder, "referral.yaml", "protocol: referral\n")

    def refuse(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", refuse)  # root may read everything
    assert found(read(folder)) == [
        "handbook.yaml:1:1 handbook-missing",
        "handbook.yaml:1:1 unreadable-file",
        "referral.yaml:1:1 unreadable-file",
    ]


def test_a_file_of_fifty_megabytes_is_not_read(folder: Path) -> None:
    with (folder / "big.yaml").open("wb") as file:
        file.truncate(50_000_000)
    assert found(read(folder)) == ["big.yaml:1:1 file-too-large"]


def test_what_could_not_be_read_is_noted_as_lost(folder: Path) -> None:
    (folder / "handbook.yaml").unlink()
    (folder / "agencies.yaml").mkdir()
    put(folder, "roles.yaml", "#" * 1_100_000)
    assert read(folder).incomplete == {
        "agencies",
        "data",
        "facts",
        "families",
        "functions",
        "handbook",
        "measured",
        "principles",
        "qualifications",
        "questions",
        "roles",
    }


def test_all_files_together_are_bounded(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(bounds, "HANDBOOK_BYTES", 100)
    put(folder, "referral.yaml", "protocol: referral\n# " + "x" * 80)
    assert found(read(folder)) == ["referral.yaml:1:1 handbook-too-large"]


def test_the_number_of_files_is_bounded(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(bounds, "FILES", 2)
    for name in "abc":
        put(folder, f"{name}.yaml", f"protocol: {name}\ntitle: X\n")
    assert found(read(folder)) == ["b.yaml:1:1 too-many-files"]


@posix
def test_a_file_name_that_is_not_unicode_can_be_told(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.yaml")).write_bytes(b"protocol: x\n")
    assert found(read(folder)) == ["'\\udcff.yaml':1:1 bad-file-name"]
