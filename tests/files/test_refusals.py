"""What a noun itself refuses is said in our words, where it was written."""

import pytest
from pydantic import ValidationError

from katch_protocols.files.diagnostics import Diagnostics
from katch_protocols.files.read import refuse
from katch_protocols.files.yaml_nodes import PlaceIndex
from katch_protocols.findings import Place
from katch_protocols.model.handbook import Handbook
from tests.files.small import reading_of

RAW = {
    "id": "x",
    "title": {"texts": {"en": "X"}},
    "holidays": 5,
    "sources": {"a_law": {"id": "a_law", "title": {"texts": {}}, "kind": "gossip"}},
}


def refused(places: PlaceIndex) -> Diagnostics:
    ledger = Diagnostics()
    with pytest.raises(ValidationError) as caught:
        Handbook.model_validate(RAW)
    refuse(caught.value, places, ledger)
    return ledger


def test_each_value_that_no_noun_can_hold_is_a_finding_at_its_key() -> None:
    sources = "sources:\n  a_law: {title: L, kind: law}\n"
    ledger = refused(reading_of(sources=sources).places)
    assert [(each.rule, each.path, each.place) for each in ledger.findings] == [
        ("not-valid", ("handbook", "holidays"), Place("handbook.yaml", 1, 1)),
        ("not-valid", ("sources", "a_law", "kind"), Place("sources.yaml", 2, 21)),
    ]
    assert ledger.incomplete == {"handbook.holidays", "sources.a_law"}


def test_no_word_of_the_library_below_reaches_a_person() -> None:
    said = " ".join(str(each) for each in refused(PlaceIndex({})).findings)
    assert "The value of `kind` cannot be used." in said
    assert "Input" not in said
    assert "pydantic" not in said
