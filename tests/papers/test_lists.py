"""The glossary and the list of questions say what the handbook says, and no more."""

from pathlib import Path

import pytest

from katch_protocols.files.read import read_texts
from katch_protocols.model.deadlines import Basis
from katch_protocols.papers.glossary import glossary
from katch_protocols.papers.markdown import plain, table
from katch_protocols.papers.questions import questions
from katch_protocols.papers.written_deadlines import deadlines
from tests.shipped import reading

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "reference" / "handbook"

DISTRICT = {
    "handbook.yaml": """\
handbook: district
title: {en: District, ru: Район}
languages: [en, ru]
functions:
  protect: {title: {en: Protection | care, ru: Защита}}
facts:
  danger:
    title: {en: Danger, ru: Опасность}
    values: {present: {en: present, ru: есть}, absent: {en: absent, ru: нет}}
questions:
  who_pays:
    title: {en: "Who pays?", ru: "Кто платит?"}
    source: [heard, act]
    about: [worker, office]
""",
    "agencies.yaml": """\
agencies:
  office:
    title: {en: Children's office, ru: Детский отдел}
    short: {en: Office, ru: Отдел}
    kind: service
    level: district
    mandates: {protect: [act]}
""",
    "roles.yaml": """\
roles:
  worker: {title: {en: Worker, ru: Работник}, agency: office}
  driver: {title: {en: Driver, ru: Водитель}, agency: office}
""",
    "sources.yaml": """\
sources:
  act: {title: {en: Act, ru: Закон}, cite: No. 1, kind: law, read: true}
  heard: {title: {en: Hearsay, ru: Слух}, kind: practice, valid_from: 2020-01-01}
""",
    "regions/north.yaml": """\
region: north
title: {en: North, ru: Север}
roles:
  driver: {unbound: {en: No car is known., ru: Машины нет.}}
""",
    "care.yaml": """\
protocol: care
title: {en: Care, ru: Забота}
valid_from: 2026-01-01
initial: open
states:
  open:
    title: {en: Open, ru: Открыто}
    held_by: worker
    function: protect
    within: {limit: 2 days, basis: statutory, source: [act]}
    activities:
      drive:
        title: {en: Drive the child, ru: Отвезти ребёнка}
        by: worker
        source: [heard]
        to: there
        handover: {to: driver, within: 3 hours, basis: guidance, source: [heard]}
  there:
    title: {en: There, ru: На месте}
    held_by: driver
    function: protect
    within: 24 hours
    activities:
      close: {title: {en: Close, ru: Закрыть}, by: driver, to: closed}
  closed: {title: {en: Closed, ru: Закрыто}, final: true, outcome: protected}
""",
}


@pytest.fixture(scope="module")
def district():
    return read_texts(DISTRICT).sound()


def test_the_questions_of_a_small_handbook(district):
    assert questions(district, "en").split("\n## ")[1:] == [
        (
            "Open questions\n\n"
            "1. Who pays?\n"
            "   - Concerns: Worker; Children's office.\n"
            "   - Texts: Hearsay; Act (No. 1).\n"
        ),
        (
            "Sources whose text was not read\n\n"
            "| Source | Reference | Places that rest on it |\n"
            "| --- | --- | --- |\n"
            "| Hearsay |  | 3 |\n"
        ),
        (
            "Deadlines from the law\n\n"
            "| Protocol | Where | Limit | Texts |\n"
            "| --- | --- | --- | --- |\n"
            "| Care | Open | 2 days | Act (No. 1) |\n"
        ),
        (
            "Deadlines from guidance, to be confirmed\n\n"
            "| Protocol | Where | Limit | Texts |\n"
            "| --- | --- | --- | --- |\n"
            "| Care | answer to «Drive the child» | 3 hours | Hearsay |\n"
        ),
        (
            "Deadlines that are proposed, to be agreed\n\n"
            "| Protocol | Where | Limit | Texts |\n"
            "| --- | --- | --- | --- |\n"
            "| Care | There | 24 hours |  |\n"
        ),
        (
            "Roles that nobody is known to hold\n\n"
            "| Region | Role | What is known |\n"
            "| --- | --- | --- |\n"
            "| North | Driver | No car is known. |\n"
        ),
    ]


def test_an_empty_list_says_so(district):
    silent = district.model_copy(update={"questions": {}})
    assert "## Открытые вопросы\n\nНет.\n" in questions(silent, "ru")


def test_the_glossary_has_a_column_a_language_and_escapes_what_it_shows(district):
    lines = glossary(district, "ru").splitlines()
    assert lines[0] == "# Словарь"
    assert "|  | Русский | English |" in lines
    assert "| `protect` | Защита | Protection \\| care |" in lines
    assert "| `office` | Отдел | Office |" in lines
    assert "| `danger.present` | есть | present |" in lines
    assert "| `responsible` | исполняет | responsible |" in lines


def test_a_label_stays_text():
    assert plain("<b>*a*</b>\n| `x` [y](z)") == (
        "\\<b\\>\\*a\\*\\</b\\> \\| \\`x\\` \\[y\\](z)"
    )
    assert table(["a"], [["b"]]) == ("| a |", "| --- |", "| b |")


def test_every_deadline_of_the_shipped_protocols_is_listed_once():
    handbook = reading().sound()
    owed = [
        each
        for protocol in handbook.protocols.values()
        for each in deadlines(protocol, handbook)
    ]
    text = questions(handbook, "en")
    written = {each.basis for each in owed}
    told = [each for each in Basis if each is not Basis.FOREIGN or each in written]
    sections = dict(zip(told, text.split("\n## ")[3:-1], strict=True))
    for basis, section in sections.items():
        rows = sum(line.startswith("| ") for line in section.splitlines())
        expected = sum(each.basis is basis for each in owed)
        assert rows == (expected + 2 if expected else 0)


def test_what_is_due_again_is_not_told_as_a_second_limit():
    handbook = reading().sound()
    owed = deadlines(handbook.protocols["identification_child_tip"], handbook)
    search = [
        (each.place["en"], str(each.limit.amount))
        for each in owed
        if each.place["en"].startswith("Review the search")
    ]
    assert search == [
        ("Review the search together", "24"),
        ("Review the search together: each next time", "3"),
    ]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_questions_in_the_docs_are_fresh(language):
    handbook = reading().sound()
    page = PAGES / f"questions.{language}.md"
    assert page.read_text(encoding="utf-8") == questions(handbook, language)


def test_the_glossary_in_the_docs_is_fresh():
    handbook = reading().sound()
    page = PAGES / "glossary.md"
    assert page.read_text(encoding="utf-8") == glossary(handbook, "en")


@pytest.mark.parametrize(
    ("command", "heading"),
    [("glossary", "# Словарь\n"), ("questions", "# Что ещё предстоит выяснить\n")],
)
def test_the_commands_print_or_write(command, heading, tmp_path, capsys):
    from katch_protocols.cli.main import main  # noqa: PLC0415 - its start is lazy

    folder = tmp_path / "handbook"
    folder.mkdir()
    for name, text in DISTRICT.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    words = [command, "--handbook", str(folder), "--language", "ru"]
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(heading)
    assert main([*words, "-o", str(tmp_path / "list.md")]) == 0
    assert (tmp_path / "list.md").read_text(encoding="utf-8") == shown
