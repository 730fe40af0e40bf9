"""Which holidays are known in part is asked once of the library that knows them."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from katch_protocols.charts.calendars import years_known_in_part
from katch_protocols.proofs.kept.answer_cache import keeping
from katch_protocols.rules.deadlines import clock
from tests.rules.saltmarsh import FILES, referral, seen

BOOK = {
    "handbook.yaml": FILES["handbook.yaml"].replace("holidays: KZ", "holidays: IN"),
    "referral.yaml": referral(
        "  reported:\n    title: Concern reported\n    held_by: duty_officer\n"
        "    within: 3 working days\n    activities:\n"
        "      make_safe: {title: Make safe, by: duty_officer, to: closed}\n"
    ),
}


class InMemory:
    """A cache that keeps what is put into it, as a file would."""

    def __init__(self) -> None:
        self.version = "1"
        self.answers: dict[str, str] = {}

    def find(self, digest: str) -> Any:
        return json.loads(self.answers.get(digest, "null"))

    def put(self, digest: str, answer: Mapping[str, Any]) -> None:
        self.answers[digest] = json.dumps(answer)


def test_it_is_asked_once_for_each_calendar_and_each_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, int, int]] = []

    def look(name: str, first: int, last: int) -> tuple[int, ...]:
        asked.append((name, first, last))
        return years_known_in_part(name, first, last)

    monkeypatch.setattr(clock, "years_known_in_part", look)
    cache = InMemory()
    fresh = seen("calendar-known-in-part", BOOK)
    assert [facts["calendar"] for _, facts in fresh] == ["IN"]
    asked.clear()
    with keeping(cache):
        assert seen("calendar-known-in-part", BOOK) == fresh
        assert seen("calendar-known-in-part", BOOK) == fresh
        assert len(asked) == 1
        kz = {**BOOK, "handbook.yaml": FILES["handbook.yaml"]}
        assert seen("calendar-known-in-part", kz) == []
        assert [name for name, *_ in asked] == ["IN", "KZ"]
        cache.version = "2"
        assert seen("calendar-known-in-part", BOOK) == fresh
        assert [name for name, *_ in asked] == ["IN", "KZ", "IN"]
