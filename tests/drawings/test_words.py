"""The drawing's own words exist in every language, with the same gaps."""

from string import Formatter

import pytest

from katch_protocols.drawings.text import is_known
from katch_protocols.model.deadlines import Basis
from katch_protocols.model.durations import Unit
from katch_protocols.model.protocol import Status
from katch_protocols.model.states import Outcome
from katch_protocols.words.drawings import DRAWINGS, UNITS
from katch_protocols.words.drawings_checks import CHECKS
from katch_protocols.words.drawings_duties import DUTIES
from katch_protocols.words.drawings_measures import MEASURES

WORDS = {**DRAWINGS, **UNITS}


def gaps(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDS)
def test_each_word_is_said_in_every_language_with_the_same_gaps(key):
    said = WORDS[key]
    assert list(said) == ["en", "ru", "kk"]
    assert gaps(said["en"]) == gaps(said["ru"]) == gaps(said["kk"])


@pytest.mark.parametrize("key", WORDS)
def test_each_word_can_be_drawn_in_the_bundled_fonts(key):
    assert all(is_known(text) for text in WORDS[key].values())


def test_every_unit_outcome_status_and_basis_has_a_word():
    assert set(UNITS) == {unit.value for unit in Unit}
    assert {outcome.value for outcome in Outcome} <= set(DRAWINGS)
    assert {status.value for status in Status} <= set(DRAWINGS)
    assert {f"key-{basis}" for basis in Basis} <= set(DRAWINGS)


def test_no_key_means_two_words():
    for part in (CHECKS, DUTIES, MEASURES):
        assert {key: DRAWINGS[key] for key in part} == part
