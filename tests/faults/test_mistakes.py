"""Every typical mistake in a shipped protocol is found, and nothing is said without it.

To list the mistakes of one more protocol, add its ``NAME.yaml`` beside this file.

The same rule finds several mistakes of one protocol. Of these a usual run makes every
24th, by its place among them in the list; and a rule that finds some in many protocols
is seen at work in every third of them, but promises are broken in each. With
``KATCH_EXAMPLES`` above 1 in the environment, as in ``make test-every``, all are made.
"""

from collections.abc import Iterator
from functools import cache

import pytest

from katch_protocols.files.read import read_texts
from tests.faults.mistakes import LISTS, LOADED, Mistake, Shipped, made, mistakes

shipped = cache(Shipped)


@pytest.fixture(scope="module", autouse=True)
def _whoever_reads_a_kept_file_leaves_it_as_it_is() -> Iterator[None]:
    yield
    assert LOADED.changed() == []


SMALL = frozenset(
    {
        *("champion_outreach", "change_of_place", "child_papers", "child_pathway"),
        *("childs_complaint", "partner_selection"),
    }
)
"""The protocols with few steps; fewer mistakes can be made in them."""

MADE = [
    pytest.param(
        each,
        id=f"{each.protocol}-{number}-{each.rule}",
    )
    for name in LISTS
    for number, each in made(name)
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


def test_a_file_that_is_read_once_is_in_the_handbook_as_if_it_were_read_anew() -> None:
    """All lists share most files; two of them have the others open and run."""
    for protocol in ("child_pathway", "cross_border_return"):
        texts = shipped(protocol).texts
        _, _, again = (LOADED.read(texts) for _ in range(3))
        anew = read_texts(texts)
        assert again == anew
        assert {**again.places} == {**anew.places}
