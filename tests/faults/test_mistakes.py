"""Every typical mistake in a shipped protocol is found, and nothing is said without it.

To list the mistakes of one more protocol, add its ``NAME.yaml`` beside this file.

A safeguard that is broken is found by a proof, which takes longest. Of these mistakes a
usual run makes every third of each protocol, by its place among them in the list; with
``KATCH_EXAMPLES`` above 1 in the environment all are made. All others always are.
"""

import os
from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from katch_protocols.files.read import read_texts
from tests.faults.mistakes import LISTS, LOADED, Mistake, Shipped, mistakes

shipped = cache(Shipped)


@pytest.fixture(scope="module", autouse=True)
def _whoever_reads_a_kept_file_leaves_it_as_it_is() -> Iterator[None]:
    yield
    assert LOADED.changed() == []


SMALL = frozenset({"champion_outreach", "child_pathway", "partner_selection"})
"""The protocols with few steps; fewer mistakes can be made in them."""

WHOLE = float(os.environ.get("KATCH_EXAMPLES", "1")) > 1
PROVED = "safeguard-broken"
"""The rule whose mistakes are made by turns, unless more is asked for."""

TURNS = 3


def made(listed: Iterable[Mistake]) -> Iterator[tuple[int, Mistake]]:
    """Yield the mistakes that are made, each with its number in the list."""
    proved = 0
    for number, each in enumerate(listed, start=1):
        if each.rule == PROVED:
            proved += 1
            if not WHOLE and proved % TURNS != 1:
                continue
        yield number, each


MADE = [
    pytest.param(
        each,
        id=f"{each.protocol}-{number}-{each.rule}",
    )
    for name in LISTS
    for number, each in made(mistakes(name))
]


@pytest.mark.parametrize("mistake", MADE)
def test_the_mistake_is_found_and_only_where_it_is_made(mistake: Mistake) -> None:
    handbook = shipped(mistake.protocol)
    assert not any(mistake.at in names for names in handbook.without(mistake.rule))
    found = handbook.with_mistake(mistake)
    assert any(mistake.at in names for names in found), mistake.mistake


@pytest.mark.parametrize("protocol", LISTS)
def test_no_list_is_short_and_no_mistake_is_listed_twice(protocol: str) -> None:
    said = [each.mistake for each in mistakes(protocol)]
    assert len(said) >= (20 if protocol in SMALL else 40)
    assert len(said) == len(set(said))


@pytest.mark.parametrize("protocol", LISTS)
def test_a_file_that_is_loaded_once_is_read_as_if_it_were_loaded_anew(
    protocol: str,
) -> None:
    texts = shipped(protocol).texts
    _, _, again = (LOADED.read(texts) for _ in range(3))
    anew = read_texts(texts)
    assert again == anew
    assert {**again.places} == {**anew.places}
