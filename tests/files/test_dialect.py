"""The dialect: what is text, what is refused, and where."""

import pytest

from katch_protocols.files.characters import printable
from katch_protocols.files.diagnostics import Diagnostics
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_loader import load
from tests.files.small import facts, found, reading_of

ALIAS_BOMB = "protocol: p\ntitle: P\nnote: &a [x, x]\nsource: [*a, *a]\n"


def loaded(text: str) -> object:
    return load(text.encode(), SourceFile("x.yaml", Diagnostics()), ())


@pytest.mark.parametrize(
    "written",
    ["yes", "no", "on", "NO", "True", "~", "Null", "24:00", "010", "1.0", "2024-09-05"],
)
def test_what_other_loaders_guess_is_text_here(written: str) -> None:
    assert loaded(f"a: {written}\n") == {"a": written}


@pytest.mark.parametrize(
    "written",
    ["1_000", "0x1F", "1e9", "+5", ".inf", "1234567890123", "'true'", '"12"', "="],
)
def test_no_number_but_a_plain_whole_one_is_a_number(written: str) -> None:
    read = loaded(f"a: {written}\n")
    assert read == {"a": written.strip("'\"")}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("0", 0),
        ("-7", -7),
        ("123456789012", 123_456_789_012),
    ],
)
def test_only_true_false_null_and_whole_numbers_are_not_text(
    written: str, value: object
) -> None:
    read = loaded(f"a: {written}\n")
    assert read == {"a": value}
    assert isinstance(read, dict)
    assert type(read["a"]) is type(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("protocol: p\ntitle: &t P\n", ["p.yaml:2:8 anchor-or-alias"]),
        ("protocol: p\ntitle: !!str P\n", ["p.yaml:2:8 tag"]),
        ("protocol: p\ntitle: P\n<<: {note: x}\n", ["p.yaml:3:1 merge-key"]),
        ("protocol: p\ntitle: P\ntitle: Q\n", ["p.yaml:3:1 repeated-key"]),
        ("protocol: p\ntitle: P\n1: x\n", ["p.yaml:3:1 key-not-text"]),
        (
            "protocol: p\ntitle: P\n? [a]\n: x\n",
            ["p.yaml:3:1 unusual-yaml", "p.yaml:3:3 key-not-text"],
        ),
        ("protocol: p\ntitle: P\ntrue: x\n", ["p.yaml:3:1 key-not-text"]),
        ("protocol: p\ntitle: P\n---\na: b\n", ["p.yaml:3:1 two-documents"]),
        ("protocol: p\ntitle: a\u202eb\n", ["p.yaml:2:9 forbidden-character"]),
        ("protocol: p\ntitle: a\u200bb\n", ["p.yaml:2:9 forbidden-character"]),
        ("protocol: p\ntitle: a\0b\n", ["p.yaml:2:9 forbidden-character"]),
        ("protocol: p\ntitle: P # \u2066\n", ["p.yaml:2:12 forbidden-character"]),
        ('protocol: p\ntitle: "a\\u202eb"\n', ["p.yaml:2:8 forbidden-character"]),
        ("# nothing\n", ["p.yaml:1:1 empty-file"]),
        ("- a\n", ["p.yaml:1:1 not-a-mapping"]),
        ("a\n", ["p.yaml:1:1 not-a-mapping"]),
        ("*a\n", ["p.yaml:1:1 not-a-mapping"]),
        ("protocol: p\ntitle: 'P\n", ["p.yaml:2:8 unclosed-quote"]),
        ('protocol: p\ntitle: "P\n', ["p.yaml:2:8 unclosed-quote"]),
        ("protocol: p\nuse: [a, b\n", ["p.yaml:2:6 unclosed-bracket"]),
        ("protocol: p\nfacts: {a: b\n", ["p.yaml:2:8 unclosed-bracket"]),
        ("protocol: p\nfacts:\n\ta: b\n", ["p.yaml:3:1 tab-in-indent"]),
        ("protocol: p\ntitle: a: b\n", ["p.yaml:2:9 colon-in-text"]),
        ("protocol: p\ntitle\nuse: x\n", ["p.yaml:2:1 colon-missing"]),
        ("protocol: p\nfacts: {a:}\n", ["p.yaml:2:10 colon-missing"]),
        ("protocol: p\nuse:\n    - a\n  - b\n", ["p.yaml:4:3 uneven-indent"]),
        ("protocol: p\ntitle: @P\n", ["p.yaml:2:8 reserved-character"]),
        ('protocol: p\ntitle: "\\q"\n', ["p.yaml:2:9 unknown-escape"]),
        ("%YAML 1.2\n---\nprotocol: p\n", ["p.yaml:1:1 directive"]),
    ],
)
def test_each_fault_of_yaml_has_its_own_finding(text: str, expected: list[str]) -> None:
    assert found(reading_of(text)) == expected


def test_an_alias_is_never_followed() -> None:
    assert found(reading_of(ALIAS_BOMB)) == [
        "p.yaml:3:7 anchor-or-alias",
        "p.yaml:3:7 not-text",
        "p.yaml:4:10 anchor-or-alias",
        "p.yaml:4:14 anchor-or-alias",
    ]


def test_text_that_is_not_utf8_is_found_at_its_first_byte() -> None:
    reading = reading_of("protocol: p\ntitle: Дом\n".encode("cp1251"))
    assert found(reading) == ["p.yaml:2:8 not-utf-8"]
    assert facts(reading, "not-utf-8") == {"byte": "0xC4", "encoding": "Windows-1251"}
    (finding,) = reading.findings
    assert (
        finding.said("en").fix == "Save the file as UTF-8; it looks like Windows-1251."
    )


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    text = "\ufeffprotocol: p\r\ntitle: P\r\ntitel: Q\r\n"
    assert found(reading_of(text)) == ["p.yaml:3:1 unknown-key"]


def test_of_a_name_only_what_cannot_be_seen_is_escaped() -> None:
    assert printable("Қызылорда\u00a0\u202e.yaml") == "Қызылорда\\xa0\\u202e.yaml"
    assert printable("a\rb\n") == "a\\rb\\n"
    assert printable("бала 1.csv") == "бала 1.csv"


def test_a_hidden_character_is_named_and_the_rest_is_still_read() -> None:
    reading = reading_of("protocol: p\ntitle: P\nus\u200be: []\nfoo: x\n")
    assert found(reading) == [
        "p.yaml:3:3 forbidden-character",
        "p.yaml:4:1 unknown-key",
    ]
    assert facts(reading, "forbidden-character") == {"character": "U+200B"}


def test_columns_count_characters_not_bytes() -> None:
    text = "protocol: p\ntitle: {en: 'Балаларды қорғау', xx: y}\n"
    assert found(reading_of(text)) == ["p.yaml:2:33 unknown-language"]
