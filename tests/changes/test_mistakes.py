"""Some typical mistakes are made in a shipped protocol; what they change is told.

A usual run makes every forty-eighth of all lists, from each protocol some; with
``KATCH_EXAMPLES`` above 1 in the environment every sixteenth is made.
"""

from collections.abc import Iterator
from functools import cache

import pytest

from katch_protocols.changes.compare import compare_versions
from katch_protocols.changes.comparison_report import ComparisonReport
from katch_protocols.model.handbook import Handbook
from tests.faults.mistakes import LISTS, LOADED, WHOLE, Mistake, Shipped, mistakes

shipped = cache(Shipped)


@pytest.fixture(scope="module", autouse=True)
def _whoever_reads_a_kept_file_leaves_it_as_it_is() -> Iterator[None]:
    yield
    assert LOADED.changed() == []


LIMIT = 500
"""How many pairs of configurations are looked at; the cases are another test's."""


@cache
def _sound(protocol: str) -> Handbook:
    return LOADED.read(shipped(protocol).texts).sound()


_READ: dict[tuple[str, str], Handbook | None] = {}


def _with(mistake: Mistake) -> Handbook | None:
    """Return the handbook with the mistake, if anything can be read of it."""
    key = mistake.protocol, mistake.mistake
    if key not in _READ:
        texts = shipped(mistake.protocol).files_with(mistake)
        _READ[key] = LOADED.read(texts).handbook
    return _READ[key]


EACH = 16 if WHOLE else 48


def _listed() -> Iterator[object]:
    for name in LISTS:
        for number, each in enumerate(mistakes(name), start=1):
            yield pytest.param(each, id=f"{each.protocol}-{number}-{each.rule}")


def _parts(path: str) -> set[str]:
    """Return what a change at a path of the list may be told under.

    Its first part may stand anywhere in the file, so every part is looked for.
    """
    return {part for part in path.split(".") if not part.isdigit()}


@pytest.mark.parametrize("mistake", [*_listed()][::EACH])
def test_what_a_mistake_changes_is_told(mistake: Mistake) -> None:
    before, after = _sound(mistake.protocol), _with(mistake)
    if after is None or after == before:
        pytest.skip("the reader leaves out what it cannot read")
    found = compare_versions(before, after, limit=LIMIT)
    told = [{*map(str, each.path)} for each in found.written]
    for path in (*mistake.cut, *mistake.put):
        assert any(_parts(path) & parts for parts in told), path
    for language in ("en", "ru", "kk"):
        telling = ComparisonReport.of(found, before, after, language)
        assert all(each.text for each in telling.as_written())
        assert all(each.text for each in telling.by_agency())


def test_the_mistakes_are_many_and_few_of_them_cannot_be_read() -> None:
    every = [each for name in LISTS for each in mistakes(name)][::EACH]
    unread = sum(_with(each) in (None, _sound(each.protocol)) for each in every)
    assert len(every) > 640 // EACH
    assert unread < len(every) / 4
