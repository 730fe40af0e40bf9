"""The reference pages tell what the code knows."""

import re
from pathlib import Path

import pytest

from katch_protocols.files.file_kinds import FILE_KINDS
from tests.files.reference import tables

REFERENCE = Path(__file__).parents[2] / "docs/reference"
YAML = (REFERENCE / "yaml.md").read_text(encoding="utf-8")
TABLES = tables()


@pytest.mark.parametrize("name", TABLES)
def test_the_page_has_every_key_of_every_file(name: str) -> None:
    title = f"`{name}`" if name.endswith(".yaml") else name.capitalize()
    _, _, section = YAML.partition(f"\n## {title}\n")
    told = section.partition("\n## ")[0]
    assert told.rstrip().endswith(TABLES[name])


def test_the_page_has_no_other_tables_of_keys() -> None:
    assert YAML.count("| key | value | meaning |") == len(TABLES)


def test_the_page_lists_every_file() -> None:
    listed = re.findall(r"^\| `([\w/]+\.yaml)` \|", YAML, re.MULTILINE)
    assert sorted(listed) == sorted(kind.place for kind in FILE_KINDS.values())
