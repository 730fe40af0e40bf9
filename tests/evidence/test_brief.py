"""What a notebook shows of an answer: a few lines, and not what it was made of."""

from datetime import UTC, datetime, timedelta

import pytest

import katch_protocols as kp
from katch_protocols.answers import Brief
from katch_protocols.files.read import read_texts
from tests.rules.saltmarsh import SALTMARSH

OPENED = datetime(2026, 3, 18, 6, 0, tzinfo=UTC)
MOST = 1_500
"""So many characters: a dozen lines."""


@pytest.fixture(scope="module")
def answers():
    reading = read_texts(SALTMARSH)
    book = reading.sound()
    protocol = next(iter(book.protocols.values()))
    region = next(iter(book.regions), None)
    case = kp.open_case(protocol, reference="k7q2-9xrm", at=OPENED, region=region)
    audit = kp.audit([case], book, now=OPENED + timedelta(days=100))
    return {
        "audit": audit,
        "cases": audit.cases,
        "reading": audit.reading,
        "measured": kp.measure([case], book),
    }


@pytest.mark.parametrize("name", ["audit", "cases", "reading", "measured"])
def test_an_answer_shows_neither_its_handbook_nor_what_was_compiled(answers, name):
    shown = repr(answers[name])
    assert len(shown) < MOST
    assert "Protocol(" not in shown
    assert "k7q2-9xrm" not in shown


def test_what_is_left_out_of_a_reading_are_the_bytes_of_its_files():
    shown = repr(read_texts({"handbook.yaml": "title: The mill at the ford"}))
    assert "b'title" not in shown
    assert "incomplete=" in shown


def test_what_is_unsaid_is_a_field():
    found = {each: set(each.UNSAID) for each in Brief.__subclasses__()}
    assert found
    assert all(said <= set(each.__struct_fields__) for each, said in found.items())
