"""The deck and the summary: what they say is proved, counted and legible."""

import os
from itertools import combinations

import pytest
from msgspec.structs import replace

import katch_protocols as kp
from katch_protocols.changes.lost_deadline import unset_deadline, without_deadline
from katch_protocols.drawings.colours import contrast
from katch_protocols.drawings.palette import party_colours
from katch_protocols.drawings.scene import Panel
from katch_protocols.drawings.theme import PAPER
from katch_protocols.files.read import read_texts
from katch_protocols.papers.content.briefing import briefing
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.summary import summary_pdf
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.verdicts import Verdict
from tests.cases.harbour import FILES as BESIDE
from tests.cases.test_beside import CARE, DESK
from tests.drawings.legibility import extent
from tests.drawings.making import in_three_languages
from tests.drawings.test_child_path import words
from tests.duties.small import harbour
from tests.papers.programs import pdf_text
from tests.proofs.pier import tell
from tests.rules.saltmarsh import FILES
from tests.shipped import gathered, kept, reading

pptx = pytest.importorskip("pptx", reason="the extra 'papers' is optional")
pytest.importorskip("typst", reason="the extra 'papers' is optional")

from katch_protocols.papers.slides import layouts  # noqa: E402 - needs the extra
from katch_protocols.papers.slides.board import LEAST, WORDS, words_of  # noqa: E402
from katch_protocols.papers.slides.deck import HEIGHT, WIDER, WIDTH  # noqa: E402
from katch_protocols.papers.slides.ministry_slide import ministry_slide  # noqa: E402
from katch_protocols.papers.slides.path_slide import path_slide  # noqa: E402
from katch_protocols.papers.slides.tables import (  # noqa: E402
    Head,
    SlideCell,
    SlideTable,
    fitted,
)

HEAVY = os.environ.get("KATCH_HEAVY") == "1"
LANGUAGES = ("en", "ru", "kk")
NAMES = sorted(reading().sound().protocols) if HEAVY else ["champion_outreach"]


def scenes(found, language):
    """Yield the slides before the appendix as scenes, behind what else is there."""
    told, wording = briefing(found, language), found.wording(language)
    title = wording.say("deck-path")
    yield (
        f"{title} {told.foot}",
        path_slide(found.path.telling, wording, title, told.foot),
    )
    colours = party_colours(found.handbook)
    for part in told.ministries:
        head = wording.say("deck-part", ministry=part.ministry.title)
        besides = f"{head} {told.foot}"
        yield besides, ministry_slide(part, wording, colours[part.body], besides)
    title = wording.say("deck-gaps")
    yield (
        f"{title} {told.foot}",
        layouts.gaps_slide(told.gaps, wording, title, told.foot),
    )
    yield told.foot, layouts.changes_slide(told.changes, wording, "")
    title = wording.say("deck-decision")
    yield f"{title} {told.foot}", layouts.decision_slide(told, wording, title)


