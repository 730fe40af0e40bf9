"""Page, slides and questions count a protocol alike: bodies, steps, deadlines."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.files.read import read_texts
from katch_protocols.papers.content.briefing import briefing
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.content.sizes import ProtocolSizes
from katch_protocols.papers.make import PaperKind, make_papers
from katch_protocols.papers.page.sheets import Sheets
from katch_protocols.papers.questions import questions
from katch_protocols.papers.written_deadlines import deadlines
from katch_protocols.proofs.timing.measures import measure
from katch_protocols.words.say import say
from tests import shipped
from tests.papers.programs import pdf_text
from tests.rules.saltmarsh import FILES

REPEATED = """
protocol: referral
title: Referral
initial: first
states:
  first:
    title: First
    held_by: duty_officer
    within: {limit: 1 day, basis: proposed}
    activities: {go_on: {title: Go on, by: duty_officer, to: second}}
  second:
    title: Second
    held_by: duty_officer
    within: {limit: 2 days, basis: proposed}
    activities:
      finish: {title: Finish, by: duty_officer, to: closed}
  taken: {title: Taken, held_by: caseworker, activities: {finish: {to: closed}}}
  closed: {title: Closed, final: true, outcome: protected}
activities:
  hand_on:
    title: Hand on
    by: duty_officer
    from: [first, second]
    to: taken
    handover: {to: caseworker, within: 4 hours, basis: proposed}
"""


OPENED = REPEATED.replace(
    "{title: Taken, held_by: caseworker, activities: {finish: {to: closed}}}",
    """
    title: Taken
    held_by: caseworker
    activities:
      finish:
        to: closed
        opens: {protocol: referral, within: {limit: 3 hours, basis: proposed}}""",
)


def handbook():
    return read_texts({**FILES, "referral.yaml": REPEATED}).sound()


def test_an_acknowledgement_that_is_written_once_is_one_deadline_wherever_it_runs():
    found = handbook()
    told = [
        (each.place["en"], str(each.limit))
        for each in deadlines(found.protocols["referral"], found)
    ]
    assert told == [
        ("First", "1 day"),
        ("Second", "2 days"),
        (say("questions.acknowledgement", "en", activity="Hand on"), "4 hours"),
    ]
    assert questions(found, "en").count("Hand on") == 1


def test_by_when_an_opened_case_must_be_taken_up_is_a_deadline_too() -> None:
    found = read_texts({**FILES, "referral.yaml": OPENED}).sound()
    last = [*deadlines(found.protocols["referral"], found)][-1]
    title = "take up «Referral» after «Finish»"
    assert (last.place["en"], str(last.limit)) == (title, "3 hours")
    assert f"| Referral | {title} | 3 hours |  |" in questions(found, "en")


def test_the_page_lists_each_deadline_that_it_counts() -> None:
    found = handbook()
    sheet = Sheets(chart(found.protocols["referral"], found), found, {}).drawn_up()
    told = [(each.place[0], each.roles, each.due.limit[0]) for each in sheet.deadlines]
    assert told == [
        ("First", ("duty_officer",), "1 day"),
        ("Second", ("duty_officer",), "2 days"),
        ("answer to «Hand on»", ("caseworker",), "4 hours"),
    ]
    assert [each.step for each in sheet.deadlines] == ["first", "second", None]


def test_the_page_and_the_slides_have_the_same_sizes() -> None:
    found = handbook()
    protocol = found.protocols["referral"]
    sizes = ProtocolSizes(agencies=2, steps=3, duties=5, deadlines=3)
    assert Gathered(protocol, found).sizes == sizes
    assert Sheets(chart(protocol, found), found, {}).drawn_up().sizes == sizes
    told = "Agencies: 2, steps: 3, duties: 5, deadlines: 3"
    assert briefing(Gathered(protocol, found), "en").counts[0] == told


def test_the_page_of_a_shipped_protocol_counts_what_its_slides_count() -> None:
    found = shipped.reading().sound()
    protocol = found.protocols["identification_child_tip"]
    sheet = Sheets(chart(protocol, found), found, {}).drawn_up()
    assert sheet.sizes == Gathered(protocol, found).sizes
    assert sheet.sizes == ProtocolSizes(agencies=25, steps=24, duties=64, deadlines=43)


def test_what_another_protocol_tells_is_a_duty_of_nobody_and_not_counted() -> None:
    """The pathway hears six times of an end elsewhere, and has one duty of its own."""
    sizes = shipped.gathered("child_pathway").sizes
    assert sizes.duties == 1


def test_the_booklet_counts_what_slides_count(tmp_path) -> None:
    pytest.importorskip("typst", reason="the extra 'papers' is optional")
    heard = "turns: {title: Turns eighteen, by: nobody, to: closed}"
    text = REPEATED.replace(
        "activities:\n  hand_on:", f"activities:\n  {heard}\n  hand_on:"
    )
    text = text.replace(heard, heard.replace("to:", "from: [first, second], to:"))
    found = read_texts({**FILES, "referral.yaml": text}).sound()
    told = briefing(Gathered(found.protocols["referral"], found), "en").counts[0]
    assert told == "Agencies: 2, steps: 3, duties: 5, deadlines: 3"
    [(_, data)] = make_papers(found, kinds=(PaperKind.BOOKLET,), languages=("en",))
    said = " ".join(pdf_text(data, tmp_path).split())
    assert told in said


def test_slides_say_how_many_situations_a_case_has_as_measures_do() -> None:
    found = handbook()
    drawn = chart(found.protocols["referral"], found)
    situations = measure(drawn, found).configurations
    told = briefing(Gathered(drawn.protocol, found), "en").proved
    assert told == f"Proved over {situations} situations of a case"


def test_a_promise_that_looks_at_more_adds_no_situation() -> None:
    rule = "safeguards: {asked: {rule: taken requires hand_on}}\n"
    found = read_texts({**FILES, "referral.yaml": REPEATED + rule}).sound()
    gathered = Gathered(found.protocols["referral"], found)
    looked = {name: each.configurations for name, each in gathered.verdicts.items()}
    assert looked["asked"] > looked["soundness"]
    told = briefing(gathered, "en").proved
    assert told == f"Proved over {looked['soundness']} situations of a case"
