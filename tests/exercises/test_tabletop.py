"""Every sheet of an exercise says what the protocol says, by two other ways.

A second interpreter goes the same way through the protocol, and a second live case is
lived event by event; ``KATCH_HEAVY=1`` does it for every shipped protocol.
"""

import os
import re
from functools import cache
from pathlib import Path

import pytest

from katch_protocols.answers import encode
from katch_protocols.cases.case import Case
from katch_protocols.cases.record import snapshot
from katch_protocols.cli.starts import handbook_start
from katch_protocols.errors import ActivityRefusedError
from katch_protocols.exercises.exercise import MOST_SHEETS, exercise_of
from katch_protocols.exercises.for_page import exercise_on_page
from katch_protocols.exercises.nouns import Mark
from katch_protocols.exercises.paper import tabletop_pdf
from katch_protocols.exercises.tabletop import tabletop
from katch_protocols.files.read import read_texts
from katch_protocols.model.noun import Label
from katch_protocols.model.path import Inject
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.refusals import Need
from katch_protocols.semantics.events import find_event
from katch_protocols.sentences.mentions import names_in
from tests.interpreter import Interpreter
from tests.papers.programs import pdf_text
from tests.shipped import LANGUAGES, reading

ROOT = Path(__file__).parents[2]
HEAVY = bool(os.environ.get("KATCH_HEAVY"))
VACANT = {"partner_selection": "grants_body", "protocol_governance": "lead_ministry"}
"""Protocols that nobody can begin: no region has bound the role."""
EVERY = (
    tuple(name for name in reading().sound().protocols if name not in VACANT)
    if HEAVY
    else ("referral_and_assistance",)
)

LATER = "identification_child_tip"
"""A protocol of which another case is asked about, and two clocks end together."""


@cache
def played(name):
    handbook = reading().sound()
    return exercise_of(handbook.protocols[name], handbook, None)


@pytest.mark.parametrize("name", EVERY)
def test_a_second_interpreter_goes_the_same_way(name):
    found = played(name)
    teller = Interpreter(found.protocol, found.handbook)
    nodes, moments = found.compiled.chart.nodes, iter(found.moments())
    entries = {each.activity: each for each in found.compiled.chart.entries}
    now = teller.start()
    for row in found.path:
        could = teller.possible(now)
        if row.entry is not None and not row.entry.is_signal:
            moment = next(moments)
            assert moment.activity == row.activity
            told = {each.activity for each in could if each.activity in entries}
            told = {each for each in told if not entries[each].is_signal}
            assert set(moment.by_others) <= told
            assert moment.activity in moment.by_others
            assert moment.activity in moment.possible
        wanted = (row.activity, nodes[row.node].name, dict(row.records))
        (move,) = [
            each
            for each in could
            if (each.activity, each.origin, dict(each.records)) == wanted
        ]
        now = teller.step(now, move)
    assert next(moments, None) is None


@pytest.mark.parametrize("name", EVERY)
def test_a_live_case_that_is_taken_up_again_gives_each_answer(name):
    found = played(name)
    sheets = tabletop(found, "en").sheets
    assert [sheet.number for sheet in sheets] == list(range(1, len(sheets) + 1))
    assert 0 < len(sheets) <= MOST_SHEETS
    texts = PaperTexts(found.handbook, "en")
    for sheet, scene in zip(sheets, found.scenes, strict=True):
        said = scene.moment
        case = Case.restore(
            found.protocol, snapshot(said.case), handbook=found.handbook
        )
        state = found.compiled.chart.nodes[said.row.node].name or None
        form = case.form(said.activity, by=said.actor, at=said.at, state=state)
        answer = {each.head: each.said for each in sheet.answer}
        assert form.refusal is None
        assert answer["Do"] == (form.title.say("en"),)
        assert said.activity in case.possible(said.actor, at=said.at)
        others = [*form.together_with, *form.seats]
        told = [each.title.say("en") for each in others]
        assert answer.get("Together with", ()) == tuple(dict.fromkeys(told))
        asked = [each.title.say("en") for each in form.questions]
        assert answer.get("Answer", ()) == tuple(asked)
        spans = {texts.span(due.limit) for due in case.due(said.at)}
        (until,) = answer["At the latest"]
        limit = until.partition("; the limit is ")[2]
        assert limit in spans or until == "no deadline is set"
        cannot = set(case.possible(at=said.at)) - set(case.possible(said.actor))
        titles = {texts.label(found.compiled.chart.title_of(name)) for name in cannot}
        assert set(sheet.role.cannot) <= titles
        assert 2 <= len(sheet.marks) <= 5
        for mark in sheet.marks:
            assert mark.because, mark.head


