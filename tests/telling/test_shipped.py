"""Whatever is opened of the shipped handbook tells the same duties, by the same time.

The answer of ``katch roles --format json`` is compared with what every other output
says, read back from its file. All protocols and bodies are compared. The page, and the
matrix and the deadlines in SVG, are read in every language; the annex, cards as PDF,
slides and cards as SVG in one language a protocol or body, by turns, for they are slow;
with ``KATCH_EVERY_LANGUAGE=1`` in the environment in every language. Otherwise the
annex is of every second protocol, and cards as PDF and slides, which are slowest, of
three each.

What an output does not state, and why:

- the step: a drawing of duties, a card and a slide stand by phases, so that they fit on
  a sheet. Where one activity is several duties they do name the step; that is compared.
- what somebody is asked or told: a card lists it without deadlines, below the duties.
- the duties of an agency in the annex: it names roles, as a law does. Its matrix is
  compared.
"""

import os
import re
from collections import Counter
from functools import cache, partial

import pytest

from katch_protocols.duties.child_path import path_home
from katch_protocols.words.say import either, say
from tests import shipped
from tests.shipped import LANGUAGES
from tests.telling import answers, drawings, page, papers
from tests.telling.names import Names
from tests.telling.rows import BINDING, Due, due_in

PROTOCOLS = tuple(shipped.reading().sound().protocols)
WHOLE = bool(os.environ.get("KATCH_EVERY_LANGUAGE"))
BY_TURNS = [
    (name, language) for name in PROTOCOLS for language in shipped.in_turn(name)
]
IN_ANNEX = BY_TURNS if WHOLE else BY_TURNS[::2]
ON_SLIDES = BY_TURNS if WHOLE else BY_TURNS[::4]
everywhere = pytest.mark.parametrize("language", LANGUAGES)
each_protocol = pytest.mark.parametrize("name", PROTOCOLS)
in_annex = pytest.mark.parametrize(("name", "language"), IN_ANNEX)


class Truth:
    """What the answer tells of one protocol, in one language."""

    def __init__(self, shelf, answer, name: str, language: str) -> None:
        self.names = Names(shelf.handbook, language)
        self.chart, self.answer = shelf.charts[name], answer
        self.rows = Counter(answers.rows(answer, self.chart, self.names))
        self.cells = Counter({*answers.cells(answer, self.chart, self.names)})
        self.titles = sorted({row.duty for row in self.rows})

    def counts(self, body: str) -> tuple[int, int, int]:
        return answers.counts(self.answer, self.chart, body)


@pytest.fixture(scope="module")
def truth_of(shelf, answer):
    """Return what tells the truth of a protocol in a language, each worked out once."""
    return cache(partial(Truth, shelf, answer))


def _sheet(book, name):
    (sheet,) = (each for each in book["sheets"] if each["id"] == name)
    return sheet


@each_protocol
@everywhere
def test_the_page_gives_every_body_the_duties_of_the_answer(
    truth_of, book, name, language
):
    truth, at = truth_of(name, language), book["languages"].index(language)
    sheet = _sheet(book, name)
    assert Counter(page.rows(sheet, truth.names, at)) == truth.rows
    assert Counter({*page.cells(sheet, truth.names, at)}) == truth.cells


@each_protocol
@everywhere
def test_the_matrix_as_a_drawing_has_the_letters_of_the_answer(
    shelf, truth_of, name, language
):
    truth = truth_of(name, language)
    svg = shelf.svgs(name, "raci")[language]
    everybody = truth.names.everybody()
    assert Counter({*drawings.matrix(svg, language, everybody)}) == truth.cells


@in_annex
def test_the_annex_has_the_letters_of_the_answer(shelf, truth_of, name, language):
    truth = truth_of(name, language)
    made = shelf.annex(name, language)
    assert Counter({*papers.annex_cells(made, language)}) == truth.cells


@pytest.mark.parametrize(("name", "language"), ON_SLIDES)
def test_the_slides_have_the_deadlines_of_the_drawing_and_the_answer(
    shelf, truth_of, name, language
):
    """A step is called as in the drawing, an answer by the duty that it answers to.

    A case that is opened is called by the title of its protocol.
    """
    svg = shelf.svgs(name, "deadlines")[language]
    known = {
        (each, due)
        for asked, step, due in drawings.deadlines(svg, language)
        for each in (asked, step)
    }
    rows = truth_of(name, language).rows
    known |= {(row.duty.partition(": ")[2], row.due) for row in rows}
    known |= {*_opened(shelf, name, language)}
    told = [*papers.slide_deadlines(shelf.slides(name, language))]
    assert told
    for where, due in told:
        quoted = re.findall("«(.*?)»", where)
        called = (where, _done(where, language), *quoted)
        assert not known.isdisjoint((each, due) for each in called)


def _done(where, language):
    """Return the duty of a row that says that it is due again and again."""
    before, after = say("questions.again", language, activity="|").split("|")
    return where.removeprefix(before).removesuffix(after)


def _opened(shelf, name, language):
    """Yield the cases that a protocol opens, and by when they are taken up."""
    chart = shelf.charts[name]
    for opening in (
        *(each for entry in chart.entries for each in entry.opens),
        *(each for node in chart.nodes for each in node.opens),
    ):
        limit = opening.within
        if limit is not None:
            title = shelf.handbook.protocols[opening.protocol].title.say(language)
            yield title, Due(limit.limit.amount, limit.limit.unit, limit.basis.value)


