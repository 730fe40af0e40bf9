"""Every row of the brief's tables stands in the shipped protocols."""

import dataclasses

import pytest

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart
from tests.brief.comparing import differences
from tests.brief.rows import LISTED, TABLES
from tests.brief.walking import Chartered
from tests.shipped import reading

PROTOCOLS = sorted(TABLES)


@pytest.fixture(scope="module")
def handbook():
    return reading().sound()


def _place(handbook, name):
    tables = TABLES[name]
    names = [*tables.states, *tables.ends]
    return Chartered(chart(handbook.protocols[name], handbook), names)


def test_the_transcription_holds_every_row_of_the_brief():
    assert {name: len(tables.rows) for name, tables in TABLES.items()} == {
        "identification_child_tip": 14,
        "referral_and_assistance": 16,
        "acml_identification_and_support": 11,
        "cross_border_return": 14,
        "justice_child_sensitive": 12,
        "protocol_governance": 15,
    }


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_state_and_end_of_the_brief_is_there(handbook, name):
    place = _place(handbook, name)
    assert [state for state, index in place.known.items() if index is None] == []


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_row_is_found_or_its_difference_is_explained(handbook, name):
    found = differences(handbook, _place(handbook, name), TABLES[name])
    rows = {row.id for row in TABLES[name].rows}
    listed = {
        f"{row} {column}"
        for row, columns in LISTED.items()
        if row in rows
        for column in columns
    }
    assert found == listed


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_safeguard_of_the_brief_is_a_sentence_or_says_why_not(handbook, name):
    drawn = chart(handbook.protocols[name], handbook)
    bound = {key[2:4] for key in binding_safeguards(drawn, handbook)}
    unsaid = LISTED.get(name, {})
    assert [
        number
        for number in TABLES[name].safeguards
        if number not in bound and number not in unsaid
    ] == []
    assert [number for number in unsaid if number in bound] == []


def test_a_row_that_is_changed_is_noticed(handbook):
    """The comparison itself can fail: each cell of one row, turned, is told."""
    tables = TABLES["identification_child_tip"]
    row = next(row for row in tables.rows if row.id == "a8")
    turned = {
        "activity": {"activity": "convene"},
        "from": {"origins": ("screened",)},
        "to": {"targets": ("confirmed_victim",)},
        "R": {"responsible": ("investigator",)},
        "A": {"accountable": "tip_unit"},
        "C": {"consulted": ("kdn",)},
        "I": {"informed": ("ccr",)},
        "limits": {"limits": (("6 working days", "guidance"),)},
    }
    place = _place(handbook, "identification_child_tip")
    for column, change in turned.items():
        wrong = dataclasses.replace(row, **change)
        only = dataclasses.replace(tables, rows=(wrong,))
        found = differences(handbook, place, only)
        assert found | {"a8 limits"} == {f"a8 {column}", "a8 limits"}
        assert f"a8 {column}" in found
