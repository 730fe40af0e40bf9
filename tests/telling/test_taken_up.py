"""By when a case that is opened must be taken up is told wherever its opener is."""

import json

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.cli.reports.agency import AgencyReport
from katch_protocols.cli.reports.responsibility import Overview
from katch_protocols.cli.reports.titles import DutyTitles
from katch_protocols.drawings.draw import draw
from katch_protocols.duties.limits import Limits
from katch_protocols.duties.responsibility import responsibility
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.page.sheets import Sheets
from tests.duties.test_agreed_openings import AT, read
from tests.telling.conftest import plain

SAID = "“Care” is taken up: 24 hours (guidance)"


@pytest.fixture(params=AT)
def book(request):
    """A case is opened by an activity, or by the end to which one leads."""
    return read(request.param)


def test_in_a_terminal_for_a_protocol_and_for_a_body(book):
    answer, names = responsibility(book, only="referral"), DutyTitles(book, "en")
    lines = [str(line) for line in Overview(answer, names).raci()]
    assert sum(SAID in line for line in lines) == 1
    told = [
        str(line)
        for found in answer.agencies.values()
        for line in AgencyReport(found, names).lines()
        if str(line).strip() == SAID
    ]
    assert len(told) == 1


def test_to_the_body_that_must_act_in_it(book):
    answer = responsibility(book, only="referral")
    found, names = answer.agencies["welfare_office"], DutyTitles(book, "en")
    lines = [str(line) for line in AgencyReport(found, names).lines()]
    comes = lines[lines.index("From whom the child's case comes") :]
    told = [line for line in comes if SAID in line]
    by_others = [each for each in answer.handoffs if each.takes_up]
    assert len(told) == len(by_others)
    cards = Gathered(book.protocols["referral"], book).cards("en")
    (card,) = (each for each in cards if each.id == "welfare_office")
    acts = [act for each in card.receives for act in each.acts]
    assert sum(SAID in act for act in acts) == len(by_others)


def test_for_programs(book):
    answer = json.loads(json.dumps(responsibility(book, only="referral").to_json()))
    (opened,) = (limit for duty in answer["raci"] for limit in duty["opens"])
    assert (opened["state"], opened["limit"]) == ("care", "24 hours")
    assert opened["basis"] == "guidance"
    assert opened["source"] == ["tide_guide"]


def test_in_the_drawn_table_and_on_a_drawn_card(book):
    made = chart(book.protocols["referral"], book)
    short = SAID.replace("hours", "h")
    assert short in draw(made, book, view="raci").svg
    (opener,) = (
        name
        for name, found in responsibility(book, only="referral").agencies.items()
        if any(share.duty.opens for share in found.binding)
    )
    card = draw(made, book, view="agency", agency=opener).svg
    assert short in " ".join(card.split())


def test_on_a_card_of_paper_and_on_the_page(book):
    found = Gathered(book.protocols["referral"], book)
    beside = [
        said
        for card in found.cards("en")
        for section in card.sections
        for line in section.lines
        for said in line.beside
    ]
    assert beside.count(SAID) == 1
    with plain():
        sheet = Sheets(found.chart, book, {}).sheet()
    told = json.dumps([each.beside for each in sheet.duties], default=list)
    assert json.dumps(SAID)[1:-1] in told


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "дело «Care» принимают: 24 часа (рекомендация)"),
        ("kk", "«Care» ісін қабылдайды: 24 сағат (ұсыным)"),
    ],
)
def test_in_the_other_languages(language, said):
    book = read("make_safe")
    answer, names = responsibility(book), DutyTitles(book, language)
    assert any(said in str(line) for line in Overview(answer, names).raci())


def test_of_a_protocol_that_a_handbook_lacks_the_id_is_told():
    book = read("make_safe")
    protocols = {"referral": book.protocols["referral"]}
    alone = book.model_copy(update={"protocols": protocols})
    made = chart(book.protocols["referral"], book)
    limits = Limits(made, alone)
    (limit,) = (each for entry in made.entries for each in limits.openings(entry))
    assert (limit.state, limit.title) == ("care", None)
