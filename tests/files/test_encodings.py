"""Bytes that are no UTF-8: where they begin, and the encoding that they look like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.encodings import broken_text

RUSSIAN = "protocol: p\ntitle: Направление ребёнка в приют, «Дом» № 5 — и ещё\n"
KAZAKH = "protocol: p\ntitle: Балаға көмек көрсету, қамқоршылық органы үйде\n"
NAMES = [
    ("Windows-1251", "cp1251"),
    ("KOI8-R", "koi8_r"),
    ("CP866", "cp866"),
    ("KZ-1048", "kz1048"),
]


@pytest.mark.parametrize(("name", "own"), NAMES)
@pytest.mark.parametrize("text", [RUSSIAN, RUSSIAN.upper(), "a: Дом и сад\n"])
def test_what_russian_was_saved_in_is_told(text: str, name: str, own: str) -> None:
    found = broken_text(text.encode(own, "ignore"))
    assert found is not None
    # In the letters of Russian the encoding of Kazakh is that of Windows.
    assert found.encoding == name.replace("KZ-1048", "Windows-1251")


def test_what_kazakh_was_saved_in_is_told() -> None:
    found = broken_text(KAZAKH.encode("kz1048"))
    assert found is not None
    assert found == (2, 8, 0xC1, "KZ-1048")


def test_utf_16_begins_with_its_mark() -> None:
    for name in ("utf-16", "utf-16-be"):
        mark = b"\xfe\xff" if name.endswith("be") else b""
        found = broken_text(mark + RUSSIAN.encode(name))
        assert found is not None
        assert (found.line, found.column, found.encoding) == (1, 1, "UTF-16")


@pytest.mark.parametrize(
    "data",
    [b"a: \xff\n", "café, naïve, über".encode("cp1252"), b"a: \x93so\x94 it is \x97\n"],
)
def test_of_what_many_encodings_may_be_none_is_told(data: bytes) -> None:
    found = broken_text(data)
    assert found is not None
    assert found.encoding == ""


@given(st.text(), st.text())
def test_the_place_is_that_of_the_first_byte_that_is_no_utf_8(
    before: str, after: str
) -> None:
    assert broken_text(before.encode(errors="ignore")) is None
    text = before.encode(errors="ignore").decode()
    found = broken_text(text.encode() + b"\xff" + after.encode(errors="ignore"))
    assert found is not None
    lines = text.removeprefix("\ufeff").split("\n")
    assert (found.line, found.column) == (len(lines), len(lines[-1]) + 1)
    assert found.byte == 0xFF
