"""Slips and spite: one text becomes another, by chance and always the same again."""

import re
from collections.abc import Callable, Sequence
from random import Random

__all__ = ["HOSTILE", "mutated", "mutated_sentence"]

HOSTILE = (
    *(
        "\t",
        "\r",
        "\0",
        "\x7f",
        "\u00a0",
        "\u00ad",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\x85",
    ),
    *("\ud800", "\U000e0041", "“", "’", "–", "…", "і", "Ә", "ß", "𝔭", "😀"),
    *('"', "'", "{", "}", "[", "]", ",", ":", ": ", "#", " #", "-", "- ", "?", "&a "),
    *(
        "*a",
        "!!str ",
        "%",
        "@",
        "`",
        "|",
        ">",
        ">-",
        "~",
        "<<: ",
        "---\n",
        "...\n",
        "\\",
    ),
)
"""Characters and signs that YAML, people or programs stumble over."""

_VALUES = (
    *("", "null", "~", "true", "no", "0", "-1", "01", "1e9", "999999999999", "1.0"),
    *("9990-01-01", "0001-01-01", "2024-02-30", "24:00", "[]", "{}", "[[]]", "{a: }"),
    *(
        "[a, a]",
        "{en: }",
        "{ru: x}",
        "'x'",
        '"x"',
        "|\n  x",
        "actor",
        "none",
        "unknown",
    ),
    *(
        "never",
        "resume x",
        "9999 months",
        "0 hours",
        "9999 working days",
        "HolidayBase",
    ),
    *("english", "EN", "../x", "file:///x", "x" * 300, "(" * 40, "a.b.c", "1 day"),
)
"""Values in the place of others."""

_LINE = re.compile(r"^( *)(- )?([\w.\"' ]+:)?( .*)?$")

Change = Callable[[Random, list[str], Sequence[str]], None]


def mutated(chance: Random, text: str, words: Sequence[str]) -> str:
    """Return a text with one to four changes; ``words`` come from other places."""
    lines = text.split("\n")
    for _ in range(chance.choice((1, 1, 1, 2, 2, 4))):
        chance.choice(_CHANGES)(chance, lines, words)
        if not lines:
            lines = [""]
    return "\n".join(lines)


def mutated_sentence(chance: Random, text: str, words: Sequence[str]) -> str:
    """Return a sentence with one to three words or letters changed."""
    parts = text.split(" ")
    for _ in range(chance.choice((1, 1, 2, 3))):
        at = chance.randrange(len(parts) + 1)
        match chance.randrange(7):
            case 0:
                parts.insert(at, chance.choice(words))
            case 1:
                del parts[at : at + 1]
            case 2:
                parts[at : at + 1] = [chance.choice(words)]
            case 3:
                parts[at : at + 1] = [_letters(chance, "".join(parts[at : at + 1]))]
            case 4:
                parts[at : at + 2] = reversed(parts[at : at + 2])
            case 5:
                parts[at:at] = parts[at : at + chance.randrange(1, 6)]
            case _:
                parts.insert(at, chance.choice(("(", ")", "not", "and", "/", "9" * 9)))
    return " ".join(parts)


def _letters(chance: Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    match chance.randrange(4):
        case 0:
            return text[:at] + chance.choice(HOSTILE) + text[at:]
        case 1:
            return text[:at] + text[at + 1 :]
        case 2:
            return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
        case _:
            return text[:at] + text[at : at + 3].swapcase() + text[at + 3 :]


def _a_letter(chance: Random, lines: list[str], _: Sequence[str]) -> None:
    at = chance.randrange(len(lines))
    lines[at] = _letters(chance, lines[at])


def _a_line_twice(chance: Random, lines: list[str], _: Sequence[str]) -> None:
    at = chance.randrange(len(lines))
    lines.insert(chance.randrange(len(lines) + 1), lines[at])


def _a_line_less(chance: Random, lines: list[str], _: Sequence[str]) -> None:
    del lines[chance.randrange(len(lines))]


def _another_indent(chance: Random, lines: list[str], _: Sequence[str]) -> None:
    at = chance.randrange(len(lines))
    lines[at] = " " * chance.randrange(9) + lines[at].lstrip(" ")


def _another_word(chance: Random, lines: list[str], words: Sequence[str]) -> None:
    at = chance.randrange(len(lines))
    found = list(re.finditer(r"\w+", lines[at]))
    if found:
        word = chance.choice(found)
        line = lines[at]
        lines[at] = line[: word.start()] + chance.choice(words) + line[word.end() :]


def _another_value(chance: Random, lines: list[str], _: Sequence[str]) -> None:
    at = chance.randrange(len(lines))
    found = _LINE.match(lines[at])
    if found and found[3]:
        head = "".join(part or "" for part in found.group(1, 2, 3))
        lines[at] = f"{head} {chance.choice(_VALUES)}"


def _a_value_in_braces(chance: Random, lines: list[str], _: Sequence[str]) -> None:
    at = chance.randrange(len(lines))
    found = list(re.finditer(r"(?<=: )[^,:{}\[\]]+(?=[,}\]])", lines[at]))
    if found:
        value, line = chance.choice(found), lines[at]
        new = chance.choice(_VALUES)
        lines[at] = line[: value.start()] + new + line[value.end() :]


def _block(chance: Random, lines: list[str]) -> tuple[int, int]:
    """Return where a key with all that stands under it begins and ends."""
    begin = chance.randrange(len(lines))
    depth = len(lines[begin]) - len(lines[begin].lstrip(" "))
    end = begin + 1
    while end < len(lines) and lines[end].startswith(" " * (depth + 1)):
        end += 1
    return begin, end


def _a_block_less(chance: Random, lines: list[str], _: Sequence[str]) -> None:
    begin, end = _block(chance, lines)
    del lines[begin:end]


def _a_block_elsewhere(chance: Random, lines: list[str], _: Sequence[str]) -> None:
    begin, end = _block(chance, lines)
    block = lines[begin:end]
    if chance.randrange(2):
        del lines[begin:end]
    at = chance.randrange(len(lines) + 1)
    lines[at:at] = [" " * chance.choice((0, 0, 2, 4)) + line for line in block]


def _cut_short(chance: Random, lines: list[str], _: Sequence[str]) -> None:
    del lines[chance.randrange(len(lines)) + 1 :]
    lines[-1] = lines[-1][: chance.randrange(len(lines[-1]) + 1)]


_CHANGES: tuple[Change, ...] = (
    _a_letter,
    _a_letter,
    _a_line_twice,
    _a_line_less,
    _another_indent,
    _another_word,
    _another_word,
    _another_value,
    _another_value,
    _a_value_in_braces,
    _a_block_less,
    _a_block_elsewhere,
    _cut_short,
)
