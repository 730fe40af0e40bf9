"""Other people's readers of YAML, and what they make of a text beside our own.

A tree is made of texts, lists, and ``{"pairs": [[key, value], ...]}``, so that the
order counts. A reader that refuses a text gives None.
"""

import json
import random
import subprocess
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError as RuamelError

from katch_protocols.files.diagnostics import Diagnostics
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_loader import load
from tests.conftest import required

__all__ = [
    "PIECES",
    "READERS",
    "agree",
    "of_node",
    "of_python",
    "ours",
    "soups",
]

READERS = Path(__file__).with_name("readers.js")

_PYTHON: Mapping[str, Mapping[str, Callable[[str], object]]] = {
    "texts": {
        "PyYAML": lambda text: yaml.load(text, yaml.BaseLoader),  # noqa: S506 - texts only
        "PyYAML with libyaml": lambda text: yaml.load(text, yaml.CBaseLoader),  # noqa: S506 - same
        "ruamel.yaml": lambda text: YAML(typ="base", pure=True).load(StringIO(text)),
    },
    "values": {
        "PyYAML": yaml.safe_load,
        "ruamel.yaml": lambda text: YAML(typ="safe", pure=True).load(StringIO(text)),
    },
}


@lru_cache(maxsize=512)
def ours(text: str) -> object:
    """Return what our own reader makes of a text."""
    ledger = Diagnostics()
    tree = load(text.encode("utf-8", "surrogatepass"), SourceFile("x.yaml", ledger), ())
    return None if ledger.findings else _ordered(tree)


def of_python(text: str, mode: str = "texts") -> dict[str, object]:
    """Return what each reader written for Python makes of a text."""
    return {name: _attempt(read, text) for name, read in _PYTHON[mode].items()}


def of_node(
    folder: Path, texts: Iterable[str], mode: str = "texts"
) -> list[dict[str, object]]:
    """Return what each reader written for Node makes of each text."""
    done = subprocess.run(
        [required("node"), "readers.js", mode],
        cwd=folder,
        input="\n".join(json.dumps(text) for text in texts),
        capture_output=True,
        check=True,
        text=True,
    )
    return [
        {name: each.get("tree") for name, each in json.loads(line).items()}
        for line in done.stdout.splitlines()
    ]


def agree(mine: object, theirs: object) -> bool:
    """Tell whether two trees say the same; nothing is ``null`` or an empty text."""
    match mine, theirs:
        case None, _:
            return theirs in (None, "", "null")
        case bool() | int(), bool() | int() | str():
            said = str(mine).lower() if isinstance(mine, bool) else str(mine)
            return (
                theirs == said
                if isinstance(theirs, str)
                else mine is theirs or (type(mine) is type(theirs) and mine == theirs)
            )
        case {"pairs": left}, {"pairs": right}:
            return [key for key, _ in left] == [key for key, _ in right] and all(
                agree(one, other)
                for (_, one), (_, other) in zip(left, right, strict=True)
            )
        case list(), list():
            return len(mine) == len(theirs) and all(map(agree, mine, theirs))
        case _:
            return mine == theirs


def _attempt(read: Callable[[str], object], text: str) -> object:
    try:
        return _ordered(read(text))
    except (yaml.YAMLError, RuamelError, ValueError, TypeError):
        return None


def _ordered(value: Any) -> Any:
    match value:
        case dict():
            return {"pairs": [[key, _ordered(each)] for key, each in value.items()]}
        case list():
            return [_ordered(each) for each in value]
        case date():
            return value.isoformat()
        case _:
            return value


PIECES = (
    *("a", "b", "key", "Текст", "два слова", "x?", "?", "? ", "what?", "-", "- "),
    *("-1", "12", ":", ": ", ":x", "a:b", "#", " #", "# c", "#x", ",", ", ", "[", "]"),
    *("{", "}", "[a, b]", "{a: b}", '"', "'", '"q"', "'s'", '"a b"', '""', "''", "|"),
    *(">", "|-", ">-", "|2", ">+", "\n", "\n  ", "\n    ", "\n- ", "\n  - ", "\nb: "),
    *("\nc: ", "\n  d: ", "\n  e:", " ", "  ", "\t", "\r", "\r\n", "\\", '"\\x41"'),
    *('"\\\n  "', "!", "!x", "&a", "*a", "%", "%x", "@", "`", "~", "=", "<<", "<<: "),
    *("yes", "no", "true", "null", "---", "...", "\n---\n", "\n...\n", "c: d", "e : f"),
    *("https://x.org/y#z", '"k": v', '"k":v', '{"k":v}', "[a: b]", "{a}", "{? a: b}"),
    *(".5", "a,b", "a]", "é", "…", "«т»", "😀", "\u00a0", "72 hours", "0x1F"),
    *("2024-01-01", "x: |\n  l1\n  l2\n", "y: >\n  l1\n   l2\n\n  l3\n"),
    *('z: "m\n  n"\n', "w: 'm\n\n  n'\n", "p: m\n  n\n"),
)
"""Signs and words of YAML, of which texts are made at random."""

BEGINNINGS = (
    *("a1: ", "a1: {", "a1: [", "a1:\n  ", "a1:\n  - ", "", "{a1: "),
    *("a1:\n  z1: ", "a1:\n- "),
)
ENDINGS = ("", "\n", "}\n", "]\n", ", z: y}\n", ", z]\n", "\n  z9: w\n", "\nz9: w\n")


def soups(seed: int, number: int) -> list[str]:
    """Return so many random texts that our own reader takes."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    found: list[str] = []
    while len(found) < number:
        pieces = chance.choices(PIECES, k=chance.randint(1, 9))
        text = "".join((chance.choice(BEGINNINGS), *pieces, chance.choice(ENDINGS)))
        if ours(text) is not None:
            found.append(text)
    return found