def test_a_safeguard_that_hangs_on_a_step_is_asked_about():
    found = played("referral_and_assistance")
    hung = {name for scene in found.scenes for name in scene.safeguards}
    named = {
        name: {mention.name for mention in names_in(safeguard.rule)}
        for name, safeguard in found.safeguards.items()
    }
    acts = {scene.moment.activity for scene in found.scenes}
    directly = {name for name, names in named.items() if names & acts}
    assert directly
    assert directly <= hung


def test_a_value_that_is_named_like_a_state_is_no_step():
    """As in ``tell_consulate requires that consular_risk is absent``."""
    found = played("acml_identification_and_support")
    name, chart = "sg23_consulate_after_risk_check", found.compiled.chart
    hung = [each for each in chart.activities if name in found.hanging_on(each)]
    assert hung == ["tell_consulate"]
    assert find_event(chart, "absent").nodes


def test_it_is_on_paper_in_every_language_a_key_and_a_sheet_a_moment(tmp_path):
    found = played("referral_and_assistance")
    made = {code: tabletop(found, code) for code in LANGUAGES}
    first = made["en"]
    for code, exercise in made.items():
        text = pdf_text(tabletop_pdf(exercise, found.handbook), tmp_path)
        assert text.count("\f") == len(exercise.sheets) + 1, code
        assert exercise.sheets[-1].role.title.split()[0] in text
        plain = [(each.activity, each.safeguards) for each in exercise.sheets]
        assert plain == [(each.activity, each.safeguards) for each in first.sheets]
    assert len({exercise.sheets[0].time for exercise in made.values()}) == 3


def test_the_key_says_where_another_case_begins(tmp_path):
    """Its clock goes back there; without a word that looks like a fault."""
    found = tabletop(played(LATER), "ru")
    turn = PaperTexts(played(LATER).handbook, "ru").say("tabletop-turn")
    turns = [each.number for each in found.sheets if turn in each.told]
    assert turns
    key = pdf_text(tabletop_pdf(found, played(LATER).handbook), tmp_path, "-raw")
    key, *_ = key.split("\f")
    assert " ".join(key.split()).count(turn) == len(turns)


@pytest.mark.parametrize("name", {LATER, *EVERY})
def test_no_mark_of_a_clock_stands_twice(name):
    for sheet in tabletop(played(name), "en").sheets:
        due = [each for each in sheet.clock if each.kind == "due"]
        assert len(due) == len(set(due))


@pytest.mark.parametrize("name", {LATER, *EVERY})
def test_by_when_is_asked_and_the_clock_does_not_tell_it(name):
    for sheet in tabletop(played(name), "en").sheets:
        asked = [each for each in sheet.clock if each.time == "?"]
        assert [each.title for each in asked] == ["At the latest"]
        (until,) = next(each.said for each in sheet.answer if each.key == "by-when")
        assert until.partition(";")[0] not in {each.time for each in sheet.clock}


@pytest.mark.parametrize("name", ["safe_first", "safe_within_2h"])
def test_a_safeguard_without_a_title_is_said_and_not_its_id(name):
    texts = handbook_start("saltmarsh", ["ru"], example=True)
    rule = "refer requires make_safe"
    texts["referral.yaml"] += f"safeguards: {{{name}: {{rule: {rule}}}}}\n"
    handbook = read_texts(texts).sound()
    found = exercise_of(handbook.protocols["referral"], handbook, None)
    (keeps,) = {each.keeps for each in tabletop(found, "ru").sheets if each.safeguards}
    assert "допускается только после" in keeps
    assert not re.search("[A-Za-z]", keeps)


def test_it_is_the_same_again():
    found = played("referral_and_assistance")
    again = exercise_of(found.protocol, found.handbook, None)
    assert tabletop(again, "kk") == tabletop(found, "kk")


def test_what_nobody_can_do_in_the_region_is_refused_with_the_role():
    handbook = reading().sound()
    with pytest.raises(ActivityRefusedError) as refused:
        played("protocol_governance").scenes  # noqa: B018 - it is played when asked
    (unmet,) = refused.value.refusal.unmet
    assert unmet.need is Need.HOLDER
    title = handbook.roles["lead_ministry"].title.say("en")
    assert title in str(refused.value)


