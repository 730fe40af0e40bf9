"""A handbook as a zip or as texts: what a folder may hold, and nothing else."""

import io
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import katch_protocols as kp
from katch_protocols.errors import HandbookError, WrongTypeError
from katch_protocols.files import bounds
from katch_protocols.files.read import read
from katch_protocols.findings import Place
from tests.files.small import HANDBOOK, found

REFERRAL = "protocol: referral\ntitle: Referral\n"
NORTH = "region: north\ntitle: North\n"
SOUND = {
    "handbook.yaml": HANDBOOK,
    "referral.yaml": REFERRAL,
    "regions/north.yaml": NORTH,
}


def zipped(texts: dict[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return file.getvalue()


def entry(name: str, mode: int, text: str = "") -> bytes:
    """Return a sound archive with one more entry, of a special kind."""
    file = io.BytesIO(zipped(SOUND))
    with zipfile.ZipFile(file, "a") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        archive.writestr(info, text)
    return file.getvalue()


def test_texts_a_zip_and_a_folder_give_the_same_handbook(tmp_path: Path) -> None:
    for name, text in SOUND.items():
        path = tmp_path / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "book.zip").write_bytes(zipped(SOUND))
    read_before = kp.read(tmp_path / "book")
    for source in (SOUND, zipped(SOUND), tmp_path / "book.zip"):
        handbook = kp.read(source)
        assert handbook == read_before
        where = handbook.place(("regions", "north", "title"))
        assert where == Place("regions/north.yaml", 2, 1)


def test_a_folder_that_was_zipped_as_a_whole_is_read_below_it() -> None:
    whole = {f"saltmarsh/{name}": text for name, text in SOUND.items()}
    whole["__MACOSX/saltmarsh/._handbook.yaml"] = "what a Mac adds"
    assert kp.read(zipped(whole)) == kp.read(SOUND)


def test_a_finding_names_the_file_in_the_archive() -> None:
    texts = {**SOUND, "regions/north.yaml": "region: north\ntitel: North\n"}
    assert found(read(zipped(texts))) == [
        "regions/north.yaml:2:1 unknown-key",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "../referral.yaml",
        "/referral.yaml",
        "/etc/referral.yaml",
        "./referral.yaml",
        "regions/../referral.yaml",
        "annex/deep/referral.yaml",
        "regions/north/east.yaml",
        "C:/referral.yaml",
        "referral.yml",
    ],
)
def test_a_name_that_leads_elsewhere_is_read_from_nowhere(name: str) -> None:
    expected = [f"{name}:1:1 stray-file"]
    assert found(read(zipped({**SOUND, name: REFERRAL}))) == expected
    assert found(read({**SOUND, name: REFERRAL})) == expected


@pytest.mark.parametrize("name", ["re\\ferral.yaml", "Referral.yaml"])
def test_a_name_that_is_no_id_is_refused(name: str) -> None:
    assert "bad-file-name" in {
        each.rule for each in read({**SOUND, name: REFERRAL}).findings
    }


def test_a_name_with_what_nobody_can_see_is_told_in_what_everybody_can() -> None:
    texts = {**SOUND, "\u202ereferral.yaml": REFERRAL}
    expected = ["'\\u202ereferral.yaml':1:1 bad-file-name"]
    assert found(read(texts)) == expected
    assert found(read(zipped(texts))) == expected


def test_a_file_that_nobody_expects_to_be_read_is_left_alone_in_a_zip() -> None:
    assert found(read(zipped({**SOUND, "README.md": "x", ".git/a.yaml": "x"}))) == []


