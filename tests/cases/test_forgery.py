"""Whoever mends every hash of a record still cannot name what the handbook lacks."""

import copy
from hashlib import sha256

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.cases.event import canonical
from katch_protocols.errors import RecordError
from tests.cases.test_records import PROTOCOL, changed, lived, plain


def rechained(record):
    """Mend every hash, as whoever can write the whole storage could."""
    forged = copy.deepcopy(record)
    keys = ("case", "pin", "region", "version")
    line = {**{key: forged[key] for key in keys}, "at": forged["opened"]}
    previous = sha256(canonical(line).encode()).hexdigest()
    for event in forged["events"]:
        event["previous"] = previous
        previous = sha256(canonical(event).encode()).hexdigest()
    return {**forged, "head": previous}


def test_mending_every_hash_of_an_honest_record_changes_nothing():
    assert rechained(plain(lived())) == plain(lived())


@pytest.mark.parametrize(
    ("path", "value", "event"),
    [
        (("region",), "moon", None),
        (("events", 0, "agency"), "mars_police", 0),
        (("events", 0, "role"), "star_pilot", 0),
        (("events", 1, "agency"), "mars_police", 1),
        (("events", 1, "role"), "star_pilot", 1),
        (("events", 1, "activity"), "take_off", 1),
        (("events", 2, "with"), [["worker", "u2", "mars_police"]], 2),
        (("events", 2, "with"), [["star_pilot", "u2", "office"]], 2),
    ],
)
def test_a_forged_record_that_names_what_the_handbook_never_had_is_refused_at_its_place(
    path, value, event
):
    with pytest.raises(RecordError) as caught:
        Case.restore(PROTOCOL, rechained(changed(plain(lived()), path, value)))
    assert (caught.value.code, caught.value.event) == ("names", event)
    assert str(value) not in str(caught.value)
