"""The page that maps the project's fact sheet to the handbook points at real places."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.brief.places import stands
from tests.shipped import reading

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "handbook" / "coverage.md"
ROWS = [
    (asked.strip(), state.strip(), where)
    for asked, state, where in re.findall(
        r"^\|([^|]*)\|([^|]*)\|(.*)\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    if asked.strip() not in {"---", "the fact sheet", "the need"}
]
NAMES = [where for _, _, where in ROWS]
PLACES = sorted(
    {name for row in NAMES for name in re.findall(r"`([^`]+)`", row)}
    - {"progress", "training", "agencies.yaml", "register.yaml"}
)
ASKED = (
    "Interagency Commission",
    "Human Rights Commission",
    "Committee on Child Protection",
    "Internal Affairs",
    "Ministry of Health",
    "Labor and Social Protection",
    "Champions",
    "quarterly outreach",
    "Survivor Advisory Group",
    "Micro-grants",
    "SMICA",
    "Training",
    "resources",
    "prevention strategies",
    "political will",
    "all levels",
    "Volume",
    "To complain",
    "another representative",
    "yes or no to services",
    "sign language",
    "boys",
    "another place or region",
    "other children of a raid",
    "safety plan",
    "Contact with the family",
    "online",
    "statelessness",
    "Asylum",
    "found in another state",
    "accompany migrant",
    "Turkistan",
    "Kyzylorda",
    "Almaty oblast",
    "Jambyl",
    "Jetisu",
    "Almaty city",
    "Shymkent",
    "Kyrgyz Republic",
    "Tajikistan",
    "Uzbekistan",
)


@pytest.fixture(scope="module")
def handbook():
    return reading().sound()


def test_every_line_works_at_a_place_or_is_a_gap_that_somebody_owns(handbook):
    assert len(ROWS) > 40
    for asked, state, where in ROWS:
        places = re.findall(r"`([^`]+)`", where)
        assert state in {"works", "gap"}, asked
        if state == "works":
            assert places, asked
            assert "register/" not in where, asked
            continue
        entries = [name for name in places if name.startswith("register/")]
        owner = re.search(r"Owner `agencies/(\w+)`, until (\d{4}-\d\d-\d\d)", where)
        assert entries or (owner and date.fromisoformat(owner[2])), asked
        for entry in entries:
            assert handbook.known_gaps[entry.partition("/")[2]].is_owned, asked


def test_every_place_that_the_page_names_is_there(handbook):
    assert [each for each in PLACES if not stands(handbook, each)] == []


def test_the_page_leaves_nothing_of_the_fact_sheet_out():
    page = PAGE.read_text(encoding="utf-8")
    assert [each for each in ASKED if each not in page] == []


def test_a_place_that_is_not_there_is_noticed(handbook):
    assert not stands(handbook, "agencies/nobody")
    assert not stands(handbook, "protocol_governance/nothing")
    assert not stands(handbook, "katch nothing")
