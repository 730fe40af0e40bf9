"""The fingerprint of a protocol's text: for whether two papers say the same."""

from katch_protocols.charts.build import chart
from katch_protocols.charts.fingerprint import fingerprint
from katch_protocols.model.noun import Label
from tests.making import make_handbook, make_protocol

PLAIN = {
    "states": {
        "noticed": {"activities": {"look": {"to": "closed"}}},
        "closed": {"final": True, "outcome": "protected"},
    }
}
OUTER = {
    "states": {
        "inner": {"runs": "part", "then": {"closed": "over"}},
        "over": {"final": True, "outcome": "protected"},
    }
}


def printed(protocol, *others):
    handbook = make_handbook(protocol, *others)
    return fingerprint(chart(protocol, handbook), handbook)


def retitled(protocol):
    return protocol.model_copy(update={"title": Label.of(en="Another title")})


def test_the_same_text_has_the_same_fingerprint_of_twelve_digits():
    found = printed(make_protocol(PLAIN))
    assert found == printed(make_protocol(PLAIN))
    assert len(found) == 12
    assert int(found, 16) >= 0


def test_another_word_gives_another_fingerprint():
    protocol = make_protocol(PLAIN)
    assert printed(protocol) != printed(retitled(protocol))


def test_a_protocol_that_is_run_counts_as_text_and_a_stranger_does_not():
    outer = make_protocol(OUTER)
    part = make_protocol(PLAIN, name="part")
    stranger = make_protocol(PLAIN, name="stranger")
    assert printed(outer, part) != printed(outer, retitled(part))
    assert printed(outer, part) == printed(outer, part, stranger)
