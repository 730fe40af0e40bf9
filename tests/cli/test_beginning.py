"""The first hour: a new handbook asks what it is for, and its first check is short."""

import io
import re

import pytest

from katch_protocols.cli.zones import zones_of

SCREEN = 24
"""Lines of the smallest terminal."""


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def begun(tmp_path, monkeypatch, katch):
    """Begin a handbook with answers; return what was said and handbook.yaml."""
    monkeypatch.chdir(tmp_path)

    def begin(*answers, language="en"):
        typed = Terminal("".join(f"{answer}\n" for answer in answers))
        monkeypatch.setattr("sys.stdin", typed)
        ran = katch("new", "handbook", "north", "--language", language)
        path = tmp_path / "north" / "handbook.yaml"
        return ran, path.read_text(encoding="utf-8") if path.exists() else ""

    return begin


def line(text, key):
    return next(each for each in text.splitlines() if each.startswith(f"{key}:"))


def test_a_terminal_is_asked_for_languages_country_zone_and_example(begun, katch):
    ran, text = begun("2 en", "ru", "Europe/Moscow", "")
    assert ran.code == 0
    assert line(text, "languages").startswith("languages: [ru, en]")
    assert line(text, "timezone") == "timezone: Europe/Moscow"
    assert line(text, "holidays").startswith("holidays: RU")
    assert "2 Русский" in ran.out
    assert "Written: north/referral.yaml" in ran.out
    assert "Next: 'katch check north'" in ran.out
    assert katch("check", "north", "--strict").code == 0
    assert katch("draw", "referral", "--handbook", "north", "-o", "a.svg").code == 0


def test_enter_takes_what_is_offered(begun):
    ran, text = begun("", "", "", "n")
    assert line(text, "languages").startswith("languages: [en, ru, kk]")
    assert line(text, "timezone") == "timezone: Asia/Almaty"
    assert line(text, "holidays").startswith("holidays: KZ")
    assert "referral.yaml" not in ran.out


def test_a_country_with_one_clock_is_not_asked_for_it(begun):
    assert zones_of("FR") == ("Europe/Paris",)
    ran, text = begun("1", "FR", "n")
    assert line(text, "timezone") == "timezone: Europe/Paris"
    assert "Time zone" not in ran.out


def test_what_means_nothing_is_asked_again_with_the_reason(begun):
    ran, text = begun("english!", "en", "ZZ", "1x", "KZ", "Mars", "1", "n")
    assert "'english!' is no list of languages" in ran.out
    assert "No calendar of days off is known for 'ZZ'" in ran.out
    assert "'Mars' is no time zone of this country." in ran.out
    assert line(text, "holidays").startswith("holidays: KZ")


@pytest.mark.parametrize("answers", [["q"], ["en", "quit"], ["en", "KZ", "q"], []])
def test_q_leaves_anywhere_and_nothing_is_written(begun, answers):
    ran, text = begun(*answers)
    assert (ran.code, text) == (0, "")
    assert ran.out.endswith("\nNothing was written.\n")


@pytest.mark.parametrize(
    ("language", "question"), [("ru", "Страна"), ("kk", "Ел, демалыс")]
)
def test_it_asks_in_the_language_of_whoever_is_asked(begun, language, question):
    ran, _ = begun("en", "KZ", "", "", language=language)
    assert question in ran.out


def test_a_country_can_be_said_at_once(tmp_path, monkeypatch, katch):
    monkeypatch.chdir(tmp_path)
    assert katch("new", "handbook", "n", "--country", "kg").code == 0
    text = (tmp_path / "n" / "handbook.yaml").read_text(encoding="utf-8")
    assert line(text, "timezone") == "timezone: Asia/Bishkek"
    ran = katch("new", "handbook", "m", "--country", "ZZZ")
    assert ran.code == 2
    assert "two letters of a country" in ran.err


@pytest.mark.parametrize("country", ["Kazakhstan", "Казахстан", "kz"])
@pytest.mark.parametrize("languages", ["kz,Russian", "казахский,rus", "kk,ru"])
def test_countries_and_languages_may_be_said_by_their_names(
    tmp_path, monkeypatch, katch, country, languages
):
    monkeypatch.chdir(tmp_path)
    asked = ("--country", country, "--languages", languages)
    assert katch("new", "handbook", "n", *asked).code == 0
    text = (tmp_path / "n" / "handbook.yaml").read_text(encoding="utf-8")
    assert line(text, "holidays").startswith("holidays: KZ")
    assert line(text, "languages").startswith("languages: [kk, ru]")


