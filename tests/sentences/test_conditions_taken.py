"""A condition is taken as it was made, and made of plain data; of nothing else."""

import pytest
from pydantic import TypeAdapter, ValidationError

from katch_protocols.model.conditions import And, Condition, FactIs, InState, Not

DANGER = FactIs(fact="danger", values=("present",))
BOTH = And(parts=(DANGER, Not(inner=InState(state="open"))))


def test_what_was_made_stays_the_very_same():
    assert Not(inner=BOTH).inner is BOTH


def test_plain_data_and_json_make_the_same():
    assert And.model_validate(BOTH.model_dump()) == BOTH
    assert And.model_validate_json(BOTH.model_dump_json()) == BOTH


@pytest.mark.parametrize(
    ("value", "place", "kind"),
    [
        ({"kind": "fact_is", "fact": "a"}, ("inner", "fact_is", "values"), "missing"),
        ({"kind": "maybe"}, ("inner",), "union_tag_invalid"),
        (3, ("inner",), "model_attributes_type"),
        ({**DANGER.model_dump(), "x": 1}, ("inner", "fact_is", "x"), "extra_forbidden"),
    ],
)
def test_anything_else_is_refused_where_it_stands(value, place, kind):
    with pytest.raises(ValidationError) as caught:
        Not(inner=value)
    [error] = caught.value.errors()
    assert (error["loc"], error["type"]) == (place, kind)


def test_its_schema_names_every_kind():
    schema = TypeAdapter(Condition).json_schema()
    assert schema["properties"]["kind"]["enum"] == [
        "and",
        "fact_is",
        "fact_known",
        "happened",
        "has_document",
        "in_state",
        "not",
        "or",
    ]
