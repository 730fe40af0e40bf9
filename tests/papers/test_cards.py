"""The cards of agencies: a page or two each, legible, with all that they must say.

The cards of some shipped protocols are looked at, each in one language, for a set takes
seconds; with ``KATCH_EVERY_LANGUAGE=1`` in the environment all, in every language.
"""

import re
import subprocess

import pytest

from katch_protocols.charts.fingerprint import fingerprint
from katch_protocols.drawings import printing
from katch_protocols.drawings.theme import GREY
from katch_protocols.files.read import read_texts
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.make import PaperKind, make_papers
from katch_protocols.words.say import say
from katch_protocols.words.unparted import NO_BREAK
from tests.papers.programs import pdf_text, program
from tests.papers.shelf import hostile_handbook
from tests.shipped import LARGE, LONGEST_WORDS, gathered, on_paper, reading
from tests.shipped import cards as made_cards

pytest.importorskip("typst", reason="the extra 'papers' is optional")

LOOKED_AT = [each for each in on_paper() if each[0] in LARGE]
LEAST, TALL = 7.5, 1.362
"""The smallest size in points; how tall a word of the bundled fonts is at size 1."""
MOST = 2
"""How many pages a card may have: a sheet of paper has two sides."""
_WORD = re.compile(r'<word xMin=".*?" yMin="(.*?)" xMax=".*?" yMax="(.*?)"')


@pytest.fixture(scope="module")
def shipped():
    return reading().sound()


def pages_of(data, folder):
    """Return the text of each page."""
    pages = pdf_text(data, folder, "-layout").split("\f")[:-1]
    return [" ".join(page.split()) for page in pages]


def _joined(pages, goes_on):
    """Return the pages of each card: one that says so goes on upon the next."""
    cards = [[]]
    for page in pages:
        cards[-1].append(page)
        if goes_on not in page:
            cards.append([])
    return cards[:-1]


@pytest.mark.parametrize(("protocol", "language"), LOOKED_AT)
def test_every_agency_has_a_page_or_two(shipped, protocol, language, tmp_path):
    found, data = gathered(protocol), made_cards(protocol, language)
    hashed = fingerprint(found.chart, shipped)
    pages = pages_of(data, tmp_path)
    cards = tuple(found.cards(language))
    sheets = _joined(pages, say("papers.goes-on", language))
    assert len(sheets) == len(cards)
    for card, sheet in zip(cards, sheets, strict=True):
        assert all(hashed in page for page in sheet)
        assert len(sheet) <= MOST
        page = " ".join(sheet)
        for count, _ in card.counts:
            assert str(count) in page
        assert card.late.partition(":")[0] in page
    boxes = _WORD.findall(pdf_text(data, tmp_path, "-bbox"))
    sizes = [(float(bottom) - float(top)) / TALL for top, bottom in boxes]
    assert min(sizes) >= LEAST - 0.01


def test_what_is_too_much_for_one_page_says_that_it_goes_on(tmp_path):
    activities = "".join(
        f"      a{at}: {{title: An activity with a long title for number {at}, "
        f"by: officer, note: A note}}\n"
        for at in range(150)
    )
    handbook = read_texts(
        {
            "handbook.yaml": "handbook: full\ntitle: Full\nlanguages: [en]\n"
            "functions:\n  help: {title: Help}\n",
            "agencies.yaml": "agencies:\n  post: {title: Post, kind: service, "
            "level: district, mandates: {help: [act]}}\n",
            "roles.yaml": "roles:\n  officer: {title: Officer, agency: post}\n",
            "sources.yaml": "sources:\n  act: {title: Act, kind: law}\n",
            "much.yaml": "protocol: much\ntitle: Much\ninitial: open\nstates:\n"
            "  open:\n    title: Open\n    held_by: officer\n    function: help\n"
            f"    activities:\n{activities}"
            "      close: {title: Close, by: officer, to: closed}\n"
            "  closed: {title: Closed, final: true, outcome: protected}\n",
        }
    ).sound()
    made = make_papers(handbook, kinds=(PaperKind.CARDS,), languages=("en",))
    ((_, data),) = made
    pages = pages_of(data, tmp_path)
    assert len(pages) > 1
    assert say("papers.goes-on", "en") in pages[0]


def test_parties_with_the_same_activities_stand_together():
    found = gathered("referral_and_assistance")
    card = next(card for card in found.cards("en") if card.id == "ga")
    merged = [each for each in card.receives if len(each.colours) > 1]
    assert [each.other.count(";") + 1 for each in merged] == [
        len(each.colours) for each in merged
    ]
    assert merged
    acts = [each.acts for each in card.receives]
    assert len(acts) == len(set(acts))


def test_the_map_lights_the_column_of_its_agency():
    handbook = hostile_handbook()
    found = Gathered(handbook.protocols["care"], handbook)
    little = found.map_of("office")
    assert little.lanes == {"office"}
    colour = found.pictures.whole.colours["office"]
    other = found.pictures.whole.colours["post"]
    fills = [shape.ink.fill for shape in little.parts() if hasattr(shape, "rect")]
    assert colour in fills
    assert other not in fills


def test_cards_in_grey_have_no_colour(shipped, tmp_path):
    made = make_papers(
        shipped,
        only="champion_outreach",
        kinds=(PaperKind.CARDS,),
        languages=("kk",),
        theme=GREY,
    )
    ((_, data),) = made
    path = tmp_path / "cards.pdf"
    path.write_bytes(data)
    words = [program("pdftoppm"), "-r", "30", str(path)]
    pixels = subprocess.run(words, check=True, capture_output=True).stdout
    head, size = b"P6\n", pixels.index(b"255\n") + 4
    assert pixels.startswith(head)
    width, height = map(int, pixels[len(head) : size].split()[:2])
    dots = pixels[size : size + 3 * width * height]
    assert dots[0::3] == dots[1::3] == dots[2::3]
    assert min(dots) < 60


def test_what_typst_remembers_of_a_large_file_is_forgotten(monkeypatch, tmp_path):
    """It would hold hundreds of megabytes until ten more were made."""
    asked = []

    def compiled(source, **_):
        asked.append(source)
        return bytes(printing._MUCH + 1 if source else 0)

    monkeypatch.setattr("typst.compile", compiled)
    template = tmp_path / "large.typ"
    assert len(printing.typeset(template, {})) > printing._MUCH
    assert asked == [str(template), *[b""] * 11]


@pytest.mark.parametrize("language", LONGEST_WORDS)
def test_no_line_begins_with_the_point_between_two_things(language, tmp_path):
    data = made_cards("identification_child_tip", language)
    lines = pdf_text(data, tmp_path, "-raw").splitlines()
    assert any(" · " in line.replace(NO_BREAK, " ") for line in lines)
    assert [line for line in lines if line.lstrip().startswith("·")] == []
