"""The drawing's own words: each can be drawn, and each code has one."""

import pytest

from katch_protocols.drawings.story.saying import word
from katch_protocols.drawings.text import is_known
from katch_protocols.model.deadlines import Basis, Unit
from katch_protocols.model.noun import Label
from katch_protocols.model.protocol import Status
from katch_protocols.model.states import Outcome
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.say import borrow, entries


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("domain", ["dates", "drawings", "duties"])
def test_each_word_can_be_drawn_in_the_bundled_fonts(domain, language):
    lost = {
        key: text
        for key, text in entries(domain, language).items()
        if not is_known(text)
    }
    assert lost == {}


def test_every_unit_outcome_status_and_basis_has_a_word():
    known = entries("drawings", "en")
    units = {key for key in known if key.startswith("unit-")}
    assert units == {f"unit-{unit.value.replace(' ', '-')}" for unit in Unit}
    assert {outcome.value for outcome in Outcome} <= set(known)
    assert {status.value for status in Status} <= set(known)
    assert {f"key-{basis}" for basis in Basis} <= set(known)


def test_a_word_is_said_in_each_language_with_its_gaps_filled():
    hours = word("unit-hours", ("en", "ru"), amount="24")
    assert hours.texts == {"en": "24 h", "ru": "24 ч"}
    assert word("unit-hours", ("en", "ru"), amount="48").say("en") == "48 h"
    assert word("unit-hours", ("ru",), amount="24").texts == {"ru": "24 ч"}
    amount = Label.of(en="some", ru="много")
    said = word("unit-hours", ("en", "ru"), amount=amount)
    assert said.texts == {"en": "some h", "ru": "много ч"}


def test_a_word_of_a_borrowed_language_is_that_of_whoever_lends_it_now():
    for lender, said in (("ru", "24 ч"), ("en", "24 h")):
        borrow(["uz"], lender)
        assert word("unit-hours", ("uz",), amount="24").texts == {"uz": said}
