"""A limit of another country's rule: cited, told as such, and binding nobody here."""

import pytest

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.drawings.deadline_looks import looks
from katch_protocols.drawings.draw import draw
from katch_protocols.files.read import read_texts
from katch_protocols.model.deadlines import Basis
from katch_protocols.papers.questions import questions
from katch_protocols.words.say import say
from tests.rules.saltmarsh import SALTMARSH, seen

SAID = {
    "en": "another country's rule",
    "ru": "норма другой страны",
    "kk": "басқа елдің нормасы",
}


def files(within: str) -> dict[str, str]:
    text = f"""\
protocol: referral
title: Referral
valid_from: 2026-01-01
initial: reported
states:
  reported:
    title: Concern reported
    held_by: duty_officer
    function: protect
    within: {within}
    activities:
      make_safe: {{title: Make the child safe, by: duty_officer, to: closed}}
  closed: {{title: Case closed, final: true, outcome: protected}}
"""
    return {"referral.yaml": text}


@pytest.fixture(scope="module")
def book():
    within = "{limit: 1 day, basis: foreign, source: {tide_guide: art. 3}}"
    return read_texts({**SALTMARSH, **files(within)}).sound()


def test_it_needs_a_source() -> None:
    found = seen("source-missing", files("{limit: 1 day, basis: foreign}"))
    path = "protocols.referral.states.reported.within.basis"
    assert found == [(path, {"id": "reported", "basis": "foreign"})]


def test_nobody_is_asked_to_agree_to_it_and_no_law_is_claimed(book) -> None:
    rules = {each.rule for each in kp.check(book)}
    assert not rules & {"deadline-proposed", "statutory-on-guidance", "source-missing"}


def test_a_misspelt_basis_offers_the_nearest() -> None:
    reading = read_texts({**SALTMARSH, **files("{limit: 1 day, basis: foreing}")})
    (finding,) = reading.findings
    assert (finding.rule, finding.near) == ("not-one-of", ("foreign",))


def test_it_is_told_wherever_a_basis_is_told(book) -> None:
    found = chart(book.protocols["referral"], book)
    for view in ("deadlines", "agency"):
        agency = "harbour_police" if view == "agency" else None
        drawn = draw(found, book, view=view, agency=agency, language="en")
        assert "another country's deadline, not binding here" in drawn.svg
    lanes = draw(found, book, view="lanes", language="en").svg
    assert "another country's deadline, not binding here" in lanes
    for language, said in SAID.items():
        assert say("duties.basis-foreign", language) == said
    page = questions(book, "en")
    assert "## Deadlines of another country's rule, not binding here" in page


def test_where_none_is_foreign_no_list_says_so() -> None:
    book = read_texts(SALTMARSH).sound()
    assert "another country" not in questions(book, "en")


def test_its_look_is_that_of_no_other_basis() -> None:
    found = looks()
    assert len(set(found.values())) == len(Basis) == len(found)
