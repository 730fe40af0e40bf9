"""Answers for machines keep to the schemas that the docs publish."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from katch_protocols.cli.explain import pages
from katch_protocols.cli.reports.findings_data import in_order, json_report
from katch_protocols.files.file_kinds import FILE_KINDS
from katch_protocols.findings import Said
from tests import shipped
from tests.rules.saltmarsh import FILES

ROOT = Path(__file__).parents[2]
ANSWERS = ROOT / "docs" / "reference" / "answers"
SMALL = "champion_outreach"


def _schema(name):
    return json.loads((ANSWERS / f"{name}.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(ANSWERS.glob("*.json")), ids=lambda p: p.name)
def test_every_published_schema_is_one(path):
    Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("protocol", ["champion_outreach", "identification_child_tip"])
def test_the_table_of_a_protocol_keeps_to_its_schema(katch, protocol):
    ran = katch("table", protocol, "--handbook", str(ROOT / "protocols"))
    table = json.loads(ran.out)
    Draft202012Validator(_schema("table")).validate(table)
    assert table["protocol"] == protocol


def test_a_table_can_be_written_to_a_file(district, katch):
    shown = katch("table", "found_alone").out
    assert katch("table", "found_alone", "-o", "table.json").code == 0
    assert (district.parent / "table.json").read_text(encoding="utf-8") == shown


def test_the_findings_of_the_protocols_keep_to_their_schema():
    found = in_order((*shipped.reading().findings, *shipped.findings()))
    answer = json.loads(json_report(found, "en"))
    Draft202012Validator(_schema("check")).validate(answer)
    assert len(answer["findings"]) == len(found) == sum(answer["counts"].values())
    assert len(found) > 100


@pytest.mark.usefixtures("district")
def test_the_schemas_offer_the_ids_of_the_handbook(katch):
    schemas = json.loads(katch("schema").out)
    assert set(schemas) == set(FILE_KINDS)
    assert '"duty_officer"' in json.dumps(schemas["protocol"])
    anywhere = json.loads(katch("schema", "--any-handbook").out)
    assert '"duty_officer"' not in json.dumps(anywhere["protocol"])


def test_the_schemas_in_the_docs_are_fresh(tmp_path, katch):
    assert katch("schema", "--any-handbook", "-o", str(tmp_path)).code == 0
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    docs = ROOT / "docs" / "reference" / "schema"
    assert written == {path.name: path.read_bytes() for path in docs.iterdir()}


def test_a_page_is_printed_as_it_stands_in_the_docs(katch):
    page = ROOT / "docs" / "reference" / "rules" / "structure" / "dead-end-state.md"
    ran = katch("explain", "dead-end-state")
    assert (ran.code, ran.out) == (0, page.read_text(encoding="utf-8"))


def test_every_rule_that_speaks_can_be_explained(katch, district):
    for name, text in FILES.items():
        (district / name).write_text(text.replace("duty", "dty"), encoding="utf-8")
    answer = json.loads(katch("check", "--format", "json").out)
    Draft202012Validator(_schema("check")).validate(answer)
    rules = {finding["rule"] for finding in answer["findings"]}
    assert rules
    for rule in sorted(rules):
        assert katch("explain", rule).code == 0, rule


def test_a_rule_is_explained_in_russian_before_its_english_page(katch):
    page = ROOT / "docs" / "reference" / "rules" / "structure" / "dead-end-state.md"
    ran = katch("explain", "dead-end-state", "--language", "ru")
    told, _, rest = ran.out.partition("на английском:\n\n")
    assert (ran.code, rest) == (0, page.read_text(encoding="utf-8"))
    assert told == (
        "# dead-end-state\n\n"
        "**Что вы увидите.** Из «…» ничего не ведёт, и это не конец.\n\n"
        "**Почему это важно.** Дело ребёнка, попавшее сюда, не сдвинется "
        "и не закроется.\n\n"
        "**Как исправить.** Добавьте действие с `to` или отметьте `final: true`.\n\n"
        "Вся страница с примерами — "
    )


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_every_rule_has_its_sentences_in_each_language(language):
    for rule in pages():
        assert Said.of_any(rule, language) != Said.of_any(rule, "en"), rule


def test_a_rule_is_explained_in_the_language_of_the_handbook(katch, district):
    file = district / "handbook.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("languages: [en]", "languages: [kk, en]"), "utf-8")
    assert "**Неліктен маңызды.**" in katch("explain", "dead-end-state").out


@pytest.mark.parametrize("region", ["almaty_city", "jambyl"])
def test_the_staffing_of_a_region_keeps_to_its_schema(region, katch):
    words = ("--handbook", str(ROOT / "protocols"), "--format", "json")
    answer = json.loads(katch("staff", region, *words, "--on", "2026-07-01").out)
    Draft202012Validator(_schema("staff")).validate(answer)
    assert answer["region"] == region
    assert answer["on"] == "2026-07-01"


@pytest.mark.parametrize("notation", ["scxml", "xstate"])
def test_what_is_exported_and_imported_keeps_to_its_schema(katch, tmp_path, notation):
    words = ("--handbook", str(ROOT / "protocols"), "--format", "json")
    answer = json.loads(katch("export", SMALL, "--to", notation, *words).out)
    Draft202012Validator(_schema("export")).validate(answer)
    assert answer["notation"] == notation
    file = tmp_path / "machine"
    file.write_text(answer["text"], encoding="utf-8")
    began = ("--output", str(tmp_path / "begun"), "--format", "json")
    ran = katch("import", str(file), *began)
    back = json.loads(ran.out)
    Draft202012Validator(_schema("import")).validate(back)
    assert (ran.code, back["protocol"], back["notation"]) == (0, SMALL, notation)
    assert katch("check", str(tmp_path / "begun")).code == 0
    assert katch("import", str(file), *began).code == 2