def test_a_name_that_comes_twice_is_not_read_at_all() -> None:
    other = REFERRAL.replace("Referral", "Another")
    file = io.BytesIO(zipped(SOUND))
    with (
        zipfile.ZipFile(file, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr("referral.yaml", other)
    reading = read(file.getvalue())
    assert found(reading) == ["referral.yaml:1:1 file-twice"]
    assert reading.incomplete == {"protocols"}


@pytest.mark.parametrize(
    ("mode", "rule"),
    [(stat.S_IFLNK, "symbolic-link"), (stat.S_IFIFO, "not-a-file")],
)
def test_a_link_or_a_pipe_is_not_followed(mode: int, rule: str) -> None:
    reading = read(entry("other.yaml", mode | 0o777, "/etc/passwd"))
    assert found(reading) == [f"other.yaml:1:1 {rule}"]


def test_an_encrypted_file_is_refused() -> None:
    data = bytearray(zipped(SOUND))
    for start, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = 0
        for _ in SOUND:
            at = data.index(start, at) + 1
            data[at - 1 + flags] |= 1
    assert found(read(bytes(data))) == [
        "handbook.yaml:1:1 handbook-missing",
        "handbook.yaml:1:1 unreadable-entry",
        "referral.yaml:1:1 unreadable-entry",
        "regions/north.yaml:1:1 unreadable-entry",
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_could_ask_for_any_memory_is_not_unpacked(method: int) -> None:
    reading = read(zipped(SOUND, method))
    assert {each.rule for each in reading.findings} == {
        "handbook-missing",
        "unreadable-entry",
    }


def test_a_bomb_is_not_unpacked_further_than_a_file_may_be_long() -> None:
    data = zipped({**SOUND, "big.yaml": "#" * 40_000_000})
    assert len(data) < 100_000
    assert found(read(data)) == ["big.yaml:1:1 file-too-large"]


def test_a_size_that_an_archive_lies_about_is_not_believed() -> None:
    text = b"#" * 40_000_000
    packed = zlib.compress(text, 9, -15)
    name = b"big.yaml"
    body = struct.pack("<IIIHH", zlib.crc32(text), len(packed), 9, len(name), 0)
    head = struct.pack("<IHHHHH", 0x04034B50, 20, 0, 8, 0, 0x21)
    local = head + body + name + packed
    middle = struct.pack("<IHHHHHH", 0x02014B50, 20, 20, 0, 8, 0, 0x21)
    central = middle + body + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(central), len(local), 0)
    assert found(read(local + central + end)) == [
        "big.yaml:1:1 unreadable-entry",
        "handbook.yaml:1:1 handbook-missing",
    ]


def test_all_files_of_a_zip_or_of_texts_are_bounded_together(monkeypatch) -> None:
    monkeypatch.setattr(bounds, "HANDBOOK_BYTES", 10_000)
    texts = {**SOUND, "referral.yaml": REFERRAL + "#" * 10_000}
    expected = ["referral.yaml:1:1 handbook-too-large"]
    assert found(read(zipped(texts))) == expected
    assert found(read(texts)) == expected


def test_the_number_of_files_is_bounded(monkeypatch) -> None:
    monkeypatch.setattr(bounds, "FILES", 2)
    expected = ["regions/north.yaml:1:1 too-many-files"]
    assert found(read(zipped(SOUND))) == expected
    assert found(read(SOUND)) == expected


def test_an_archive_larger_than_a_handbook_is_not_opened(monkeypatch) -> None:
    monkeypatch.setattr(bounds, "ARCHIVE_BYTES", 100)
    reading = read(zipped(SOUND))
    assert reading.handbook is None
    assert found(reading) == ["handbook.zip:1:1 handbook-too-large"]


@pytest.mark.parametrize("data", [b"", b"no zip", zipped(SOUND)[:-30], b"PK\x03\x04"])
def test_what_is_no_zip_is_a_finding(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(HandbookError) as caught:
        kp.read(data)
    assert [each.rule for each in caught.value.findings] == ["not-an-archive"]
    path = tmp_path / "broken.zip"
    path.write_bytes(data)
    begins = data.startswith(b"PK")
    (finding,) = read(path).findings
    assert finding.rule == ("not-an-archive" if begins else "no-folder")
    assert finding.place == Place(str(path), 1, 1)


@given(st.data())
def test_no_damage_to_an_archive_is_more_than_a_finding(data: st.DataObject) -> None:
    whole = bytearray(zipped(SOUND))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    reading = read(bytes(whole))
    same = reading.handbook == kp.read(SOUND)
    assert reading.findings or same or set(reading.texts) < set(SOUND)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ({"handbook.yaml": 7}, "not int."),
        ({7: "handbook: x\n"}, "not int."),
        ({"handbook.yaml": None}, "not NoneType."),
        (["handbook.yaml"], "not list."),
        (7, "not int."),
        (None, "not NoneType."),
    ],
)
def test_what_can_hold_no_handbook_is_a_type_error(source: object, said: str) -> None:
    with pytest.raises(TypeError, match=r"^`source` must be ") as caught:
        kp.read(source)
    assert isinstance(caught.value, WrongTypeError)
    assert str(caught.value).endswith(said)
