"""The reference pages tell what the code knows."""

import re
from pathlib import Path

import pytest

from katch_protocols.files import bounds
from katch_protocols.files.shapes.files import SHAPES, place_of
from katch_protocols.model.conditions import MAX_LEVELS, MAX_TERMS
from katch_protocols.model.durations import MAX_AMOUNT
from katch_protocols.staffing.clashes import MOST_SEARCHES
from katch_protocols.staffing.patterns import MOST_TRIES
from katch_protocols.staffing.resilience import MOST_ABSENT
from tests.files.reference import tables

REFERENCE = Path(__file__).parents[2] / "docs/reference"
YAML = (REFERENCE / "yaml.md").read_text(encoding="utf-8")
BOUNDS = (REFERENCE / "bounds.md").read_text(encoding="utf-8")
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
    assert sorted(listed) == sorted(place_of(kind) for kind in SHAPES)


def test_the_page_of_bounds_tells_every_bound() -> None:
    told = {
        int(each.replace(",", "")) for each in re.findall(r"\| ([\d,]+) \|", BOUNDS)
    }
    known = {getattr(bounds, name) for name in bounds.__all__}
    staffing = {MOST_ABSENT, MOST_SEARCHES, MOST_TRIES}
    assert told == known | staffing | {MAX_LEVELS, MAX_TERMS, MAX_AMOUNT}
