"""Errors travel: what a worker refuses is what whoever asked it is told."""

import pickle
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from katch_protocols.errors import (
    ActivityRefusedError,
    AdvanceError,
    BoundError,
    InstantError,
    KatchError,
    MissingExtraError,
    ProtocolError,
    RecordError,
    UnknownNameError,
    WrongTypeError,
)
from katch_protocols.refusals import Refusal
from katch_protocols.words.say import entries

PACKAGE = Path(__file__).parents[2] / "katch_protocols"
_NOW = datetime(2026, 3, 18, 6, 0, tzinfo=UTC)
ERRORS: tuple[KatchError, ...] = (
    AdvanceError(1_000, _NOW, _NOW),
    BoundError("rows", 100_000, "refer"),
    InstantError("until", "order"),
    MissingExtraError("papers", "slides"),
    ProtocolError("referral", ["unknown-state"]),
    RecordError("names", 3),
    WrongTypeError("records", "facts", int),
    WrongTypeError("model", "holder", int, parts="`state`"),
    UnknownNameError("agency", "polise", ("police",)),
    UnknownNameError("value", near=("absent",)),
)


def test_an_error_is_the_same_in_another_process() -> None:
    for error in ERRORS:
        # Our own, and only to look at it: nothing is ever read so from a file.
        again = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)
    assert {type(error) for error in ERRORS} <= set(KatchError.__subclasses__())


def test_an_error_says_what_went_wrong_in_the_language_of_the_reader() -> None:
    error = MissingExtraError("papers", "annex")
    assert str(error) == error.said("en") == error.said("uz")
    assert str(error) == (
        "Making an annex needs an extra: pip install 'katch-protocols[papers]'."
    )
    assert error.said("kk") == (
        "Қосымша құжат: қосымша пакет керек, pip install 'katch-protocols[papers]'."
    )
    unknown = UnknownNameError("agency", "polise", ("police",))
    assert unknown.said("ru") == "Имени «polise» нет (орган). Ближайшее: «police»."


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_speaks_three_languages(error: KatchError) -> None:
    assert len({error.said(language) for language in ("en", "ru", "kk")}) == 3
    for language in ("ru", "kk"):
        quoted = r"[«`'][^»`']*[»`']|pip install|[a-z]+-[a-z]+"
        assert not re.search(r"[a-z]{4,}", re.sub(quoted, "", error.said(language)))


def test_a_refused_activity_is_said_as_the_case_says_it() -> None:
    said = {"en": ("No.", "Not now."), "kk": ("Жоқ.", "Қазір емес.")}
    refusal = Refusal("close", (), said=said)
    error = ActivityRefusedError("close", ["Not now."], refusal)
    assert error.said("kk") == "Жоқ. Қазір емес."
    assert str(error) == "'close' is not possible now. Not now."


_RAISED = re.compile(
    r"""(?:
      (?P<kind>UnknownNameError|OpaqueError|require_opaque|\b_?require)\(\s*
    | (?P<bound>BoundError)\(\s*
    | (?P<type>WrongTypeError|wrong_type)\([^,()]*,\s*
    | (?P<purpose>MissingExtraError|_missing)\([^,()]*,\s*
    )"(?P<word>[^"]+)\"""",
    re.VERBOSE,
)


def test_each_word_that_fills_a_gap_of_an_error_is_said_in_every_language() -> None:
    words = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parent.name == "cli":
            continue
        for match in _RAISED.finditer(path.read_text(encoding="utf-8")):
            *families, word = [each for each, text in match.groupdict().items() if text]
            words.add(f"{families[0]}-{match[word].replace(' ', '-')}")
    assert {"kind-role", "bound-rows", "purpose-slides", "type-text"} < words
    for language in ("en", "ru", "kk"):
        assert words - set(entries("errors", language)) == set()
