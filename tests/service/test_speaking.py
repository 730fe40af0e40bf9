"""Which language is answered in, for what ``Accept-Language`` weighs."""

import pytest
from starlette.requests import Request

from katch_protocols.service.speaking import language_for


def answered(header, *known):
    headers = [] if header is None else [(b"accept-language", header.encode())]
    request = Request({"type": "http", "headers": headers})
    return language_for(request, *([known] if known else []))


@pytest.mark.parametrize(
    ("header", "known", "language"),
    [
        (None, (), "en"),
        (None, ("kk", "ru"), "kk"),
        ("*", (), "en"),
        ("*", ("kk", "en"), "en"),
        ("*", ("kk", "ru"), "kk"),
        ("kk;q=0.2, ru;q=0.7", (), "ru"),
        ("en-GB, ru", (), "en"),
        ("fr", (), "en"),
        ("en;q=0, *", ("en", "ru"), "ru"),
        ("en;q=0, *", ("en", "kk", "ru"), "kk"),
        ("*;q=0.1, en;q=0, kk;q=0", ("en", "kk", "ru"), "ru"),
        # `*` means none that is named beside it, whatever that one weighs.
        ("en;q=0.1, *", ("en", "ru"), "ru"),
        ("en;q=0.1, *;q=0.5", ("en",), "en"),
        # Nothing that is wanted is had: what is refused comes last.
        ("en;q=0", ("en", "kk"), "kk"),
        ("fr, en;q=0", ("en", "kk"), "kk"),
        ("en;q=0, kk;q=0", ("en", "kk"), "en"),
        ("en;q=0, *", ("en",), "en"),
    ],
)
def test_the_language_that_is_wanted_most_is_answered_in(header, known, language):
    assert answered(header, *known) == language


def test_of_the_languages_of_the_library_another_than_the_refused_one_is_chosen():
    assert answered("en;q=0, *") in {"ru", "kk"}
