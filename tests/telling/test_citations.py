"""Wherever a source is told, the place in it is told, in the language of the reader."""

import pytest

import katch_protocols as kp
from katch_protocols.changes.comparison_report import ComparisonReport
from katch_protocols.charts.build import chart
from katch_protocols.cli.reports.agency import AgencyReport
from katch_protocols.cli.reports.titles import DutyTitles
from katch_protocols.drawings.draw import draw
from katch_protocols.duties.responsibility import responsibility
from katch_protocols.files.read import read_texts
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.content.points import chapters
from katch_protocols.papers.content.references import References
from katch_protocols.papers.page.book import make_book
from katch_protocols.papers.page.sheets import Sheets
from katch_protocols.papers.questions import questions

FILES = {
    "handbook.yaml": """\
handbook: pier
title: {en: Pier, ru: Пирс}
languages: [en, ru]
functions: {protect: {title: {en: Protection, ru: Защита}}}
questions:
  who: {title: {en: "Who pays?", ru: "Кто платит?"}, source: {act: art. 90}}
""",
    "agencies.yaml": """\
agencies:
  police:
    title: {en: Police, ru: Полиция}
    kind: service
    level: district
    mandates: {protect: {act: art. 20}}
""",
    "roles.yaml": """\
roles:
  officer: {title: {en: Officer, ru: Офицер}, agency: police}
""",
    "sources.yaml": """\
sources:
  act: {title: {en: Act, ru: Закон}, kind: law, valid_from: 2020-01-01, read: true}
""",
    "help.yaml": """\
protocol: help
title: {en: Help, ru: Помощь}
source: {act: annex}
initial: told
states:
  told:
    title: {en: Told, ru: Сказано}
    held_by: officer
    function: protect
    within: {limit: 1 day, basis: statutory, source: {act: art. 30}}
    source: {act: art. 40}
    activities:
      assist:
        title: {en: Assist the child, ru: Помочь ребёнку}
        by: officer
        source: {act: [art. 50, para. 5]}
        to: ended
  ended: {title: {en: Ended, ru: Закончено}, final: true, outcome: protected}
safeguards:
  first: {rule: ended requires assist, source: {act: art. 60}}
""",
}


@pytest.fixture(scope="module")
def book():
    return read_texts(FILES).sound()


def test_on_the_list_of_an_agency_in_a_terminal(book) -> None:
    answer = responsibility(book)
    report = AgencyReport(answer.agencies["police"], DutyTitles(book, "ru"))
    said = "\n".join(map(str, report.lines()))
    assert "Закон, ст. 50, п. 5" in said
    assert "[Закон, ст. 30]" in said


def test_on_the_drawn_card_of_an_agency(book) -> None:
    found = chart(book.protocols["help"], book)
    twin = draw(found, book, view="agency", agency="police", language="ru").twin
    assert twin[1][-1] == "Закон, ст. 50, п. 5"


def test_on_cards_and_the_annex_with_numbers_and_in_their_lists_of_sources(book):
    found = Gathered(book.protocols["help"], book)
    (card,) = found.cards("ru")
    (line,) = card.sections[0].lines
    assert line.sources == ("1, ст. 50, п. 5",)
    assert line.due is not None
    assert line.due.sources == ("1, ст. 30",)
    (listed,) = card.sources
    assert listed == "Закон, ст. 30, ст. 50, п. 5"
    references = References(found.wording("ru"))
    points = [
        text
        for chapter in chapters(found, "ru", references)
        for point in chapter.points
        for text in (point.said, *point.below)
    ]
    said = "\n".join(points)
    assert "[1, приложение]" in said
    assert "[1, ст. 30]" in said
    assert "[1, ст. 50, п. 5]" in said
    assert references.listed() == ("Закон, приложение, ст. 30, ст. 50, п. 5",)


def test_on_the_page(book) -> None:
    sheet = Sheets(chart(book.protocols["help"], book), book, {}).sheet()
    told = {
        "protocol": sheet.sources,
        "step": sheet.steps[0].sources,
        "deadline": sheet.steps[0].due.sources,
        "activity": sheet.acts[0].sources,
        "duty": sheet.duties[0].sources,
        "promise": sheet.promises[-1].sources,
    }
    assert {
        key: [place for each in found for place in each.places]
        for key, found in told.items()
    } == {
        "protocol": [("annex", "приложение")],
        "step": [("art. 40", "ст. 40")],
        "deadline": [("art. 30", "ст. 30")],
        "activity": [("art. 50", "ст. 50"), ("para. 5", "п. 5")],
        "duty": [("art. 50", "ст. 50"), ("para. 5", "п. 5")],
        "promise": [("art. 60", "ст. 60")],
    }


def test_in_the_questions_for_a_lawyer(book) -> None:
    said = questions(book, "ru")
    assert "Закон, ст. 90" in said
    assert "| Закон, ст. 30 |" in said


def test_in_the_answer_for_programs(book) -> None:
    answer = responsibility(book).to_json()
    (duty,) = answer["raci"]
    assert duty["source"] == [{"act": ["art. 50", "para. 5"]}]
    assert duty["deadline"]["source"] == [{"act": ["art. 30"]}]
    (body,) = answer["agencies"].values()
    assert body["duties"][0]["mandate"] == [{"act": ["art. 20"]}]


def test_in_an_exported_diagram(book) -> None:
    xml = kp.export(book.protocols["help"], to="bpmn", language="ru").text
    for place in ("ст. 30", "ст. 40", "ст. 50, п. 5", "приложение"):
        assert f"Закон, {place}" in xml


def test_in_a_comparison(book) -> None:
    mended = FILES["help.yaml"].replace("act: art. 30", "act: art. 31")
    after = read_texts({**FILES, "help.yaml": mended}).sound()
    found = kp.compare(book, after)
    (change,) = found.written
    report = ComparisonReport.of(found, book, after, "ru")
    said = "\n".join(each.text for each in report.as_written())
    assert "«Закон», ст. 30" in said
    assert "«Закон», ст. 31" in said
    assert change.path[-1] == "source"


NUMBERED = FILES["sources.yaml"].replace(
    "kind: law,",
    "cite: {en: 'No. 7, 1 May 2020', ru: № 7 от 1 мая 2020 года}, kind: law,",
)


@pytest.mark.parametrize(
    ("language", "number"),
    [("en", "No. 7, 1 May 2020"), ("ru", "№ 7 от 1 мая 2020 года")],
)
def test_number_and_date_in_the_language_of_the_reader(language, number) -> None:
    home = read_texts({**FILES, "sources.yaml": NUMBERED}).sound()
    found = Gathered(home.protocols["help"], home)
    (card,) = found.cards(language)
    assert f"({number})" in card.sources[0]
    assert f"({number}), " in questions(home, language)
    (source,) = make_book(home, (), ()).sources
    assert source.cite[home.languages.index(language)] == number


def test_a_number_in_one_language_alone_is_a_finding_in_two() -> None:
    one = FILES["sources.yaml"].replace("kind: law,", "cite: No. 7, kind: law,")
    home = read_texts({**FILES, "sources.yaml": one}).sound()
    (found,) = (each for each in kp.check(home) if each.rule == "missing-translation")
    assert found.subject == "sources.act.cite"
    assert home.sources["act"].cited_as("ru") == "No. 7"
    assert read_texts(FILES).sound().sources["act"].cited_as("ru") == ""
