"""The page that maps the project's fact sheet to the handbook points at real places."""

import re
from pathlib import Path

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.cli.commands import COMMANDS
from katch_protocols.files.read import read

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "handbook" / "coverage.md"
NAMES = re.findall(r"^\|[^|]*\|(.*)\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
PLACES = sorted({name for row in NAMES for name in re.findall(r"`([^`]+)`", row)})
ASKED = (
    "Interagency Commission",
    "Human Rights Commission",
    "Committee on Child Protection",
    "Internal Affairs",
    "Ministry of Health",
    "Labor and Social Protection",
    "Champions",
    "Quarterly outreach",
    "Survivor Advisory Group",
    "Micro-grants",
    "SMICA",
    "Training",
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
    return read(ROOT / "protocols").sound()


def _stands(handbook, place):
    room, _, name = place.partition("/")
    if room.startswith("katch "):
        return room.split()[1] in COMMANDS
    if room in handbook.protocols:
        drawn = chart(handbook.protocols[room], handbook)
        inside = {*drawn.activities, *drawn.by_name, *drawn.safeguards, ""}
        return name in inside
    return room in type(handbook).model_fields and name in getattr(handbook, room)


@pytest.mark.parametrize("place", PLACES)
def test_every_place_that_the_page_names_is_there(handbook, place):
    assert _stands(handbook, place)


@pytest.mark.parametrize("asked", ASKED)
def test_the_page_leaves_nothing_of_the_fact_sheet_out(asked):
    assert asked in PAGE.read_text(encoding="utf-8")


def test_a_place_that_is_not_there_is_noticed(handbook):
    assert not _stands(handbook, "agencies/nobody")
    assert not _stands(handbook, "protocol_governance/nothing")
    assert not _stands(handbook, "katch nothing")
