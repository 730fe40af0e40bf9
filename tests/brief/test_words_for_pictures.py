"""Every safeguard, activity and agency of the shipped handbook has its few words."""

from functools import cache
from pathlib import Path

import pytest

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart
from katch_protocols.files.bounds import SLOGAN_CHARACTERS
from tests.shipped import reading

ROOT = Path(__file__).parents[2] / "protocols"
ROOM_AT_ARROWS = 28
LANGUAGES = ("en", "ru", "kk")


def handbook():
    return reading().sound()


@cache
def charts():
    book = handbook()
    return {name: chart(each, book) for name, each in book.protocols.items()}


PROTOCOLS = sorted(path.stem for path in ROOT.glob("*.yaml"))
PROTOCOLS = [name for name in PROTOCOLS if name in handbook().protocols]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_safeguard_has_a_principle_a_title_a_promise_and_a_never(protocol):
    bound = binding_safeguards(charts()[protocol], handbook())
    assert bound
    for name, each in bound.items():
        assert each.principle in handbook().principles, name
        for words in (each.title, each.promise, each.never):
            assert words is not None, name
            assert set(words.texts) == {*LANGUAGES}, name
            assert all(
                0 < len(said) <= SLOGAN_CHARACTERS for said in words.texts.values()
            )


def test_every_principle_has_words_of_its_own():
    for key in ("title", "promise", "never"):
        said = [
            getattr(each, key).say(language)
            for each in handbook().principles.values()
            for language in LANGUAGES
        ]
        assert len(said) == len({*said}), key


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_activity_fits_beside_an_arrow_in_each_language(protocol):
    found = charts()[protocol]
    for entry in found.entries:
        if entry.kind.is_written:
            short = found.short_of(entry.activity)
            long = [lang for lang in LANGUAGES if len(short.say(lang)) > ROOM_AT_ARROWS]
            assert not long, (entry.activity, long)


def test_every_agency_is_of_a_family():
    book = handbook()
    assert [name for name in book.agencies if book.family_of(name) is None] == []
