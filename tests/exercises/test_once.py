"""What is called alike is said once on a sheet; on a page, where all languages do."""

import pytest

from katch_protocols.exercises.exercise import Exercise, exercise_of
from katch_protocols.exercises.for_page import exercise_on_page
from katch_protocols.exercises.tabletop import tabletop
from katch_protocols.files.read import read_texts
from tests.duties.small import FILES

LOST = """protocol: lost
title: {en: Lost, ru: Потерян}
valid_from: 2026-01-01
initial: seen
states:
  seen:
    title: {en: Seen, ru: Виден}
    held_by: HOLDER
    activities:
      watch: {title: {en: Watch, ru: Смотреть}, by: officer}
      guard: {title: {en: SECOND}, by: officer}
      take: {title: {en: Take, ru: Взять}, by: officer, to: kept}
  kept:
    title: {en: Kept, ru: Принят}
    held_by: worker
    within: 2 days
    activities:
      settle: {title: {en: Settle, ru: Устроить}, by: worker, to: settled}
  settled: {title: {en: Settled, ru: Устроен}, final: true, outcome: protected}
"""
COUNCIL = "  council: {title: Council, members: [officer, worker], chair: officer}\n"


def _exercise(second: str, holder: str = "officer") -> Exercise:
    texts = {
        **FILES,
        "handbook.yaml": FILES["handbook.yaml"].replace("[en]", "[en, ru]"),
        "roles.yaml": FILES["roles.yaml"] + COUNCIL,
        "lost.yaml": LOST.replace("SECOND", second).replace("HOLDER", holder),
    }
    book = read_texts(texts).sound()
    return exercise_of(book.protocols["lost"], book, None)


@pytest.mark.parametrize(
    ("second", "english", "russian", "both"),
    [
        (
            "Guard, ru: Стеречь",
            ["Watch", "Guard"],
            ["Смотреть", "Стеречь"],
            [("Watch", "Смотреть"), ("Guard", "Стеречь")],
        ),
        (
            "Watch, ru: Стеречь",
            ["Watch"],
            ["Смотреть", "Стеречь"],
            [("Watch", "Смотреть"), ("Watch", "Стеречь")],
        ),
        (
            "Guard, ru: Смотреть",
            ["Watch", "Guard"],
            ["Смотреть"],
            [("Watch", "Смотреть"), ("Guard", "Смотреть")],
        ),
        ("Watch, ru: Смотреть", ["Watch"], ["Смотреть"], [("Watch", "Смотреть")]),
    ],
)
def test_what_all_languages_of_a_sheet_call_alike_is_said_once(
    second: str, english: list[str], russian: list[str], both: list[tuple[str, str]]
) -> None:
    exercise = _exercise(second)
    for language, said in (("en", english), ("ru", russian)):
        sheet = tabletop(exercise, language).sheets[0]
        answer = {each.key: [*each.said] for each in sheet.answer}
        assert answer["besides"] == said
        assert [*sheet.role.may][: len(said)] == said
    scene = exercise_on_page(exercise).sheets[0]
    page = {each.key: [*each.said] for each in scene.answer}
    assert page["besides"] == both


def test_the_chair_plays_what_its_panel_holds() -> None:
    for holder in ("officer", "council"):
        sheet = tabletop(_exercise("Guard, ru: Стеречь", holder), "en").sheets[0]
        assert (sheet.role.title, sheet.role.holds) == ("Officer", ("Seen",))