@pytest.mark.parametrize(("name", "language"), shipped.on_paper())
def test_the_cards_on_paper_have_the_duties_and_counts_of_the_answer(
    shelf, truth_of, name, language
):
    truth = truth_of(name, language)
    bodies = shelf.bodies(name)
    titles = [truth.names.title(body) for body in bodies]
    found = papers.cards(shelf.cards(name, language), language, titles, truth.titles)
    rows = Counter()
    for body, (_, counts, duties) in zip(bodies, found, strict=True):
        rows.update(duties)
        own, *_, comes, goes = counts
        assert (own, comes, goes) == truth.counts(body), body
    assert rows == truth.rows


@each_protocol
def test_the_cards_as_drawings_have_the_duties_of_the_answer(shelf, truth_of, name):
    for at, body in enumerate(shelf.bodies(name)):
        for language in LANGUAGES if WHOLE else LANGUAGES[at % 3 : at % 3 + 1]:
            truth = truth_of(name, language)
            svg, title = shelf.card(name, body, language), truth.names.title(body)
            rows = {row: n for row, n in truth.rows.items() if row.body == title}
            assert Counter(drawings.card(svg, language, title)) == Counter(rows)


@each_protocol
@everywhere
def test_a_drawing_of_deadlines_asks_of_a_duty_what_the_answer_does(
    shelf, answer, name, language
):
    """What a step asks for itself is told by the title of the step.

    A case that is opened asks to be taken up; the answer has it at whatever opens it.
    Where the child's path is told, moments of other protocols stand too.
    """
    drawn = set()
    for asked, step, due in drawings.deadlines(
        shelf.svgs(name, "deadlines")[language], language
    ):
        drawn |= {(each, due) for each in asked.split(" / ") if asked != step}
    opened = {
        (say("duties.take-up", language, protocol=title), due)
        for title, due in _opened(shelf, name, language)
    }
    # The protocol of the child's path opens nothing but in those that it runs.
    is_path = path_home(shelf.handbook) == name
    told, beside = (set(), opened) if is_path else (opened, set())
    for duty in answer["raci"]:
        if duty["kind"] != "decline":
            chart = shelf.charts[duty["protocol"]]
            title = answers.titled(chart, duty["activity"], language)
            for limit in (duty["deadline"], *duty["every"], *duty["elsewhere"]):
                if limit is not None:
                    found = told if duty["protocol"] == name else beside
                    found.add((title, answers.due({"deadline": limit})))
    assert told <= drawn
    if is_path:
        assert drawn - told <= beside
        drawn &= told
    assert drawn == told


@in_annex
def test_the_steps_of_a_duty_are_the_same_in_the_answer_the_page_and_the_annex(
    shelf, answer, book, name, language
):
    chart, sheet = shelf.charts[name], _sheet(book, name)
    steps = {step["id"] for step in sheet["steps"]}
    duties = [each for each in answer["raci"] if each["protocol"] == name]
    points = papers.annex_duties(shelf.annex(name, language))
    told = [below for said, below in points if ": " in said]
    for duty, shown in zip(duties, sheet["duties"], strict=True):
        assert duty["activity"] == shown["act"]
        if {*duty["states"]} <= steps:
            assert {*duty["states"]} == {*shown["steps"]}
        if all(duty["states"]):
            titles = [chart.node(state).title for state in duty["states"]]
            quoted = dict.fromkeys(f"«{title.say(language)}»" for title in titles)
            said = either(quoted, language)
            assert any(said in line for below in told for line in below), said


@each_protocol
def test_the_page_counts_what_the_answer_counts(shelf, answer, book, name):
    """Of the bodies under it each duty counts once; a body with none has no count."""
    chart, sheet = shelf.charts[name], _sheet(book, name)
    agencies = shelf.handbook.agencies
    for body in agencies:
        found = sheet["counts"].get(body, {})
        numbers = {key: each["number"] for key, each in found.items()}
        own, comes, goes = answers.counts(answer, chart, body)
        told = (numbers.get(key, 0) for key in ("own", "comes", "goes"))
        assert (own, comes, goes) == tuple(told), body
        under = {
            other
            for other in agencies
            if body in _above(other, agencies) and other != body
        }
        assert ("under" in numbers) == bool(numbers and under)
        duties = [
            duty
            for duty in sheet["duties"]
            if any(under & {*duty["bodies"][part]} for part in BINDING)
        ]
        assert numbers.get("under", 0) == len(duties), body


def _above(agency, agencies):
    found = []
    while (agency := agencies[agency].part_of) is not None and agency not in found:
        found.append(agency)
    return found


@each_protocol
def test_handoffs_are_the_same_in_the_answer_and_on_the_page(answer, book, name):
    told = {
        (each["activity"], each["from"], each["to"], each["acknowledged"])
        for each in answer["handoffs"]
        if each["protocol"] == name
    }
    shown = {
        (each["activity"], each["sender"], each["receiver"], each["acknowledged"])
        for each in _sheet(book, name)["handoffs"]
    }
    assert shown == told


@each_protocol
@everywhere
def test_a_drawing_of_handoffs_has_the_pairs_of_the_answer(
    shelf, answer, name, language
):
    """A drawing is of the whole country: who shares a role stands in one column."""
    names = Names(shelf.handbook, language)
    told = {
        tuple(names.title(names.column(names.chair(end))) for end in (sender, receiver))
        for each in answer["handoffs"]
        if each["protocol"] == name
        for sender in each["from_roles"]
        for receiver in each["to_roles"]
    }
    shown = {*drawings.pairs(shelf.svgs(name, "handoffs")[language])}
    assert shown <= told
    assert bool(shown) == bool(told)


def test_a_deadline_without_its_basis_is_never_told():
    with pytest.raises(AssertionError, match="no basis is told"):
        due_in("24 hours, counted from: Report")