def require_readable(besides, scene):
    found = [each for each in words(scene.parts) if each.lines.lines]
    said = [line for each in found for line in each.lines.lines]
    assert words_of(" ".join((besides, *said))) <= WORDS
    boxes = [extent(each) for each in found]
    for each, box in zip(found, boxes, strict=True):
        assert each.lines.size >= LEAST
        assert box.x >= 0
        assert box.y >= 0
        # A font that is so much wider still leaves no slide.
        assert box.x + box.width * WIDER <= WIDTH or box.right <= WIDTH
        assert box.bottom <= HEIGHT
    for one, other in combinations(boxes, 2):
        assert not one.grown(-0.3).meets(other.grown(-0.3)), (one, other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slides_of_a_small_protocol_are_readable(language):
    handbook = in_three_languages(harbour())
    found = Gathered(handbook.protocols["lost"], handbook)
    for besides, scene in scenes(found, language):
        require_readable(besides, scene)


@pytest.mark.parametrize("name", NAMES)
def test_the_slides_of_the_shipped_protocols_are_readable(name):
    with kept():
        found = gathered(name)
        for language in LANGUAGES if HEAVY else ("kk",):
            for besides, scene in scenes(found, language):
                require_readable(besides, scene)


def test_what_breaks_without_a_deadline_is_said_to_be_broken():
    found = gathered("champion_outreach")
    for language, word in (("en", "Broken"), ("ru", "Нарушено"), ("kk", "Бұзылды")):
        told, wording = briefing(found, language), found.wording(language)
        told = replace(told, yes=("promise",), without=("A limit", ("promise",)))
        scene = layouts.decision_slide(told, wording, "")
        said = [" ".join(each.lines.lines) for each in words(scene.parts)]
        assert "promise" in said
        assert f"{word}: «promise»" in said


def test_no_title_of_a_duty_is_cut_on_the_slide_of_a_ministry():
    for name in NAMES:
        with kept():
            found = gathered(name)
        wording = found.wording("ru")
        colours = party_colours(found.handbook)
        for part in briefing(found, "ru").ministries:
            scene = ministry_slide(part, wording, colours[part.body])
            lines = [each.lines.lines for each in words(scene.parts)]
            said = " ".join(" ".join(each) for each in lines)
            for short in part.shorts:
                assert "".join(short.split()) in "".join(said.split()), (name, short)


def test_the_path_promises_as_much_as_a_slide_has_words_for():
    with kept():
        found = gathered("champion_outreach")
    for language in LANGUAGES:
        telling, wording = found.path.telling, found.wording(language)
        scene = path_slide(telling, wording, "")
        said = " ".join(
            " ".join(each.lines.lines) for each in words(scene.parts)
        ).replace("-\u2060", "-")
        firsts = [each.promises[0] for each in telling.path.moments if each.promises]
        assert len(firsts) == 2
        for each in firsts:
            assert wording.label(each) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_bar_of_the_path_says_who_holds_the_case(language):
    found = gathered("child_pathway")
    telling, wording = found.path.telling, found.wording(language)
    held = [telling.holders(each)[-1] for each in telling.path.moments]
    short = {each: telling.subject.short(each).say(language) for each in held}
    see = {"en": "see", "ru": "см.", "kk": "қар."}[language]
    signs = {f"{see} {at + 1}": each for at, each in enumerate(held)}
    white = [
        " ".join(each.lines.lines)
        for each in words(path_slide(telling, wording, "").parts)
        if each.fill == PAPER
    ]
    bars = [each for each in white if each in signs or each in short.values()]
    assert len(bars) == len(held)
    for at, (bar, party) in enumerate(zip(bars, held, strict=True)):
        assert bar == short[party] or signs[bar] == party
        assert short[party] in bars[: at + 1]


def test_boxes_on_the_slide_of_a_ministry_are_as_tall_as_what_stands_in_them():
    with kept():
        found = gathered("champion_outreach")
    colours = party_colours(found.handbook)
    for language in LANGUAGES:
        told, wording = briefing(found, language), found.wording(language)
        for part in told.ministries:
            scene = ministry_slide(part, wording, colours[part.body])
            boxes = [each for each in scene.parts if isinstance(each, Panel)]
            tall = [each.rect for each in boxes if each.ink.width == 1.6]
            assert len(tall) == 2
            texts = [extent(each) for each in words(scene.parts)]
            feet = [text.bottom for text in texts if text.y > tall[0].y]
            inside = [foot for foot in feet if foot < tall[0].bottom]
            assert tall[0].bottom - max(inside) < 20


def test_white_stands_out_on_the_band_of_every_ministry():
    book = reading().sound()
    assert all(contrast(each, PAPER) >= 4.5 for each in party_colours(book).values())


def test_a_ministry_without_anything_that_it_never_does_has_no_empty_box():
    found = Gathered(harbour().protocols["lost"], harbour())
    told, wording = briefing(found, "en"), found.wording("en")
    part = next(each for each in told.ministries if not each.ministry.never)
    scene = ministry_slide(part, wording, "#052286")
    said = {" ".join(each.lines.lines) for each in words(scene.parts)}
    assert wording.say("ministry-never") not in said
    assert wording.say("deck-needs") in said


def test_no_box_is_empty_where_long_titles_take_all_words_of_a_slide():
    """Five titles of eleven words each: what is needed is said all the same."""
    with kept():
        found = gathered("referral_and_assistance")
    told, wording = briefing(found, "ru"), found.wording("ru")
    for part in told.ministries:
        title = "Проверить до выдачи все решения о ребёнке и ответить тем, кто просил"
        long = replace(part, shorts=tuple(title for _ in part.shorts))
        scene = ministry_slide(long, wording, "#052286")
        boxes = [
            each.rect
            for each in scene.parts
            if isinstance(each, Panel) and each.ink.width == 1.6
        ]
        texts = [extent(each) for each in words(scene.parts) if each.lines.lines]
        for box in boxes:
            inside = [each for each in texts if each.grown(-1).meets(box)]
            assert len(inside) >= 2, "the head of a box, and a text"


def test_a_duty_without_a_pictogram_has_its_number_instead_of_an_empty_panel():
    found = Gathered(harbour().protocols["lost"], harbour())
    told, wording = briefing(found, "en"), found.wording("en")
    part = told.ministries[0]
    bare = replace(part, pictures=tuple(None for _ in part.pictures))
    scene = ministry_slide(bare, wording, "#052286")
    large = [each for each in words(scene.parts) if each.lines.size > 40]
    numbers = [str(each.number) for each in part.ministry.lines]
    assert [each.lines.lines[0] for each in large] == numbers


DAYS = "".join(
    f"""
  step_{at}:
    title: Step {at}
    held_by: duty_officer
    within: {{limit: 25 working days, basis: proposed}}
    activities: {{go_{at}: {{title: Go on, by: duty_officer, to: step_{at + 1}}}}}"""
    for at in range(7)
)
IN_DAYS = f"""
protocol: referral
title: Referral
initial: step_0
states:{DAYS}
  step_7: {{title: Closed, final: true, outcome: protected}}
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_deadline_on_the_slide_of_the_path_is_never_cut(language):
    made = read_texts({**FILES, "referral.yaml": IN_DAYS}).sound()
    handbook = in_three_languages(made)
    found = Gathered(handbook.protocols["referral"], handbook)
    scene = path_slide(found.path.telling, found.wording(language), "", "")
    said = {" ".join(each.lines.lines) for each in words(scene.parts)}
    assert {each for each in said if each.startswith("25 ")} != set()
    assert {each for each in said if "…" in each} == set()


def test_what_breaks_without_a_deadline_is_proved_on_a_copy():
    told = tell("after seen then talk within 3 hours")
    proofs = prove(told.chart, told.book)
    found = unset_deadline(told.chart, told.book, proofs)
    assert found is not None
    assert str(found.limit) == "3 hours"
    left = without_deadline(told.chart, found.state)
    again = prove(left, told.book)
    broken = {
        name
        for name, proof in again.items()
        if proof.verdict is Verdict.BROKEN and proofs[name].verdict is Verdict.HOLDS
    }
    assert set(found.broken) == broken
    assert broken


@pytest.mark.skipif(not HEAVY, reason="proves a large protocol; set KATCH_HEAVY=1")
def test_without_its_24_hours_help_breaks_two_promises_about_time():
    with kept():
        found = gathered("referral_and_assistance").unset
    assert found.state == "in_progress.finding_place"
    assert str(found.limit) == "24 hours"
    assert set(found.broken) == {
        "sg06_safe_place_within_24_hours",
        "sg30_care_within_72_hours",
    }


def test_the_summary_is_one_sheet_printed_on_both_sides(tmp_path):
    handbook = in_three_languages(harbour())
    found = Gathered(handbook.protocols["lost"], handbook)
    data = summary_pdf(found, "kk")
    front, behind = pdf_text(data, tmp_path).split("\f")[:-1]
    assert found.wording("kk").label(found.protocol.title) in front
    assert all(ask.title in behind for ask in briefing(found, "kk").asks)


PLAN = SlideTable((Head("Where"), Head("By when")), (5, 2), 12)


def test_a_table_leaves_room_for_a_wider_font_and_counts_what_it_does_not_show():
    said = "word " * 18
    narrow = PLAN.height((SlideCell(said), SlideCell("")))
    assert narrow > PLAN.height((SlideCell("word"), SlideCell("")))
    rows = [(SlideCell(str(number)), SlideCell("3 days")) for number in range(60)]
    (first, last) = fitted(PLAN, rows, 2, lambda number: f"{number} more")
    shown = [*first, *last[:-1]]
    assert shown == rows[: len(shown)]
    assert last[-1][0].said == f"{60 - len(shown)} more"
    assert fitted(PLAN, rows[:5], 2, str) == (tuple(rows[:5]),)
    assert fitted(PLAN, rows, 0, str) == ()


@pytest.mark.parametrize(
    ("name", "title", "said"),
    [
        ("desk", "Set 1 proposed deadline", "1 hour — Take up the case “Care”"),
        (
            "referral",
            "Set 3 proposed deadlines",
            "2 hours — Assess the danger; 1 working day — Acknowledge: Send to care",
        ),
    ],
)
def test_times_to_take_up_and_to_confirm_are_among_the_deadlines_to_set(
    name, title, said
):
    """The slide of the decision says how many there are, and the two shortest."""
    book = read_texts({**BESIDE, "care.yaml": CARE, "desk.yaml": DESK}).sound()
    asks = briefing(Gathered(book.protocols[name], book), "en").asks
    assert {ask.title: ask.said for ask in asks}[title] == said


def test_a_deadline_is_asked_for_once_however_many_clocks_say_it():
    found = Gathered(kp.handbook().protocols["justice_child_sensitive"], kp.handbook())
    ask = briefing(found, "en").asks[1]
    assert ask.title == "Set 35 proposed deadlines"
    assert ask.said == (
        "3 hours — Free the child; "
        "4 hours — Acknowledge: Petition to depose the testimony"
    )
