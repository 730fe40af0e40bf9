"""A source is cited by its id, or by its id and the places in it."""

import pytest

from katch_protocols.files.read import read_texts
from katch_protocols.files.write import write
from katch_protocols.model.citations import Citation
from tests.files.small import HANDBOOK, facts, found, reading_of

HEAD = "protocol: p\ntitle: P\n"


def cited(text: str) -> tuple[Citation, ...]:
    reading = reading_of(HEAD + f"source: {text}\n")
    assert found(reading) == []
    return reading.sound().protocols["p"].source


ACT, GUIDE = Citation(source="act"), Citation(source="guide")
PLACED = Citation(source="act", places=("art. 16(2)", "art. 17"))
ONE = Citation(source="act", places=("annex",))


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("act", (ACT,)),
        ("[act, guide]", (ACT, GUIDE)),
        ("{act: annex}", (ONE,)),
        ("{act: [annex]}", (ONE,)),
        ("[guide, {act: [art. 16(2), art. 17]}]", (GUIDE, PLACED)),
        (
            "{act: annex, guide: annex}",
            (ONE, Citation(source="guide", places=("annex",))),
        ),
    ],
)
def test_a_citation_is_read_in_every_form(text, citations) -> None:
    assert cited(text) == citations


@pytest.mark.parametrize(
    "line",
    [
        "source: act",
        "source: [act, guide]",
        "source: {act: annex}",
        "source: {act: [art. 16(2), art. 17]}",
        "source: [guide, {act: annex}]",
    ],
)
def test_the_written_form_is_printed_back(line: str) -> None:
    book = reading_of(f"{HEAD}{line}\n").sound()
    assert line in write(book)["p.yaml"].splitlines()


def test_a_citation_stands_wherever_a_source_does() -> None:
    agencies = (
        "agencies:\n  police: {title: P, kind: service, level: district,\n"
        "    mandates: {protect: [{act: art. 1}]}, agreement: {act: art. 2}}\n"
    )
    book = read_texts({"handbook.yaml": HANDBOOK, "agencies.yaml": agencies}).sound()
    body = book.agencies["police"]
    assert body.mandates["protect"] == (Citation(source="act", places=("art. 1",)),)
    assert body.agreement == Citation(source="act", places=("art. 2",))


@pytest.mark.parametrize(
    ("text", "finding", "said"),
    [
        ("act art. 16", "3:9 place-as-source", {"written": "{act: [art. 16]}"}),
        ("act.16", "3:9 place-as-source", {"written": "{act: [art. 16]}"}),
        ("act § 16", "3:9 place-as-source", {"written": "{act: [§ 16]}"}),
        (
            "[act, art. 16(2)]",
            "3:15 place-as-source",
            {"written": "{act: [art. 16(2)]}"},
        ),
        ("Section 12", "3:9 place-as-source", {"written": "{SOURCE_ID: [Section 12]}"}),
        ("{act: 16}", "3:15 number-without-place", {"value": "16"}),
        ("{act: {art: 16}}", "3:15 not-text", {}),
        ("{act: }", "3:9 braces-for-brackets", {"list": "[act]"}),
        ("{act: []}", "3:15 empty-item", {}),
        ("[act, act]", "3:15 listed-twice", {"value": "act"}),
        ("[{act: art. 1}, {act: art. 2}]", "3:26 listed-twice", {"value": "act"}),
        ("{act: [art. 1, art. 1]}", "3:24 listed-twice", {"value": "art. 1"}),
        ("{Act: art. 1}", "3:10 bad-id", {"value": "Act"}),
        ("The act", "3:9 bad-id", {"value": "The act"}),
        (f"{{act: {'a' * 81}}}", "3:15 value-too-long", {"bound": "80"}),
        ("{}", "3:9 empty-item", {}),
        ("true", "3:9 not-text", {}),
    ],
)
def test_a_mistake_is_told_where_it_stands(text, finding, said) -> None:
    reading = reading_of(HEAD + f"source: {text}\n")
    assert found(reading) == [f"p.yaml:{finding}"]
    rule = finding.split()[1]
    assert said.items() <= facts(reading, rule).items()


def test_an_agreement_is_one_citation() -> None:
    agencies = (
        "agencies:\n  police: {title: P, kind: service, level: district, "
        "agreement: [act, guide]}\n"
    )
    reading = read_texts({"handbook.yaml": HANDBOOK, "agencies.yaml": agencies})
    assert [each.split()[1] for each in found(reading)] == ["not-text"]
