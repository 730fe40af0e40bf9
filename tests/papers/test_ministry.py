"""The sheet of a ministry: one page of A4, in every language, with all that it says."""

import re
import subprocess
from itertools import combinations, cycle

import pytest

from katch_protocols.drawings.palette import party_colours
from katch_protocols.duties.family_duties import MOST, FamilyReader
from katch_protocols.duties.responsibility import responsibility_of
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.content.ministry import ministry
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.make import PaperKind, make_papers
from katch_protocols.papers.ministry_sheet import ministry_pdf, page_code
from katch_protocols.papers.page.ministries import ministries
from tests.papers.programs import pdf_text, program
from tests.papers.shelf import hostile_handbook
from tests.papers.test_cards import TALL, pages_of
from tests.shipped import reading

pytest.importorskip("typst", reason="the extra 'papers' is optional")

LEAST = 8.0
"""The smallest letter on a sheet that stays on a desk, in points."""
WIDE, EDGE = 595.0, 28.0
"""How wide a page of A4 is, and how much of it stays white at its edge."""
_LETTERS = re.compile(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">\w')
"""A word that begins with a letter or a digit: an arrow is of another height."""
_WORDS = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">'
)


@pytest.fixture(scope="module")
def shipped():
    return reading().sound()


@pytest.fixture(scope="module")
def on_page(shipped):
    """What the page says of each ministry."""
    charts = [Gathered(each, shipped).chart for each in shipped.protocols.values()]
    found = ministries(charts, shipped, party_colours(shipped))
    return {each.id: each for each in found}


@pytest.fixture(scope="module")
def reader(shipped):
    charts = [Gathered(each, shipped).chart for each in shipped.protocols.values()]
    return FamilyReader(charts, responsibility_of(charts, shipped), shipped)


@pytest.fixture(scope="module")
def sheets(reader, shipped):
    """One sheet of each family, in one language by turns."""
    found = Gathered(next(iter(shipped.protocols.values())), shipped)
    turns = zip(reader.families, cycle(shipped.languages))
    return {
        (family, language): ministry_pdf(reader, family, found, language)
        for family, language in turns
    }


def test_every_ministry_has_one_page_that_can_be_read(sheets, shipped, tmp_path):
    assert {family for family, _ in sheets} == set(shipped.families)
    for key, data in sheets.items():
        assert len(pages_of(data, tmp_path)) == 1, key
        boxes = _LETTERS.findall(pdf_text(data, tmp_path, "-bbox"))
        sizes = [(float(bottom) - float(top)) / TALL for top, bottom in boxes]
        assert min(sizes) >= LEAST - 0.01, key


def test_no_word_stands_on_another_and_all_are_in_our_letters(sheets, tmp_path):
    for key, data in sheets.items():
        found = _WORDS.findall(pdf_text(data, tmp_path, "-bbox"))
        boxes = [tuple(map(float, each)) for each in found]
        assert len(boxes) > 40
        for (left, top, right, bottom), other in combinations(boxes, 2):
            across = min(right, other[2]) - max(left, other[0])
            down = min(bottom, other[3]) - max(top, other[1])
            # Of two lines only the room above and below letters meets.
            assert across <= 0.1 or down <= 0.3 * (bottom - top), (key, left, top)
        assert max(right for _, _, right, _ in boxes) <= WIDE - EDGE, key
        path = tmp_path / "paper.pdf"
        path.write_bytes(data)
        words = [program("pdffonts"), str(path)]
        said = subprocess.run(words, check=True, capture_output=True).stdout.decode()
        fonts = said.splitlines()[2:]
        assert all("KPSans" in each.split()[0] for each in fonts), (key, said)


def test_the_pictograms_of_a_ministry_differ(reader, shipped):
    wording = PaperTexts(shipped, "kk")
    for family in reader.families:
        sheet = ministry(reader, family, wording, party_colours(shipped))
        pictures = [each.picture for each in sheet.lines]
        assert None not in pictures, family
        assert len(set(pictures)) >= 4, family


def test_the_head_counts_every_duty_also_those_without_room(reader, shipped):
    wording = PaperTexts(shipped, "en")
    for family in reader.families:
        sheet = ministry(reader, family, wording, party_colours(shipped))
        found = reader.family(family)
        assert found.every == len(sheet.lines) + len(found.rest)
        assert sheet.headline.startswith(sheet.counted)
        told = [int(n) for n in re.findall(r"\d+", f"{sheet.does} {sheet.answers}")]
        assert sum(told) == found.every


def test_page_and_sheet_say_the_same(sheets, on_page, shipped, tmp_path):
    for (family, language), data in sheets.items():
        written = "".join(pdf_text(data, tmp_path, "-raw").split())
        said, at = on_page[family], shipped.languages.index(language)
        assert 1 <= len(said.lines) <= MOST
        for line in said.lines:
            for each in (line.title, line.who, line.span, line.without, line.note):
                assert "".join(each[at].split()) in written, (family, each[at])
        for each in (said.title, said.headline, said.rest, *said.never):
            assert "".join(each[at].split()) in written, (family, each[at])


def test_titles_that_try_to_be_markup_are_only_text(tmp_path):
    made = dict(make_papers(hostile_handbook(), kinds=(PaperKind.MINISTRY,)))
    assert sorted(made) == [
        f"ministry.{body}.{language}.pdf"
        for body in ("office", "post")
        for language in ("en", "kk")
    ]
    text = pdf_text(made["ministry.office.en.pdf"], tmp_path)
    assert "<script>alert(1)</script>" in text


def test_the_code_leads_to_the_place_on_the_page():
    code = page_code("https://katch.example/handbook.html", "post", "kk")
    assert code["alt"] == "https://katch.example/handbook.html#ministry/post@kk"
    assert code["svg"].startswith("<svg")
    assert page_code(None, "post", "kk") is None
