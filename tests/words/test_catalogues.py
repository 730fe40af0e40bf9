"""The catalogues: every text in every language, in files that translators can open."""

import re
from datetime import date
from pathlib import Path
from string import Formatter

import polib
import pytest
from babel.messages import checkers, pofile

import katch_protocols
from katch_protocols.refusals import Need
from katch_protocols.telling.proof_report import StandingKind
from katch_protocols.words import catalogues
from katch_protocols.words.dates import day, since, until
from katch_protocols.words.languages import LANGUAGES, SPOKEN
from katch_protocols.words.say import entries, say
from tests.words.syncing import out_of_step

ROOM = Path(katch_protocols.__file__).parent / "locale"
PATHS = sorted(ROOM.rglob("*.po"))
DOMAINS = sorted({path.stem for path in PATHS})

each_catalogue = pytest.mark.parametrize(
    "path", PATHS, ids=lambda path: path.relative_to(ROOM).as_posix()
)


KNOWN = """
msgctxt "since"
msgid "since {day}"
msgstr "с {day} {month}"

msgctxt "no-such-key"
msgid "gone"
msgstr "нет"
"""


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _translations(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr, *entry.msgstr_plural.values()]


@pytest.mark.parametrize("domain", DOMAINS)
def test_each_language_has_the_same_texts_of_the_same_english(domain):
    found = [
        [
            (entry.msgctxt, entry.msgid, entry.msgid_plural)
            for entry in polib.pofile(
                str(ROOM / language / "LC_MESSAGES" / f"{domain}.po")
            )
        ]
        for language in SPOKEN
    ]
    assert found[0]
    assert found[0] == sorted(found[0])
    assert all(each == found[0] for each in found)


@each_catalogue
def test_the_checker_of_babel_finds_no_fault(path):
    language = path.parts[-3]
    with path.open("rb") as file:
        catalogue = pofile.read_po(file, locale=language, abort_invalid=True)
    assert catalogue.num_plurals == len(LANGUAGES[language].forms)
    assert not catalogue.obsolete
    for message in catalogue:
        for check in checkers.checkers:
            if message.id and any(message.string):
                check(catalogue, message)


@each_catalogue
def test_the_head_says_the_language_and_gaps_are_the_same_and_explained(path):
    language = path.parts[-3]
    found = polib.pofile(str(path))
    assert found.metadata == {
        "Project-Id-Version": "katch_protocols",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language].plural,
    }
    for entry in found:
        said = [each for each in _translations(entry) if each]
        wanted = 0 if language == "en" else len(entry.msgstr_plural) or 1
        assert len(said) == wanted, entry.msgctxt
        assert all(_gaps(each) == _gaps(entry.msgid) for each in said), entry.msgctxt
        told = set(re.findall(r"^\{(\w+)\}: \S", entry.comment, re.MULTILINE))
        assert told == _gaps(entry.msgid + entry.msgid_plural), entry.msgctxt


def test_every_catalogue_is_in_step_with_english_and_as_the_library_writes_it():
    assert [*out_of_step()] == []


def test_a_text_whose_english_changed_is_to_be_confirmed_and_shows_the_old_english():
    known = polib.pofile(KNOWN, wrapwidth=0)
    found = polib.pofile(catalogues._written("dates", known, "ru"))
    changed = found.find("from {day} {month} {year}")
    assert changed.msgstr == "с {day} {month}"
    assert (changed.flags, changed.previous_msgid) == (["fuzzy"], "since {day}")
    assert found.find("no-such-key", by="msgctxt") is None
    assert found.find("{day} {month} {year}").msgstr == ""


def test_a_text_is_said_with_its_gaps_filled():
    assert say("duties.counted-from", "ru", event="«Пожар»") == "считая от: «Пожар»"


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "своя обязанность"), (2, "свои обязанности"), (11, "своих обязанностей")],
)
def test_a_text_takes_the_form_that_follows_its_number(number, said):
    assert say("duties.counts-own", "ru", number=number) == said


def test_a_language_that_the_library_lacks_is_answered_in_english():
    assert say("duties.no-deadline", "uz") == "no deadline"


@pytest.mark.parametrize("key", ["duties.no-such-text", "nowhere.at-all", "duties"])
def test_a_text_that_does_not_exist_is_a_mistake_of_the_caller(key):
    with pytest.raises(KeyError):
        say(key, "en")


def test_a_gap_that_is_left_open_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        say("duties.counted-from", "en")


def test_a_whole_domain_has_an_entry_for_each_form():
    texts = entries("page", "ru")
    forms = [texts[f"tile-steps-{name}"] for name in ("one", "few", "many", "other")]
    assert forms == ["шаг", "шага", "шагов", "шагов"]
    assert texts["menu"] == "Меню"


def test_everything_that_an_activity_can_lack_has_a_sentence():
    known = entries("cases", "en")
    assert [need for need in Need if need.value not in known] == []


def test_every_standing_of_a_promise_has_words():
    known = entries("proofs", "en")
    assert [kind for kind in StandingKind if f"verdict-{kind}-one" not in known] == []


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("en", ["2 March 2026", "from 2 March 2026", "until 2 March 2026"]),
        ("ru", ["2 марта 2026 года", "с 2 марта 2026 года", "до 2 марта 2026 года"]),
        (
            "kk",
            [
                "2026 жылғы 2 наурыз",
                "2026 жылғы 2 наурыздан бастап",
                "2026 жылғы 2 наурызға дейін",
            ],
        ),
    ],
)
def test_a_day_is_said_as_a_joint_order_writes_it(language, days):
    found = date(2026, 3, 2)
    assert [each(found, language) for each in (day, since, until)] == days


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_names_stand_in_the_quotation_marks_of_their_language(language):
    said = [
        text
        for path in (ROOM / language).rglob("*.po")
        for entry in polib.pofile(str(path))
        for text in _translations(entry)
    ]
    assert [text for text in said if re.search(r"'\{|\}'", text)] == []


_ENDING = re.compile(
    r"\}-(?:(?:[дтн](?:ы|і)[ңн]?|с?[ыі])|[ғқгк][ае]|[дт][ае]н?|н[ае]н|[мбп]ен)(?!\w)"
)
"""An ending that follows the sounds of a number, which no text can know."""


def test_no_ending_hangs_on_a_number_in_kazakh():
    """``2-сі`` and ``3-і``, ``6-дан`` and ``8-ден``: a noun behind it bears it."""
    said = [
        text
        for path in (ROOM / "kk").rglob("*.po")
        for entry in polib.pofile(str(path))
        for text in _translations(entry)
    ]
    assert [text for text in said if _ENDING.search(text)] == []
