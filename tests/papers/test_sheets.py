"""Posters, cards and the booklet: what they say, that all can read it, same bytes."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from katch_protocols.errors import MissingExtraError, UnknownNameError
from katch_protocols.files.read import read
from katch_protocols.papers.make import PaperKind, make_papers
from tests.papers.programs import pdf_text, program
from tests.papers.shelf import HOSTILE, hostile_handbook

pytest.importorskip("typst", reason="the extra 'papers' is optional")

SHIPPED = Path(__file__).parents[2] / "protocols"
SHEETS = (PaperKind.POSTER, PaperKind.CARDS, PaperKind.BOOKLET)
_WORDS = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)"')
_PAGE = re.compile(r'<page width="(.*?)" height="(.*?)">(.*?)</page>', re.DOTALL)


@pytest.fixture(scope="module")
def shipped():
    return read(SHIPPED).sound()


@pytest.fixture(scope="module")
def outreach(shipped):
    """The papers of the smallest shipped protocol, in Kazakh."""
    made = make_papers(
        shipped, only="champion_outreach", kinds=SHEETS, languages=("kk",)
    )
    return dict(made)


@pytest.fixture(scope="module")
def hostile():
    return dict(make_papers(hostile_handbook(), kinds=SHEETS, languages=("en",)))


def test_every_paper_has_its_file_and_the_booklet_stands_beside_the_folders(hostile):
    assert list(hostile) == [
        "care/poster.en.pdf",
        "care/cards.en.pdf",
        "booklet.en.pdf",
    ]


def test_papers_of_one_protocol_stand_in_its_folder(outreach):
    assert list(outreach) == [
        "champion_outreach/poster.kk.pdf",
        "champion_outreach/cards.kk.pdf",
        "champion_outreach/booklet.kk.pdf",
    ]


def test_the_same_handbook_gives_the_same_bytes(hostile):
    again = dict(make_papers(hostile_handbook(), kinds=SHEETS, languages=("en",)))
    assert again == hostile


def test_kazakh_words_can_be_searched_and_copied(outreach, tmp_path):
    for name, data in outreach.items():
        text = " ".join(pdf_text(data, tmp_path).split())
        assert "Чемпиондардың" in text, name
        assert re.search(r"\b\w*[әғқңөұүһі]\w*\b", text)
        assert "\ufffd" not in text


def test_a_card_says_the_duties_of_its_agency_with_their_deadlines(outreach, tmp_path):
    text = " ".join(
        pdf_text(outreach["champion_outreach/cards.kk.pdf"], tmp_path).split()
    )
    assert "Не істеуге міндеттіміз" in text
    assert "Іс бізге кімнен келеді" in text
    assert "Біз ала алатын құжаттар" in text


@pytest.mark.parametrize("stem", ["poster", "cards", "booklet"])
def test_papers_are_tagged_for_screen_readers_and_name_their_language(
    stem, outreach, tmp_path
):
    data = outreach[f"champion_outreach/{stem}.kk.pdf"]
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)

    def info(*options):
        words = [program("pdfinfo"), *options, str(path)]
        said = subprocess.run(words, check=True, capture_output=True).stdout
        return said.decode(errors="replace")

    assert re.search(r"^Tagged: +yes$", info(), re.MULTILINE)
    assert "<pdfuaid:part>1</pdfuaid:part>" in info("-meta").replace(" ", "") or (
        'pdfuaid:part="1"' in info("-meta")
    )
    tree = info("-struct")
    assert "H1" in tree
    assert "Table" in tree
    assert "TH" in tree
    assert b"/Lang (kk)" in data or "kk" in info("-meta")


def test_only_the_bundled_fonts_are_used(outreach, tmp_path):
    path = tmp_path / "paper.pdf"
    for data in outreach.values():
        path.write_bytes(data)
        words = [program("pdffonts"), str(path)]
        said = subprocess.run(words, check=True, capture_output=True).stdout.decode()
        fonts = said.splitlines()[2:]
        assert fonts
        assert all("KPSans" in font.split()[0] for font in fonts), said


@pytest.mark.parametrize("stem", ["poster", "cards", "booklet"])
def test_no_word_leaves_its_page(stem, outreach, tmp_path):
    data = outreach[f"champion_outreach/{stem}.kk.pdf"]
    found = pdf_text(data, tmp_path, "-bbox")
    for width, height, page in _PAGE.findall(found):
        for word in _WORDS.findall(page):
            left, top, right, bottom = map(float, word)
            assert left >= 0
            assert top >= 0
            assert right <= float(width)
            assert bottom <= float(height)


def test_hostile_titles_stay_text(hostile, tmp_path):
    for name, data in hostile.items():
        text = "".join(pdf_text(data, tmp_path, "-raw").split())
        for title in HOSTILE:
            assert "".join(title.split()) in text, (name, title)
    assert "<b>1</b>&2" in "".join(
        pdf_text(hostile["care/cards.en.pdf"], tmp_path).split()
    )


def test_no_paper_leads_out_of_itself(hostile):
    for data in hostile.values():
        assert b"/URI" not in data
        assert b"/JavaScript" not in data
        assert b"/Launch" not in data


def test_a_large_protocol_is_whole_on_a2_and_by_phases_on_a3(shipped, tmp_path):
    made = make_papers(
        shipped,
        only="referral_and_assistance",
        kinds=(PaperKind.POSTER,),
        languages=("ru",),
    )
    ((_, data),) = made
    found = pdf_text(data, tmp_path, "-bbox")
    sizes = [
        (round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4))
        for width, height, _ in _PAGE.findall(found)
    ]
    assert sizes[0] in {(594, 420), (420, 594)}
    assert set(sizes[1:]) <= {(420, 297), (297, 420)}
    phases = shipped.protocols["referral_and_assistance"].phases
    assert len(sizes) > 1 + len(phases)  # the whole, the phases, who does what


def test_what_is_not_there_is_refused(shipped):
    with pytest.raises(UnknownNameError, match="referal"):
        list(make_papers(shipped, only="referal"))
    with pytest.raises(UnknownNameError, match="uz"):
        list(make_papers(shipped, languages=("uz",)))


def test_a_missing_extra_is_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingExtraError, match=r"katch-protocols\[papers\]"):
        list(make_papers(hostile_handbook(), kinds=(PaperKind.CARDS,)))
