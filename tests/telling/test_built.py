"""What a build makes of the shipped handbook: page, proof pages and drawings agree.

Every protocol in every language is read back from the files that people open. They are
built once, and kept for the next run: what did not change is not made again.
"""

import re
from collections import Counter
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from katch_protocols.cli.main import main
from katch_protocols.graphs.crossings import asked_by
from tests.telling.page import book_in

pytestmark = pytest.mark.xdist_group("built")  # one build

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "ru", "kk")
MOST_BYTES = 5_000_000  # what a mail surely takes; twelve protocols have 4.1 MB
DECLARED = re.compile(r"^protocol: (\w+)", re.MULTILINE)
PROTOCOLS = sorted(
    name
    for path in (ROOT / "protocols").glob("*.yaml")
    for name in DECLARED.findall(path.read_text(encoding="utf-8"))
)
ROW = re.compile(
    r"^\| [^|]*?\(?`(?P<id>\w+)`\)? \| [^|]* \| (?P<verdict>[^|]+) \|", re.MULTILINE
)

each_told = pytest.mark.parametrize("language", LANGUAGES)
each_protocol = pytest.mark.parametrize("name", PROTOCOLS)


class Built:
    """A folder of drawings, as ``katch build`` leaves it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def sheets(self):
        """What the page carries of each protocol."""
        text = (self.folder / "index.html").read_text(encoding="utf-8")
        return {sheet["id"]: sheet for sheet in book_in(text)["sheets"]}

    def proof_page(self, name: str, language: str) -> str:
        page = self.folder / name / f"proof.{language}.md"
        return page.read_text(encoding="utf-8")

    def described(self, name: str, view: str, language: str) -> str:
        file = self.folder / name / f"{view}.{language}.svg"
        root = ET.parse(file).getroot()  # noqa: S314 - our own
        return root.findtext("{http://www.w3.org/2000/svg}desc") or ""


@pytest.fixture(scope="session")
def built(pytestconfig) -> Built:
    folder = pytestconfig.cache.mkdir("drawings") / "built"
    assert main(["build", str(ROOT / "protocols"), "--output", str(folder)]) == 0
    return Built(folder)


def test_every_protocol_is_on_the_page(built) -> None:
    assert sorted(built.sheets) == PROTOCOLS
    assert len(PROTOCOLS) > 1


def test_the_page_of_the_shipped_handbook_is_small_enough_to_send(built) -> None:
    assert (built.folder / "index.html").stat().st_size < MOST_BYTES


@each_protocol
@each_told
def test_the_proof_page_has_the_verdicts_of_the_page(
    built, name: str, language: str
) -> None:
    at = LANGUAGES.index(language)
    told = {
        found["id"]: found["verdict"].strip()
        for found in ROW.finditer(built.proof_page(name, language))
    }
    shown = {each["id"]: each["said"][at] for each in built.sheets[name]["promises"]}
    assert told == shown
    assert len(told) > 1


@each_protocol
@each_told
def test_a_tally_is_that_of_the_verdicts_beside_it(
    built, name: str, language: str
) -> None:
    sheet, at = built.sheets[name], LANGUAGES.index(language)
    tally = sheet["tally"][at]
    counted = Counter((each["verdict"], each["waived"]) for each in sheet["promises"])
    assert sorted(map(int, re.findall(r"(?<![\w-])\d+(?= )", tally))) == sorted(
        counted.values()
    )
    assert tally in built.proof_page(name, language)


@each_protocol
@each_told
def test_the_drawing_of_measures_has_those_of_the_page(
    built, name: str, language: str
) -> None:
    at = LANGUAGES.index(language)
    described = built.described(name, "measures", language)
    table = built.sheets[name]["measures"]
    for row in table[1:]:
        assert all(cell[at] in described for cell in row), row
    assert len(table) > 1


@each_protocol
@each_told
def test_the_drawing_of_handoffs_has_those_of_the_page(
    built, shelf, name: str, language: str
) -> None:
    """A drawing says the short title of an activity that has one."""
    at, drawn = LANGUAGES.index(language), shelf.charts[name]
    described = built.described(name, "handoffs", language)
    told = {}
    for each in built.sheets[name]["handoffs"]:
        short = drawn.short_of(asked_by(drawn, each["activity"]))
        told[each["title"][at]] = short and short.say(language)
    assert {
        title
        for title, short in told.items()
        if title not in described and (short or title) not in described
    } == set()
