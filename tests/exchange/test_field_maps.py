"""Forms for Primero and a program for DHIS2, as their own sources ask for them.

The rules are those of primeroIMS/primero (``app/models/field.rb``, ``lookup.rb``,
``form_section.rb``, ``db/schema.rb``, August 2026) and of dhis2/dhis2-core (the classes
``Program`` to ``Option`` and their mappings, August 2026). Neither publishes a schema,
so these tests state what was read there; no server was asked.
"""

import json
import re
from collections import Counter

import pytest

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import NodeKind
from tests.making import make_handbook, make_protocol

HANDBOOK = kp.handbook()
NAMES = ("identification_child_tip", "child_pathway")
FIELD = re.compile(r"[a-z][a-z0-9_]*")
UNIQUE = re.compile(r"\w+((-|\+)\w*)*")
UID = re.compile(r"[a-zA-Z][a-zA-Z0-9]{10}")
REFUSED = re.compile(r"[*!@#%$^]|^\s+$")


def exported(name, to):
    return json.loads(kp.export(HANDBOOK.protocols[name], to=to).text)


def resting(name):
    found = chart(HANDBOOK.protocols[name], HANDBOOK)
    kinds = {NodeKind.ATOMIC, NodeKind.FINAL}
    return [node.name for node in found.nodes if node.kind in kinds]


@pytest.mark.parametrize("name", NAMES)
def test_primero_takes_every_form_and_lookup(name):
    found = exported(name, "primero")
    lookups = {each["unique_id"]: each for each in found["Lookup"]}
    forms = {each["unique_id"]: each for each in found["FormSection"]}
    assert len(lookups) == len(found["Lookup"])
    for key, lookup in lookups.items():
        assert UNIQUE.fullmatch(key)
        assert lookup["name_i18n"]["en"]
        values = lookup["lookup_values_i18n"]
        assert len({each["id"] for each in values}) == len(values) > 0
        assert all(each["display_text"]["en"] for each in values)
    for key, form in forms.items():
        assert UNIQUE.fullmatch(key)
        assert form["parent_form"] == "case"
        assert not REFUSED.search(form["name_i18n"]["en"])
        fields = form["fields_attributes"]
        assert len({each["name"] for each in fields}) == len(fields)
        for field in fields:
            assert FIELD.fullmatch(field["name"])
            assert field["display_name_i18n"]["en"]
            assert not REFUSED.search(field["display_name_i18n"]["en"])
            if field["type"] == "select_box":
                kind, lookup = field["option_strings_source"].split()
                assert kind == "lookup"
                assert lookup in lookups
            if field["type"] == "subform":
                assert forms[field["subform_unique_id"]]["is_nested"]
    # Primero takes nested forms first; they stand before those that show them.
    assert [each["is_nested"] for each in found["FormSection"]] == [True, False]


@pytest.mark.parametrize("name", NAMES)
def test_primero_has_every_state_activity_and_fact_in_every_language(name):
    found = exported(name, "primero")
    told = chart(HANDBOOK.protocols[name], HANDBOOK)
    lookups = {each["unique_id"]: each for each in found["Lookup"]}
    own = f"lookup-katch-{name.replace('_', '-')}"

    def ids(key):
        return [each["id"] for each in lookups[f"{own}-{key}"]["lookup_values_i18n"]]

    assert ids("state") == [each.replace(".", "__") for each in resting(name)]
    assert ids("activity") == [each.replace(".", "__") for each in told.activities]
    for fact in told.facts.values():
        assert ids(f"fact-{fact.id.replace('_', '-')}") == list(fact.values)
    for lookup in lookups.values():
        for each in lookup["lookup_values_i18n"]:
            assert set(each["display_text"]) == {"en", "ru", "kk"}
    losses = {
        loss.name: loss.places
        for loss in kp.export(HANDBOOK.protocols[name], to="primero").losses
    }
    assert losses["language-dropped"] == ("kk",)
    assert losses["any-order"] == tuple(told.activities)


def test_a_handbook_without_english_has_its_own_language_where_primero_asks_for_it():
    protocol = make_protocol(
        {"states": {"one": {"final": True, "outcome": "protected"}}}
    )
    handbook = make_handbook(protocol)
    other = handbook.model_copy(update={"languages": ("ru",)})
    text = kp.export(protocol, to="primero", handbook=other, language="ru").text
    state = json.loads(text)["FormSection"][1]["fields_attributes"][0]
    assert state["display_name_i18n"] == {
        "en": "Состояние дела",
        "ru": "Состояние дела",
    }


def objects(metadata):
    """Yield kind and object of everything that has an identifier of its own."""
    for kind, found in metadata.items():
        for each in found:
            yield kind, each


@pytest.mark.parametrize("name", NAMES)
def test_dhis2_finds_every_object_that_another_names(name):
    metadata = exported(name, "dhis2")
    own = {each["id"] for _, each in objects(metadata)}
    assert len(own) == sum(1 for _ in objects(metadata))
    assert all(map(UID.fullmatch, own))
    default = "bjDvmb4bfuf"

    def links(value):
        if isinstance(value, dict):
            if set(value) == {"id"}:
                yield value["id"]
            for each in value.values():
                yield from links(each)
        elif isinstance(value, list):
            for each in value:
                yield from links(each)

    assert set(links(metadata)) <= {*own, default}
    (program,) = metadata["programs"]
    assert program["organisationUnits"] == []
    assert program["programType"] == "WITH_REGISTRATION"
    assert [each["id"] for each in program["programStages"]] == [
        each["id"] for each in metadata["programStages"]
    ]


@pytest.mark.parametrize("name", NAMES)
def test_dhis2_can_store_every_name(name):
    metadata = exported(name, "dhis2")
    for kind, each in objects(metadata):
        assert 0 < len(each["name"]) <= 230, each
        assert len(each.get("shortName", "")) <= 50, each
        assert len(each["code"]) <= (230 if kind == "options" else 50), each
        assert [one["locale"] for one in each["translations"]] == ["ru", "kk"]
    for kind in ("dataElements", "optionSets", "trackedEntityAttributes"):
        for key in ("name", "code"):
            counts = Counter(each[key] for each in metadata[kind])
            assert set(counts.values()) == {1}, (kind, counts.most_common(2))


@pytest.mark.parametrize("name", NAMES)
def test_dhis2_has_a_stage_for_every_state_in_which_a_case_rests(name):
    metadata = exported(name, "dhis2")
    told = chart(HANDBOOK.protocols[name], HANDBOOK)
    assert len(metadata["programStages"]) == len(resting(name))
    options = {each["id"]: each["code"] for each in metadata["options"]}
    sets = {
        each["id"]: [options[one["id"]] for one in each["options"]]
        for each in metadata["optionSets"]
    }
    codes = {each["code"]: each for each in metadata["dataElements"]}
    elements = [
        sets[each["optionSet"]["id"]] for each in codes.values() if "optionSet" in each
    ]
    assert list(told.activities) in elements
    for fact in told.facts.values():
        assert list(fact.values) in elements
    papers = [each for each in codes.values() if each["valueType"] == "TRUE_ONLY"]
    assert len(papers) == len(told.documents)


def test_an_identifier_stays_when_a_title_changes():
    protocol = HANDBOOK.protocols["identification_child_tip"]
    own = json.loads(kp.export(protocol, to="dhis2").text)
    russian = json.loads(kp.export(protocol, to="dhis2", language="ru").text)
    assert [each["id"] for _, each in objects(own)] == [
        each["id"] for _, each in objects(russian)
    ]