def test_an_inject_is_read_out_at_its_moment_and_nowhere_else():
    handbook = reading().sound()
    name = "referral_and_assistance"
    moments = list(played(name).moments())
    late = moments[-2].activity
    said = ("One waits.", "Two call.", "Three go.", "Four come.")
    at = f"{name}.{late}", f"justice.{late}", f"{name}.decline", f"{name}.closed_twice"
    injects = tuple(
        Inject(at=each, text=Label.of({"en": text}), promises=("sg08",))
        for each, text in zip(at, said, strict=True)
    )
    found = handbook.model_copy(update={"injects": injects})
    exercise = exercise_of(found.protocols[name], found, None)
    promised = handbook.principles["sg08"].promise.say("en")
    read_out = [
        (text, scene.moment.before[-1][0].activity, sheet.activity)
        for sheet, scene in zip(
            tabletop(exercise, "en").sheets, exercise.scenes, strict=True
        )
        for text in sheet.injects
        if text in said and Mark(promised, (), "SG08") in sheet.marks
    ]
    assert read_out == [
        ("One waits.", late, moments[-1].activity),
        ("Three go.", "decline", "re_refer"),
    ]
    assert exercise.unread == (f"{name}.closed_twice",)


@pytest.mark.parametrize("name", EVERY)
def test_every_inject_of_the_handbook_is_read_out_and_what_it_tests_is_scored(name):
    found = played(name)
    assert found.unread == ()
    told = {}
    for sheet, scene in zip(tabletop(found, "en").sheets, found.scenes, strict=True):
        assert sheet.injects == tuple(each.text.say("en") for each in scene.injects)
        scored = {mark.head for mark in sheet.marks}
        for each in scene.injects:
            promised = [found.handbook.principles[key].promise for key in each.promises]
            assert {text.say("en") for text in promised} <= scored
            told[each.at] = each
    assert set(told) == {
        each.at for each in found.handbook.injects if each.home == name
    }
    assert 2 <= len(told) <= 5


@pytest.mark.parametrize("name", EVERY)
def test_the_page_has_the_words_of_paper_in_every_language(name):
    found = played(name)
    shown = encode(exercise_on_page(found))["sheets"]
    for at, language in enumerate(LANGUAGES):
        sheets = tabletop(found, language).sheets
        assert [each["title"][at] for each in shown] == [each.title for each in sheets]
        for page, paper in zip(shown, sheets, strict=True):
            assert page["role"]["picture"] == paper.role.picture
            assert (paper.role.picture is None) == (paper.role.agency == "")
            texts = [paper.time, *paper.told, *paper.injects, *paper.role.cannot]
            texts += [text for line in paper.answer for text in line.said]
            for mark in paper.marks:
                texts += [mark.head, *mark.said, mark.because]
            on_page = [page["time"], *page["told"], *page["injects"]]
            on_page += page["role"]["cannot"]
            on_page += [text for line in page["answer"] for text in line["said"]]
            for mark in page["marks"]:
                on_page += [mark["head"], *mark["said"], mark["because"]]
            assert [each[at] for each in on_page] == texts


def test_the_page_says_who_must_be_found_before_anybody_can_play():
    shown = exercise_on_page(played("protocol_governance"))
    assert shown.sheets == ()
    handbook = reading().sound()
    title = handbook.roles["lead_ministry"].title
    assert all(
        title.say(code) in text
        for code, text in zip(LANGUAGES, shown.refused, strict=True)
    )


def test_kazakh_texts_to_confirm_are_those_that_are_read_out():
    page = ROOT / "docs/reference/handbook/kazakh-titles.md"
    rows = re.findall(
        r"^\| `handbook\.yaml`, inject at `(\S+)` \| (.*?) \|",
        page.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    told = [(each.at, each.text.say("kk")) for each in reading().sound().injects]
    assert rows
    assert [each for each in rows if each not in told] == []


def test_a_safeguard_without_a_principle_is_called_by_its_title():
    files = handbook_start("saltmarsh", ["ru"], example=True)
    files["referral.yaml"] += """
safeguards:
  safe_first: {title: Сначала безопасность, rule: refer requires make_safe}
"""
    handbook = read_texts(files).sound()
    found = exercise_of(handbook.protocols["referral"], handbook, None)
    keeps = {sheet.keeps for sheet in tabletop(found, "ru").sheets if sheet.safeguards}
    assert keeps == {"Сначала безопасность"}
