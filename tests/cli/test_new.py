"""katch new: a commented start that already checks clean."""

import re

import pytest

from katch_protocols.cli.starts import rule_start, rule_words
from katch_protocols.files.read import read_texts
from katch_protocols.findings import Finding, Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.words.languages import SPOKEN
from tests.rules.saltmarsh import SALTMARSH, examine, split, transcript

ONE_BODY = """\
agencies:
  children_office:
    title: Children's office
    kind: service
    level: district
    mandates: {protect: [practice_note]}
"""


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_new_handbook_with_a_new_protocol_checks_clean(
    tmp_path, monkeypatch, katch, language
):
    monkeypatch.chdir(tmp_path)
    made = katch("new", "handbook", "north-star 2", "--language", language)
    assert made.code == 0
    assert sorted(each.name for each in (tmp_path / "north-star 2").iterdir()) == [
        "agencies.yaml",
        "handbook.yaml",
        "roles.yaml",
        "sources.yaml",
    ]
    text = (tmp_path / "north-star 2" / "handbook.yaml").read_text(encoding="utf-8")
    assert "\nhandbook: north_star\n" in text
    assert katch("new", "protocol", "first", "--handbook", "north-star 2").code == 0
    checked = katch("check", "north-star 2", "--strict", "--format", "github")
    assert (checked.code, checked.out) == (0, "\n")


def test_a_new_handbook_without_a_protocol_has_no_error_and_few_notes(
    tmp_path, monkeypatch, katch
):
    monkeypatch.chdir(tmp_path)
    assert katch("new", "handbook", "saltmarsh").code == 0
    checked = katch("check", "saltmarsh", "--strict")
    assert checked.code == 0
    assert checked.out.startswith("Errors: 0. Warnings: 0. Gaps: 0. Notes: 2.\n")


@pytest.mark.parametrize(
    ("languages", "title"),
    [
        ("en", "Harbour police"),
        ("kk", "Айлақ полициясы"),
        ("ru,en", "{ru: Полиция гавани, en: Harbour police}"),
        ("en, en", "Harbour police"),
        ("hi", "Harbour police"),
        ("fr,ru", "{ru: Полиция гавани}"),
        ("fr,hi", "Harbour police"),
    ],
)
def test_a_new_handbook_has_the_languages_that_were_asked_for(
    tmp_path, monkeypatch, katch, languages, title
):
    monkeypatch.chdir(tmp_path)
    made = katch("new", "handbook", "saltmarsh", "--languages", languages)
    assert made.code == 0
    agencies = (tmp_path / "saltmarsh" / "agencies.yaml").read_text(encoding="utf-8")
    assert f"  harbour_police:\n    title: {title}\n" in agencies
    text = (tmp_path / "saltmarsh" / "handbook.yaml").read_text(encoding="utf-8")
    codes = ", ".join(dict.fromkeys(languages.replace(" ", "").split(",")))
    assert f"\nlanguages: [{codes}]  #" in text


@pytest.mark.parametrize("languages", ["", "en;ru", "Englisch!", "en,", "en,r"])
def test_languages_without_a_code_are_refused_and_nothing_is_written(
    tmp_path, monkeypatch, katch, languages
):
    monkeypatch.chdir(tmp_path)
    ran = katch("new", "handbook", "saltmarsh", f"--languages={languages}")
    assert (ran.code, ran.err) == (
        2,
        f"'{languages}' is no list of languages: write codes such as en,ru,kk.\n",
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("languages", ["en", "ru,kk,en", "kk"])
def test_the_example_is_whole_in_every_language(
    tmp_path, monkeypatch, katch, languages
):
    monkeypatch.chdir(tmp_path)
    words = ("new", "handbook", "saltmarsh", "--languages", languages, "--example")
    assert katch(*words).code == 0
    checked = katch("check", "saltmarsh", "--strict", "--format", "github")
    assert (checked.code, checked.out) == (0, "\n")


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("option", ["--example", "--languages=en"])
@pytest.mark.parametrize("what", ["protocol second", "rule structure/left-alone"])
def test_what_only_a_handbook_has_is_refused_elsewhere(katch, what, option):
    ran = katch("new", *what.split(), option)
    assert ran.code == 2
    assert ran.err.startswith(
        "--languages, --country and --example are for a handbook, not for"
    )


def test_a_new_protocol_hands_over_where_two_bodies_have_the_mandate(district, katch):
    assert katch("new", "protocol", "second").code == 0
    text = (district / "second.yaml").read_text(encoding="utf-8")
    assert "        handover: {to: duty_officer, within: 4 hours, " in text
    assert katch("check", "--strict").code == 0


def test_a_new_protocol_of_a_single_body_hands_nothing_over(district, katch):
    (district / "found_alone.yaml").unlink()
    (district / "agencies.yaml").write_text(ONE_BODY, encoding="utf-8")
    (district / "roles.yaml").write_text(
        "roles:\n  team_lead: {title: Team lead, agency: children_office}\n",
        encoding="utf-8",
    )
    assert katch("new", "protocol", "second").code == 0
    text = (district / "second.yaml").read_text(encoding="utf-8")
    assert "handover" not in text
    assert "        to: assessed\n\n  assessed:\n" in text
    assert katch("check").code == 0


def test_a_new_protocol_uses_the_names_of_its_handbook(district, katch):
    assert katch("new", "protocol", "second").code == 0
    text = (district / "second.yaml").read_text(encoding="utf-8")
    assert "    title: Concern reported\n    held_by: case_worker  #" in text
    assert katch("check", "--strict").code == 0


def test_a_file_that_is_there_is_never_touched(district, katch):
    before = (district / "found_alone.yaml").read_bytes()
    ran = katch("new", "protocol", "found_alone")
    assert ran.code == 2
    assert ran.err == (
        "'protocols/found_alone.yaml' is there already. Nothing was changed.\n"
    )
    assert (district / "found_alone.yaml").read_bytes() == before


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["protocol", "Second"], "'Second' is not an id: use a-z, 0-9 and _"),
        (["protocol", "../x"], "'../x' is not an id: use a-z, 0-9 and _"),
        (["protokol", "x"], "'protokol' is nothing that katch can start.\nThe nearest"),
        (["rule", "structur/x"], "'structur' is no family of rules."),
        (["rule", "names/Bad_Name"], "'Bad_Name' is not a name for a rule"),
    ],
)
def test_a_bad_name_is_refused(katch, words, said):
    ran = katch("new", *words)
    assert ran.code == 2
    assert ran.err.startswith(said)


