"""One way of asking for a language: whoever has it answers, nobody guesses."""

import pytest

from katch_protocols.cli.commands import COMMANDS

WORDS = {
    "agree": ["--all", "--yes"],
    "audit": ["log.yaml"],
    "build": ["--output", "drawn"],
    "fix": [],
    "check": [],
    "diff": ["protocols", "protocols"],
    "draw": ["found_alone", "--output", "lanes.svg"],
    "explain": ["dead-end-state"],
    "codegen": ["found_alone", "--to", "python"],
    "export": ["found_alone", "--to", "mermaid"],
    "glossary": [],
    "import": ["machine.json", "--output", "begun"],
    "indicators": ["--sheet", "2026-07", "--output", "sheet.xlsx"],
    "information": ["found_alone"],
    "lsp": ["--write-extension", "extension"],
    "measures": ["found_alone"],
    "migrate": ["protocols", "--store", "sqlite://"],
    "new": ["protocol", "other"],
    "page": [],
    "papers": ["--kind", "cards"],
    "preview": ["--no-open"],
    "prove": ["found_alone"],
    "questions": [],
    "register": [],
    "roles": [],
    "schema": [],
    "simulate": ["scenario.yaml"],
    "post": ["list", "--store", "sqlite://"],
    "serve": ["--rehearse"],
    "sheet": ["write", "sheet.xlsx"],
    "staff": ["east"],
    "store": ["info", "sqlite://"],
    "table": ["found_alone"],
    "tabletop": ["found_alone"],
    "tick": ["--store", "sqlite://"],
    "vectors": ["found_alone"],
    "walk": ["found_alone"],
    "what-if": ["found_alone", "end_danger"],
    "words": [],
    "work": ["--store", "sqlite://"],
}
"""Words with which each command goes to work."""

ALONE = {
    "import",
    "lsp",
    "new",
    "post",
    "schema",
    "serve",
    "store",
    "tick",
    "words",
    "work",
}
"""Commands that no handbook lends its languages."""

TITLES = {"codegen", "draw", "export", "papers", "tabletop"}
"""Commands whose answer shows titles of the handbook and nothing else."""

SLOW = {"audit", "build", "migrate", "page", "papers", "preview"}
"""Commands that are not run to their end here; some need a log or a store."""

pytestmark = pytest.mark.usefixtures("district")


def refused(name: str, choices: str) -> str:
    return (
        f"'{name}' is not a language that can be used here.\n"
        f"Choose one of: {choices}.\n"
    )


@pytest.fixture
def uzbek(district):
    """Let the district speak Uzbek, as far as it has titles, and Russian not at all."""
    file = district / "handbook.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("languages: [en]", "languages: [en, uz]"), "utf-8")
    scenario = "scenario: east\nprotocols: found_alone\nregion: east\n"
    rest = "arrivals: 2 cases a week\nrun: {years: 1, runs: 2}\n"
    (district.parent / "scenario.yaml").write_text(scenario + rest, encoding="utf-8")
    (district / "regions").mkdir()
    east = "region: east\ntitle: Eastern shore\n"
    (district / "regions" / "east.yaml").write_text(east, encoding="utf-8")


def test_every_command_is_asked_here():
    assert set(WORDS) == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_language_that_nobody_has_is_refused_by_every_command(katch, name):
    ran = katch(name, *WORDS[name], "--language", "fr")
    choices = "en" if name in TITLES else "en, ru, kk"
    assert (ran.code, ran.out, ran.err) == (2, "", refused("fr", choices))


@pytest.mark.parametrize("words", [["--help"], ["--language"], ["check", "--help"]])
def test_a_page_of_help_in_a_language_that_nobody_has_is_refused(katch, words):
    before = [] if words == ["--language"] else ["--language=fr"]
    after = ["fr"] if words == ["--language"] else []
    ran = katch(*words, *before, *after)
    assert (ran.code, ran.out, ran.err) == (2, "", refused("fr", "en, ru, kk"))


@pytest.mark.parametrize("name", sorted(COMMANDS))
@pytest.mark.usefixtures("uzbek")
def test_a_language_of_the_handbook_is_among_the_choices(katch, name):
    ran = katch(name, *WORDS[name], "--language", "fr")
    more = "en, uz" if name in TITLES else "en, ru, kk, uz"
    choices = "en, ru, kk" if name in ALONE else more
    assert (ran.code, ran.out, ran.err) == (2, "", refused("fr", choices))


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - ALONE - SLOW))
@pytest.mark.usefixtures("uzbek")
def test_a_language_of_the_handbook_can_be_asked_for(katch, typed, name):
    typed("q")
    ran = katch(name, *WORDS[name], "--language", "uz")
    assert "not a language" not in ran.err
    assert ran.code in {0, 1}


def test_findings_are_told_in_the_language_that_was_asked_for(district, katch):
    (district / "roles.yaml").write_text("roles: {}\n", encoding="utf-8")
    ran = katch("table", "found_alone", "--language", "ru")
    assert ran.code == 1
    assert "Ошибок" in ran.err
    ran = katch("table", "found_alone", "--language", "fr")
    assert (ran.code, ran.err) == (2, refused("fr", "en, ru, kk"))
