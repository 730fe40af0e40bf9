"""Which file holds what, and what happens when it does not."""

import pytest

from katch_protocols.files.read import read_texts
from tests.files.small import HANDBOOK, facts, found, reading_of


def test_a_protocol_is_named_as_its_file() -> None:
    reading = reading_of("protocol: q\ntitle: P\n")
    assert found(reading) == ["p.yaml:1:11 file-name-differs"]
    assert facts(reading, "file-name-differs") == {"name": "q", "file": "p.yaml"}


def test_two_files_cannot_declare_one_id() -> None:
    reading = reading_of("protocol: p\ntitle: P\n", q="protocol: p\ntitle: Q\n")
    assert found(reading) == [
        "q.yaml:1:11 file-name-differs",
        "q.yaml:1:11 id-in-two-files",
    ]
    assert reading.handbook is not None
    assert reading.handbook.protocols["p"].title.say("en") == "P"


def test_a_file_without_its_id_is_known_by_its_name() -> None:
    reading = reading_of("title: P\n")
    assert found(reading) == ["p.yaml:1:1 missing-key"]
    assert reading.handbook is not None
    assert list(reading.handbook.protocols) == ["p"]


@pytest.mark.parametrize("name", ["Referral", "referral form", "in", "9lives", "a-b"])
def test_a_protocol_needs_an_id(name: str) -> None:
    reading = read_texts(
        {"handbook.yaml": HANDBOOK, f"{name}.yaml": "protocol: x\ntitle: X\n"}
    )
    about = {"bad-file-name", "file-name-differs"}
    assert len([each for each in reading.findings if each.rule in about]) == 1


@pytest.mark.parametrize(
    ("file", "text", "where", "belongs"),
    [
        ("p.yaml", "fragment: lost\n", "p.yaml:1:1", "fragments/lost.yaml"),
        ("p.yaml", "region: north\n", "p.yaml:1:1", "regions/north.yaml"),
        ("agency.yaml", "agencies: {}\n", "agency.yaml:1:1", "agencies.yaml"),
        ("regions/p.yaml", "protocol: p\n", "regions/p.yaml:1:1", "p.yaml"),
        ("roles.yaml", "sources: {}\n", "roles.yaml:1:1", "sources.yaml"),
    ],
)
def test_a_file_in_the_wrong_place_is_told_where_it_belongs(
    file: str, text: str, where: str, belongs: str
) -> None:
    reading = reading_of(text, file=file)
    assert found(reading) == [f"{where} misplaced-file"]
    assert facts(reading, "misplaced-file")["folder"] == belongs


def test_a_text_outside_the_places_of_a_handbook_is_a_stray() -> None:
    reading = reading_of("protocol: p\n", file="annex/p.yaml")
    assert found(reading) == ["annex/p.yaml:1:1 stray-file"]


def test_a_file_that_is_lost_takes_its_names_with_it() -> None:
    reading = reading_of(agencies="agencies: [", roles="roles: {}\n")
    assert reading.incomplete == {"agencies"}
    assert reading_of("protocol: [").incomplete == {"protocols", "protocols.p"}
    assert reading_of(regions="").handbook is not None


def test_a_lost_handbook_yaml_loses_what_it_shares() -> None:
    reading = read_texts({"handbook.yaml": "functions: ["})
    assert reading.incomplete >= {"functions", "qualifications", "data", "facts"}
    assert reading.handbook is not None


def test_files_after_a_full_list_are_lost() -> None:
    text = "protocol: a\ntitle: A\nuse: [" + "B, " * 1_200 + "]\n"
    reading = reading_of(a=text, roles="roles: {}\n", z="protocol: z\ntitle: Z\n")
    assert reading.incomplete >= {"protocols", "protocols.a", "roles"}
    assert reading.handbook is not None
    assert list(reading.handbook.protocols) == ["a"]


def test_a_file_without_any_id_is_lost() -> None:
    reading = reading_of("title: X\n", file="Not an id.yaml")
    assert reading.incomplete >= {"protocols"}
    assert reading.handbook is not None
    assert dict(reading.handbook.protocols) == {}


def test_findings_are_sorted_by_place() -> None:
    reading = reading_of(
        "protocol: p\nfoo: x\ntitle: 5\n", agencies="agencies: {Mia: {}}\n"
    )
    assert found(reading) == [
        "agencies.yaml:1:12 bad-id",
        "p.yaml:2:1 unknown-key",
        "p.yaml:3:8 not-text",
    ]