@pytest.mark.parametrize("kind", ["handbook", "protocol", "rule"])
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("north\0star", "north\\x00star"),
        ("north\x1b[31mstar", "north\\x1b[31mstar"),
        ("north\nstar", "north\\nstar"),
        ("north\u202estar", "north\\u202estar"),
        ("structure/north\0star", "structure/north\\x00star"),
    ],
)
def test_a_name_with_what_nobody_can_see_is_refused_in_plain_words(
    district, katch, kind, name, shown
):
    before = sorted(district.parent.rglob("*"))
    ran = katch("new", kind, name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"The name '{shown}' has a character that nobody can see. Leave it out.\n"
    )
    assert sorted(district.parent.rglob("*")) == before


def test_no_refusal_prints_what_a_terminal_would_obey(katch):
    ran = katch("new", "\x1b[31mhandbook", "x")
    assert ran.code == 2
    assert "\x1b" not in ran.err
    assert "\\x1b[31mhandbook" in ran.err


def test_a_protocol_needs_somebody_who_may_answer(district, katch):
    (district / "agencies.yaml").unlink()
    (district / "roles.yaml").unlink()
    (district / "found_alone.yaml").unlink()
    (district / "handbook.yaml").write_text(
        "handbook: empty\ntitle: Empty\nlanguages: [en]\n", encoding="utf-8"
    )
    ran = katch("new", "protocol", "second")
    assert (ran.code, ran.err) == (
        2,
        "No role has a home agency with a mandate. Declare one first.\n",
    )


@pytest.mark.parametrize("family", Family)
def test_a_new_rule_is_reported_in_the_words_of_its_page(family):
    module, page = rule_start(f"{family}/left-alone").items()
    assert module[0].as_posix().endswith(f"rules/{family}/left_alone.py")
    assert page[0].as_posix().endswith(f"rules/{family}/left-alone.md")
    names = {"__name__": f"katch_protocols.rules.{family}.left_alone"}
    exec(compile(module[1], "left_alone.py", "exec"), names)  # noqa: S102 - our own
    (rule,) = (each for each in names.values() if isinstance(each, Rule))
    assert (rule.name, rule.family) == ("left-alone", family)
    avoid, seen, prefer = re.findall(r"```\w+\n(.*?)\n?```", page[1], re.DOTALL)
    assert [transcript(each) for each in _findings(rule, avoid)] == [seen]
    assert _findings(rule, prefer) == []


def test_the_sentences_of_a_new_rule_stand_in_every_catalogue_at_their_places():
    catalogues = rule_words("names/left-alone")
    assert {path.parts[-3] for path in catalogues} == set(SPOKEN)
    for path, text in catalogues.items():
        before = path.read_text(encoding="utf-8")
        added = [line for line in text.splitlines() if "left-alone." in line]
        assert added == [f'msgctxt "left-alone.{part}"' for part in PARTS]
        keys = re.findall(r'^msgctxt "(.*)"$', text, re.MULTILINE)
        assert keys == sorted(keys)
        assert set(before.splitlines()) < set(text.splitlines())


def test_the_catalogues_keep_what_is_said_of_a_rule_that_is_there():
    for path, text in rule_words("structure/dead-end-state").items():
        assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("family", Family)
def test_nothing_else_is_found_on_the_page_of_a_new_rule(family):
    _, (_, page) = rule_start(f"{family}/left-alone").items()
    avoid, _, prefer = re.findall(r"```\w+\n(.*?)\n?```", page, re.DOTALL)
    for block in (avoid, prefer):
        found = examine(split(block), district=SALTMARSH)
        assert [each for each in found if each.severity is not Severity.NOTE] == []


PARTS = ("fix", "saw", "why")


def _said():
    """Return what the English catalogue says of a new rule."""
    (english,) = (
        text
        for path, text in rule_words("names/left-alone").items()
        if path.parts[-3] == "en"
    )
    found = re.findall(
        r'^msgctxt "left-alone.(\w+)"\nmsgid "(.*)"$', english, re.MULTILINE
    )
    return Wording(**dict(found))


def _findings(rule, block):
    handbook = read_texts({**SALTMARSH, **split(block)}).sound()
    return [
        Finding(
            rule.name,
            rule.severity,
            spot.path,
            spot.facts,
            spot.near,
            handbook.place(spot.path),
            _said(),
        )
        for spot in rule.spots(Context(handbook))
    ]


@pytest.mark.parametrize(
    ("name", "near"),
    [("rеferral", "referral"), ("направление детей", "napravlenie_detey")],
)
@pytest.mark.usefixtures("district")
def test_a_protocol_in_cyrillic_letters_is_offered_an_id(katch, name, near):
    ran = katch("new", "protocol", name)
    assert ran.code == 2
    assert ran.err.splitlines()[1] == f"The nearest is '{near}'."
