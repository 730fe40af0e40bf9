"""What is offered does not hang on what stands elsewhere in a long file."""

import pytest

from katch_protocols.editors import offers
from katch_protocols.editors.surroundings import surroundings
from tests.editors.small import PROTOCOL, TEXTS, desk_in

BODIES = "".join(
    f"  body{n}:\n    p:\n      text: a\n      duties:\n        x: {{does: r{n}}}\n"
    for n in range(400)
)


@pytest.fixture(scope="module")
def look(tmp_path_factory):
    return desk_in(tmp_path_factory.mktemp("district")).now()


@pytest.mark.parametrize("file", [PROTOCOL, "handbook.yaml", "roles.yaml"])
def test_the_same_is_offered_as_from_the_whole_file(look, file, monkeypatch):
    page, scopes = look.pages.get(file), look.meanings.scopes
    places = range(0, len(page.text), 7)
    near = [offers.offering(scopes, page, at, "en") for at in places]
    monkeypatch.setattr(offers, "surroundings", lambda text, _at: text)
    whole = [offers.offering(scopes, page, at, "en") for at in places]
    assert near == whole
    assert any(each.offers for each in near)


def test_of_other_entries_only_the_keys_are_looked_at():
    text = f"agreed:\n{BODIES}"
    at = text.index("does: r200")
    near = surroundings(text, at)
    assert near.count("\n") == 400 + 4
    assert "does: r200" in near
    assert near.count("does") == 1


def test_what_is_torn_elsewhere_hides_nothing(look):
    torn = TEXTS[PROTOCOL].replace("states:\n", "states:\n  torn:\n    note: {\n", 1)
    page = offers.WrittenPage(PROTOCOL, torn)
    at = torn.index("held_by:")
    found = offers.offering(look.meanings.scopes, page, at, "en")
    assert "held_by" in {each.text for each in found.offers}


def test_items_of_a_list_stand_inside_their_key():
    text = "injects:\n- at: a\n  text: b\n- at: c\n  text: d\npath:\n- {at: e}\n"
    near = surroundings(text, text.index("text: d"))
    assert near == "injects:\n- at: a\n  text: b\n- at: c\n  text: d\npath:"
