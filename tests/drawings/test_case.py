"""A case on the lanes: its way in red with numbers, all else faded."""

from xml.etree import ElementTree as ET

import pytest

from katch_protocols.drawings.counterexample import Banner, TrailView, draw_case
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Disc, Group, Panel, Polyline
from katch_protocols.drawings.story.case_path import Leg, trail
from katch_protocols.drawings.story.tell import tell as tell_protocol
from katch_protocols.drawings.theme import ALERT
from katch_protocols.semantics.compile import compile_chart
from tests.proofs.pier import PIER, Told, tell

BANNER = Banner("Broken: a sentence", "why it is broken", ("A case begins.", "1. …"))
HANDING = """
protocol: pier
title: {en: Pier, ru: Причал, kk: Айлақ}
initial: seen
states:
  seen:
    title: {en: Child seen, ru: Ребёнок замечен, kk: Бала байқалды}
    held_by: guard
    activities:
      pass_on:
        title: {en: Pass on, ru: Передать, kk: Тапсыру}
        by: guard
        handover: {to: nurse, within: 1 hour}
        to: both
  both:
    done: safe
    parallel:
      body:
        initial: ill
        states:
          ill:
            title: {en: Ill, ru: Болен, kk: Ауру}
            held_by: nurse
            activities:
              cure: {title: {en: Cure, ru: Лечить, kk: Емдеу}, by: nurse, to: fit}
          fit: {title: {en: Fit, ru: Здоров, kk: Сау}, final: true}
      papers:
        initial: none
        states:
          none:
            title: {en: No papers, ru: Нет бумаг, kk: Қағаз жоқ}
            held_by: guard
            activities:
              write: {title: {en: Write, ru: Писать, kk: Жазу}, by: guard, to: all}
          all: {title: {en: Papers, ru: Бумаги, kk: Қағаздар}, final: true}
  safe:
    title: {en: Safe, ru: В безопасности, kk: Қауіпсіз}
    final: true
    outcome: protected
"""


def _legs(told: Told) -> tuple[Leg, ...]:
    case = told.proof.counterexample
    assert case is not None
    story = tell_protocol(told.chart, told.book)
    return trail(compile_chart(told.chart), story, case.rows, case.words)


def _view(told: Told) -> TrailView:
    story = tell_protocol(told.chart, told.book)
    return TrailView(LanesView(story, told.chart.protocol), _legs(told))


def _ways(legs: tuple[Leg, ...]) -> list[list[tuple[str, str]]]:
    return [[(move.source, move.target) for move in leg.moves] for leg in legs]


def test_a_leg_takes_the_move_of_its_step_or_stays() -> None:
    legs = _legs(tell("never ask"))
    assert _ways(legs) == [[("seen", "talk")], []]
    assert [leg.steps for leg in legs] == [("seen", "talk"), ("talk",)]
    assert [leg.number for leg in legs] == [1, 2]


def test_the_clock_takes_its_own_move() -> None:
    legs = _legs(tell("lost requires look"))
    assert _ways(legs) == [[("seen", "talk")], [("talk", "lost")]]
    assert legs[1].moves[0].kind == "clock"


def test_a_handover_is_one_arrow_and_forks_and_joins_are_passed() -> None:
    legs = _legs(tell("never safe", HANDING))
    assert _ways(legs) == [
        [("seen", "both")],
        [("seen", "both"), ("both", "both.body.ill"), ("both", "both.papers.none")],
        [("both.body.ill", "both.join")],
        [("both.papers.none", "both.join"), ("both.join", "safe")],
    ]


def test_a_choice_is_passed_on_the_line_that_was_taken() -> None:
    text = PIER.replace("        to: talk\n", "        to: weighed\n").replace(
        "  safe:\n",
        "  weighed:\n    decide:\n      - {when: danger is present, to: safe}\n"
        "      - {to: talk}\n  safe:\n",
        1,
    )
    legs = _legs(tell("safe requires ask", text))
    assert _ways(legs) == [[("seen", "weighed"), ("weighed", "safe")]]


def _groups(scene_parts: tuple[object, ...]) -> list[Group]:
    found = []
    for part in scene_parts:
        if isinstance(part, Group):
            found += [part, *_groups(part.parts)]
    return found


def test_what_the_case_does_not_touch_is_faded() -> None:
    scene = _view(tell("never ask")).scene("en", BANNER)
    (faded,) = [each for each in _groups(scene.parts) if each.role == "faded"]
    assert faded.opacity == 0.22
    steps = {each.data["step"] for each in _groups(faded.parts) if "step" in each.data}
    assert steps == {"safe", "lost"}
    (move,) = [
        each
        for each in _groups(scene.parts)
        if each.role.startswith("move ") and each not in faded.parts
    ]
    assert (move.data["from"], move.data["to"]) == ("seen", "talk")
    lines = [part for part in move.parts if isinstance(part, Polyline)]
    assert {(line.ink.stroke, line.ink.width) for line in lines} == {(ALERT, 4.0)}


@pytest.mark.parametrize("rule", ["ask at most 1 time", "never ask", "never lost"])
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_no_number_covers_a_text_a_box_or_another_number(rule, language) -> None:
    view = _view(tell(rule))
    scene = view.scene(language, BANNER)
    legs = [each for each in _groups(scene.parts) if each.role == "leg"]
    discs = [part for leg in legs for part in leg.parts if isinstance(part, Disc)]
    assert [leg.data["leg"] for leg in legs] == [
        str(number) for number in range(1, len(view.legs) + 1)
    ]
    layout = view.view.layout
    taken = [
        *(label.rect for label in layout.labels.values()),
        *layout.badges.values(),
        *layout.nodes.values(),
    ]
    for disc in discs:
        x, y = disc.middle
        room = Rect(x - disc.radius, y - disc.radius, 2 * disc.radius, 2 * disc.radius)
        assert not [other for other in taken if room.meets(other)]
        taken.append(room)


def test_the_banner_says_the_sentence_and_the_reason_and_the_story_stands_below() -> (
    None
):
    told = tell("never ask")
    drawing = draw_case(told.chart, told.book, told.proof, language="ru")
    root = ET.fromstring(drawing.svg)  # noqa: S314 - our own drawing
    texts = [" ".join(each.itertext()) for each in root.iter() if "text" in each.tag]
    assert texts[0] == ("Нарушена: Ни в одном деле не происходит действие «Спросить».")
    assert texts[1] == "Происходит действие «Спросить», а этого не должно быть никогда."
    assert texts[-2] == (
        "Нарушено на шаге 2: происходит действие «Спросить», а этого не должно быть "
        "никогда."
    )
    assert root.find("{*}title").text == texts[0]
    assert 'opacity="0.22"' in drawing.svg
    assert (
        drawing.svg == draw_case(told.chart, told.book, told.proof, language="ru").svg
    )


def test_the_picture_begins_below_the_banner() -> None:
    scene = _view(tell("never ask")).scene("en", BANNER)
    banner, picture = scene.parts[:2]
    assert isinstance(banner, Group)
    assert isinstance(picture, Group)
    panel = next(part for part in banner.parts if isinstance(part, Panel))
    assert picture.down + 56 > panel.rect.bottom


def test_a_proof_without_a_case_cannot_be_drawn() -> None:
    told = tell()
    with pytest.raises(ValueError, match="soundness has no counterexample"):
        draw_case(told.chart, told.book, told.proof)
