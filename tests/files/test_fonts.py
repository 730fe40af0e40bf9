"""A handbook may name a font: what is read of it, and which files are refused."""

import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

import katch_protocols as kp
from katch_protocols.files import bounds
from katch_protocols.files.field_types.font_file import read_font
from katch_protocols.files.read import Reading, read
from katch_protocols.model.handbook import Font
from katch_protocols.rules.check import check
from tests.files.small import HANDBOOK, found
from tests.fonts import FONT, GEORGIAN, build_font, without_readers_of_fonts

NAME = "fonts/Georgian.ttf"
DATA = FONT[NAME]
NAMING = HANDBOOK + f"font: {NAME}\n"
LINE = NAMING.count("\n")
AT = f"handbook.yaml:{LINE}:7"


def naming(name: str, data: bytes = DATA) -> Reading:
    return read({"handbook.yaml": HANDBOOK + f"font: {name}\n", NAME: data})


def folder(tmp_path: Path) -> Path:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "handbook.yaml").write_text(NAMING, encoding="utf-8")
    (tmp_path / NAME).write_bytes(DATA)
    return tmp_path


def zipped(files: dict[str, str | bytes], top: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(top + name, text)
    return file.getvalue()


def test_a_font_has_its_family_its_letters_and_their_widths() -> None:
    font = read_font(NAME, build_font({"ა": 900, "A": 2500}, family="Box Sans"))
    assert font == Font(NAME, font.data)
    assert font.family == "Box Sans"
    assert dict(font.advances) == {"ა": 450, "A": 1250}


def test_the_bytes_of_a_font_are_not_shown_with_it() -> None:
    assert repr(Font(NAME, DATA)) == f"Font(file='{NAME}', family='')"


def test_a_folder_a_zip_and_texts_carry_the_same_font(tmp_path: Path) -> None:
    files = {"handbook.yaml": NAMING, NAME: DATA}
    for source in (folder(tmp_path), zipped(files), zipped(files, "book/"), files):
        reading = read(source)
        assert found(reading) == []
        assert reading.handbook.font == Font(NAME, DATA)
        assert set(reading.handbook.font.advances) == set(GEORGIAN)
        assert reading.texts[NAME] == DATA


def test_what_is_written_names_the_font_and_reads_back_with_its_bytes() -> None:
    book = naming(NAME).handbook
    texts = kp.write(book)
    assert f"font: {NAME}" in texts["handbook.yaml"]
    assert NAME not in texts
    assert kp.read({**texts, book.font.file: book.font.data}) == book


@pytest.mark.parametrize(
    "path",
    [
        "../Georgian.ttf",
        "fonts/../../Georgian.ttf",
        "/usr/share/fonts/Georgian.ttf",
        "C:/Georgian.ttf",
        "fonts\\Georgian.ttf",
        "./Georgian.ttf",
        ".hidden/Georgian.ttf",
        "fonts//Georgian.ttf",
        "fonts/Georgian.woff2",
        "fonts/Georgian.ttf/",
        "handbook.yaml",
        f"{'a' * 256}.ttf",
    ],
)
def test_a_path_that_may_lead_elsewhere_is_refused_at_its_place(path: str) -> None:
    assert found(naming(path)) == [f"{AT} bad-font-path"]


def test_a_font_that_is_no_text_is_refused() -> None:
    assert found(naming("[a.ttf]")) == [f"{AT} not-text"]


@pytest.mark.parametrize("files", [{}, {"fonts/Other.ttf": DATA}])
def test_a_font_that_is_not_there_is_refused(files: dict[str, bytes]) -> None:
    texts = {"handbook.yaml": NAMING, **files}
    for source in (texts, zipped(texts)):
        assert found(read(source)) == [f"{AT} font-missing"]


def test_a_font_that_is_not_in_the_folder_is_refused(tmp_path: Path) -> None:
    (folder(tmp_path) / NAME).unlink()
    assert found(read(tmp_path)) == [f"{AT} font-missing"]


@pytest.mark.parametrize("part", [NAME, "fonts"])
def test_no_link_is_followed_to_a_font(tmp_path: Path, part: str) -> None:
    (tmp_path / "book").mkdir()
    home = folder(tmp_path / "book")
    elsewhere = tmp_path / "elsewhere"
    (home / part).rename(elsewhere)
    (home / part).symlink_to(elsewhere)
    reading = read(home)
    assert found(reading) == [f"{AT} symbolic-link"]
    assert reading.findings[0].facts == {"name": part}


def test_a_pipe_is_no_font(tmp_path: Path) -> None:
    (folder(tmp_path) / NAME).unlink()
    os.mkfifo(tmp_path / NAME)
    assert found(read(tmp_path)) == [f"{AT} not-a-file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_font_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (folder(tmp_path) / NAME).chmod(0)
    assert found(read(tmp_path)) == [f"{AT} unreadable-file"]


def test_a_link_in_a_zip_is_no_font() -> None:
    file = io.BytesIO(zipped({"handbook.yaml": NAMING}))
    with zipfile.ZipFile(file, "a") as archive:
        info = zipfile.ZipInfo(NAME)
        info.external_attr = stat.S_IFLNK << 16
        archive.writestr(info, "/etc/passwd")
    assert found(read(file.getvalue())) == [f"{AT} symbolic-link"]


def test_a_font_of_too_many_bytes_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    data = DATA + bytes(bounds.FONT_BYTES)
    (folder(tmp_path) / NAME).write_bytes(data)
    files = {"handbook.yaml": NAMING, NAME: data}
    for source in (tmp_path, zipped(files), files):
        assert found(read(source)) == [f"{AT} font-too-large"]


def with_table(tag: str, data: bytes) -> bytes:
    """Return the font with other bytes in one of its tables."""
    font = TTFont(io.BytesIO(DATA))
    made = io.BytesIO()
    font.save(made)
    told = made.getvalue()
    start = told.index(tag.encode()) + 8
    old, length = struct.unpack_from(">LL", told, start)
    moved = told[:start] + struct.pack(">LL", len(told), len(data))
    assert length <= len(told) - old
    return moved + told[start + 8 :] + data


def letters_in_groups(first: int, last: int, kind: int = 12) -> bytes:
    """Return a table that says that all these letters are drawn by some glyph."""
    table = struct.pack(">HHLLLLLL", kind, 0, 28, 0, 1, first, last, 1)
    return struct.pack(">HHHHL", 0, 1, 3, 10, 12) + table


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"wOF2" + DATA[4:],
        b"ttcf" + DATA[4:],
        b"<svg/>",
        DATA[:400],
        b"\0\1\0\0" + bytes(200),
        b"OTTO\xff\xff" + bytes(200),
        build_font({}),
        build_font({"ა": 900}, family='"; } </style>'),
        build_font({"ა": 900}, family=""),
        with_table("cmap", letters_in_groups(0, 0xFFFFFFFF)),
        with_table("cmap", letters_in_groups(0, 0xFFFFFFFF, 13)),
        with_table("cmap", b"\0"),
        with_table("head", bytes(54)),
        with_table("hmtx", b""),
        with_table("maxp", b"\0\0\5\0\xff\xff"),
    ],
    ids=lambda data: f"{len(data)} bytes",
)
def test_bytes_that_are_no_usable_font_are_refused(data: bytes) -> None:
    assert found(naming(NAME, data)) == [f"{AT} not-a-font"]


@given(st.integers(0, len(DATA) - 1), st.binary(min_size=1, max_size=8))
def test_a_font_with_other_bytes_is_read_or_refused_never_a_fault(
    place: int, other: bytes
) -> None:
    reading = naming(NAME, DATA[:place] + other + DATA[place + len(other) :])
    assert found(reading) in ([], [f"{AT} not-a-font"])


def test_without_a_reader_of_fonts_the_extra_is_named_once() -> None:
    with without_readers_of_fonts():
        reading = naming(NAME)
    assert found(reading) == []
    told = [each for each in check(reading.handbook) if each.rule == "font-not-read"]
    said = (
        f"Nothing installed here can read the font '{NAME}'. Its letters then count as"
        " not drawn, and texts in them are measured by a guess. Install the extra"
        " `papers`: `pip install 'katch-protocols[papers]'`."
    )
    assert [str(each).partition("font-not-read: ")[2] for each in told] == [said]
