"""A handbook in a language that the library lacks: what it says, and who translates."""

from pathlib import Path

import polib
import pytest

from katch_protocols.words import say as words
from katch_protocols.words.catalogues import domains
from katch_protocols.words.say import borrow, entries, say


@pytest.fixture(autouse=True)
def _nothing_borrowed(monkeypatch):
    monkeypatch.setattr(words, "_BORROWED", {})


@pytest.fixture
def uzbek(tmp_path, monkeypatch, katch) -> Path:
    monkeypatch.chdir(tmp_path)
    ran = katch("new", "handbook", "shore", "--languages", "uz", "--example")
    assert ran.code == 0
    return tmp_path / "shore"


@pytest.mark.usefixtures("uzbek")
def test_a_language_that_the_library_lacks_is_told_and_can_be_asked_for(katch):
    ran = katch("check", "shore", "--language", "uz")
    assert ran.code == 0
    assert "note  library-lacks-language" in ran.out
    assert "it says its own words in 'en'." in ran.out


def test_the_words_of_the_library_come_in_the_language_that_the_handbook_names(
    uzbek, katch
):
    book = uzbek / "handbook.yaml"
    book.write_text(book.read_text("utf-8") + "library_language: ru\n", "utf-8")
    ran = katch("roles", "--handbook", "shore", "--language", "uz")
    assert ran.code == 0
    assert ran.out.startswith("Сколько на ком лежит")


def test_a_language_that_the_library_lacks_cannot_stand_in(uzbek, katch):
    book = uzbek / "handbook.yaml"
    book.write_text(book.read_text("utf-8") + "library_language: fr\n", "utf-8")
    ran = katch("check", "shore")
    assert ran.code == 1
    assert "not-one-of" in ran.out


@pytest.mark.usefixtures("uzbek")
def test_a_language_of_neither_is_refused(katch):
    ran = katch("check", "shore", "--language", "fr")
    assert ran.code == 2
    assert ran.err.splitlines()[0].startswith("'fr' is not a language")


def test_new_catalogues_are_empty_whole_and_spoken_as_far_as_they_are_filled(
    uzbek, katch
):
    assert katch("new", "language", "uz", "--handbook", "shore").code == 0
    room = uzbek / "locale" / "uz" / "LC_MESSAGES"
    assert {path.stem for path in room.iterdir()} == set(domains())
    roles = polib.pofile(str(room / "roles.po"))
    assert roles.metadata["Language"] == "uz"
    assert {entry.msgctxt for entry in roles} == set(entries("roles", "en"))
    assert not any(entry.msgstr for entry in roles)
    (load,) = (entry for entry in roles if entry.msgctxt == "load")
    load.msgstr = "Kimda qancha vazifa bor"
    roles.save()
    ran = katch("roles", "--handbook", "shore", "--language", "uz")
    assert ran.out.startswith("Kimda qancha vazifa bor")
    assert "Who answers for each function" in ran.out
    assert "library-lacks-language" not in katch("check", "shore").out


@pytest.mark.usefixtures("uzbek")
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("kk", "The library speaks 'kk' already; correct its catalogues."),
        ("Uzbek", "'Uzbek' is not the code of a language, such as uz."),
    ],
)
def test_what_needs_no_catalogue_is_refused(katch, code, said):
    ran = katch("new", "language", code, "--handbook", "shore")
    assert (ran.code, ran.err.splitlines()) == (2, [said])


def test_a_borrowed_language_has_the_forms_of_its_own_plural(tmp_path):
    room = tmp_path / "pl" / "LC_MESSAGES"
    room.mkdir(parents=True)
    (room / "duties.po").write_text(
        """msgid ""
msgstr "Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);"

msgctxt "counts-own"
msgid "duty of its own"
msgid_plural "duties of its own"
msgstr[0] "jeden"
msgstr[1] "kilka"
msgstr[2] "wiele"
""",
        encoding="utf-8",
    )
    borrow(["pl"], "en", tmp_path)
    said = [say("duties.counts-own", "pl", number=number) for number in (1, 3, 9)]
    assert said == ["jeden", "kilka", "wiele"]
    assert say("duties.no-deadline", "pl") == "no deadline"
