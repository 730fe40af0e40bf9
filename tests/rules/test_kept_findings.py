"""Findings that are kept: what lies under a digest is what a fresh check finds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label
from katch_protocols.rules.check import check, check_context
from katch_protocols.rules.context import Context
from katch_protocols.rules.kept import check_kept
from katch_protocols.rules.rule import rules
from tests.proofs.noun_changes import changed
from tests.proofs.pier import pier_book

DAY = date(2026, 7, 1)


@dataclass
class InMemory:
    """A shelf that tells how often something was sought."""

    library: str = "1"
    answers: dict[str, str] = field(default_factory=dict)

    def find(self, digest: str) -> Any:
        told = self.answers.get(digest)
        return None if told is None else json.loads(told)

    def put(self, digest: str, answer: Mapping[str, Any]) -> None:
        assert digest not in self.answers
        self.answers[digest] = json.dumps(answer)


ONE_FOR_ALL = InMemory()
BOOK = pier_book({"care_first": "care requires look", "soon": "after look then care"})


def titles(found: Any) -> Any:
    return [each.titles for each in found]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1 << 30))
def test_what_is_kept_is_what_a_fresh_check_finds(seed: int) -> None:
    """On one shelf for all examples: what does not belong would be found there."""
    book = changed(BOOK, Random(seed))  # noqa: S311
    try:
        fresh = check(book, as_of=DAY)
    except Exception as error:  # noqa: BLE001 - a change may say what no file could
        fresh = type(error)
    for _ in range(2):
        try:
            kept = check_kept(ONE_FOR_ALL, book, as_of=DAY)
        except Exception as error:  # noqa: BLE001 - as above
            kept = type(error)
        assert kept == fresh
        if isinstance(fresh, tuple):
            assert titles(kept) == titles(fresh)


def test_another_place_seeks_nothing_anew_and_is_told() -> None:
    shelf = InMemory()
    texts = {
        "handbook.yaml": "handbook: x\ntitle: X\nlanguages: [en]\n",
        "agencies.yaml": "agencies:\n  a: {title: A, kind: service, level: national}\n",
    }
    one = read(texts)
    before = check_kept(shelf, one)
    texts["agencies.yaml"] = "# A comment.\n" + texts["agencies.yaml"]
    other = read(texts)
    after = check_kept(shelf, other)
    assert len(shelf.answers) == 1
    assert after == check(other)
    assert [each.place.line for each in after if each.place] != [
        each.place.line for each in before if each.place
    ]


def read(texts: Mapping[str, str]) -> Handbook:
    found = read_texts(texts).handbook
    assert found is not None
    return found


def test_a_title_the_day_and_the_library_count() -> None:
    shelf = InMemory()
    check_kept(shelf, BOOK, as_of=DAY)
    check_kept(shelf, BOOK, as_of=DAY)
    assert len(shelf.answers) == 1
    check_kept(shelf, BOOK, as_of=date(2026, 7, 2))
    titled = BOOK.model_copy(update={"title": Label.of(en="Another")})
    check_kept(shelf, titled, as_of=DAY)
    check_kept(shelf, BOOK, as_of=DAY, deep=False)
    check_kept(shelf, BOOK, as_of=DAY, errors_only=True)
    shelf.library = "2"
    check_kept(shelf, BOOK, as_of=DAY)
    assert len(shelf.answers) == 6


def test_rules_that_find_no_errors_find_none() -> None:
    """What stops a command is asked of the others alone."""
    mild = {each.name for each in rules() if not each.finds_errors}
    assert "changed-since-agreed" not in mild
    assert "letters-not-drawn" in mild
    broken = pier_book({"care_first": "look requires care"})
    every = [each for each in check(broken) if each.severity == "error"]
    assert every
    found = check_context(Context(broken), but=mild)
    assert [each for each in found if each.severity == "error"] == every