@pytest.mark.parametrize("more", [[], ["--example"]])
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_first_check_of_one_language_fits_on_a_screen(
    tmp_path, monkeypatch, katch, language, more
):
    monkeypatch.chdir(tmp_path)
    katch("new", "handbook", "north", "--languages", language, *more)
    ran = katch("check", "north", "--language", language)
    assert ran.code == 0
    assert len(ran.out.splitlines()) <= SCREEN
    # No error, no warning.
    assert re.match(r"\w+: 0\. \w+: 0\. ", ran.out)


def test_what_was_begun_draws_in_each_of_its_languages(tmp_path, monkeypatch, katch):
    monkeypatch.chdir(tmp_path)
    katch("new", "handbook", "north", "--languages", "en,ru", "--example")
    for language, title in (("en", "Child safe"), ("ru", "Ребёнок в безопасности")):
        words = ("draw", "referral", "--handbook", "north", "--language", language)
        assert katch(*words, "--output", f"{language}.svg").code == 0
        drawn = (tmp_path / f"{language}.svg").read_text(encoding="utf-8")
        assert title.split()[0] in drawn


def test_the_first_check_of_a_protocol_begun_by_hand_fits_on_a_screen(
    tmp_path, monkeypatch, katch
):
    """Of the tutorial: the file that a newcomer types first, with what it lacks."""
    monkeypatch.chdir(tmp_path)
    katch("new", "handbook", "north", "--languages", "en")
    (tmp_path / "north" / "referral.yaml").write_text(
        "protocol: referral\ntitle: Referral\ninitial: a\nstates:\n"
        "  a:\n    title: A\n    activities:\n      go: {title: Go, to: b}\n"
        "  b: {title: B}\n",
        encoding="utf-8",
    )
    ran = katch("check", "north")
    assert ran.code == 1
    assert len(ran.out.splitlines()) <= 60


def test_of_several_clocks_the_one_that_was_taken_is_told(tmp_path, monkeypatch, katch):
    monkeypatch.chdir(tmp_path)
    told = katch("new", "handbook", "n", "--country", "RU").out.splitlines()[-1]
    zone = zones_of("RU")[0]
    assert told == (
        f"The clocks are those of {zone}, one of {len(zones_of('RU'))} time zones of "
        "RU; if it is another, change `timezone` in handbook.yaml."
    )
    text = (tmp_path / "n" / "handbook.yaml").read_text(encoding="utf-8")
    assert line(text, "timezone") == f"timezone: {zone}"
    # One clock leaves no choice.
    assert "clocks" not in katch("new", "handbook", "m", "--country", "KG").out


def test_who_stands_in_a_handbook_need_not_name_it(tmp_path, monkeypatch, katch):
    monkeypatch.chdir(tmp_path)
    katch("new", "handbook", "n", "--languages", "en", "--example")
    monkeypatch.chdir(tmp_path / "n")
    assert katch("check").code == katch("prove", "referral").code == 0
    assert katch("new", "protocol", "visit").out == "Written: visit.yaml\n"
    # What is named is asked for, wherever somebody stands.
    ran = katch("check", "--handbook", "protocols")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "There is no handbook in 'protocols'.\nGive the folder: '.'.\n"


@pytest.mark.parametrize(("place", "option"), [("n", ""), (".", " --handbook n")])
def test_a_command_that_is_advised_finds_the_handbook(
    tmp_path, monkeypatch, katch, place, option
):
    monkeypatch.chdir(tmp_path)
    katch("new", "handbook", "n", "--languages", "en", "--example")
    broken = "safeguards:\n  s1: {rule: never refer, source: harbour_act}\n"
    with (tmp_path / "n" / "referral.yaml").open("a", encoding="utf-8") as file:
        file.write(broken)
    monkeypatch.chdir(tmp_path / place)
    told = katch("check", *([] if place == "n" else ["n"])).out
    assert f"`katch prove referral s1{option}`" in told
