"""Letters, looks and counts: said once, and the same wherever they stand."""

import re
import subprocess
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from katch_protocols.drawings.deadline_looks import looks
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.print import cards_pdf
from katch_protocols.words.say import entries, say
from tests.papers.programs import program
from tests.papers.shelf import hostile_handbook
from tests.telling.rows import LETTERS, PARTS

_SVG = "{http://www.w3.org/2000/svg}"
IDENTIFICATION = "identification_child_tip"


@pytest.mark.parametrize("language", LETTERS)
def test_each_part_has_its_letter_and_a_meaning_that_begins_with_it(language):
    for letter, part in LETTERS[language].items():
        assert say(f"duties.letter-{part}", language) == letter
        assert say(f"duties.means-{part}", language)[0].upper() == letter


def test_no_letter_of_a_language_looks_like_another_of_it():
    """К and Қ, for one, cannot be told apart in small print."""
    plain = str.maketrans("ҚӨҮҰҒҢІӘҺЁ", "КОУУГНИАХЕ")
    for letters in LETTERS.values():
        assert len({letter.translate(plain) for letter in letters}) == len(PARTS)


@pytest.mark.parametrize("language", LETTERS)
def test_a_drawn_matrix_has_signs_and_no_letter_to_contradict_another(shelf, language):
    svg = ET.fromstring(shelf.svgs(IDENTIFICATION, "raci")[language])  # noqa: S314
    texts = ["".join(each.itertext()) for each in svg.iter(f"{_SVG}text")]
    assert len(texts) > 40
    assert [text for text in texts if {*text} <= {*LETTERS[language]}] == []


def test_dark_is_the_law_grey_is_guidance_and_a_proposal_is_pale():
    def darkness(colour: str) -> float:
        return 1 - sum(int(colour[at : at + 2], 16) for at in (1, 3, 5)) / 765

    found = {basis: darkness(how.fill) for basis, how in looks().items()}
    assert found["statutory"] > found["guidance"] + 0.1 > 0.5
    assert found["proposed"] == 0
    assert all(how.edge != how.fill for how in [looks()["proposed"]])


def test_a_card_on_paper_shows_a_deadline_as_its_basis_looks(tmp_path):
    """The invented district has two days by law; its other deadlines are proposed."""
    handbook = hostile_handbook()
    pdf = tmp_path / "cards.pdf"
    pdf.write_bytes(cards_pdf(Gathered(handbook.protocols["care"], handbook), "en"))
    grounds: dict[str, set[bool]] = {}
    for page in ("1", "2"):
        where = ["-f", page, "-l", page, str(pdf)]
        picture = pdf.with_name("card")
        subprocess.run(
            [program("pdftoppm"), "-r", "72", "-png", "-singlefile", *where, picture],
            check=True,
        )
        boxes = subprocess.run(
            [program("pdftotext"), "-bbox", *where, "-"],
            check=True,
            capture_output=True,
        ).stdout.decode()
        image = Image.open(picture.with_suffix(".png")).convert("L")
        words = [*ET.fromstring(boxes).iter("{http://www.w3.org/1999/xhtml}word")]  # noqa: S314
        for number, unit, after in zip(words, words[1:], words[2:], strict=False):
            is_span = (number.text or "").isdigit() and unit.text in {"days", "hours"}
            if is_span and not (after.text or "").startswith("("):
                x, *ys = (float(number.get(key, 0)) for key in ("xMin", "yMin", "yMax"))
                ground = image.getpixel((round(x - 2), round(sum(ys) / 2)))
                said = f"{number.text} {unit.text}"
                grounds.setdefault(said, set()).add(ground > 200)
    assert grounds == {"2 days": {False}, "3 hours": {True}, "24 hours": {True}}


def test_the_page_paints_a_deadline_as_its_basis_looks(html):
    for basis, how in looks().items():
        rule = f".due.{basis}{{background:{how.fill};color:{how.ink};"
        assert rule in html


@pytest.mark.parametrize(("body", "own", "under"), [("ho", 21, None), ("mia", 10, 15)])
def test_a_ministry_counts_its_own_duties_and_apart_those_of_bodies_under_it(
    shelf, book, body, own, under
):
    (sheet,) = (each for each in book["sheets"] if each["id"] == IDENTIFICATION)
    found = {key: each["number"] for key, each in sheet["counts"][body].items()}
    assert (found["own"], found.get("under")) == (own, under)
    svg = shelf.card(IDENTIFICATION, body, "en")
    texts = [
        "".join(each.itertext())
        for each in ET.fromstring(svg).iter(f"{_SVG}text")  # noqa: S314
    ]
    assert texts.count(str(own)) >= 1
    assert ("of bodies under it" in texts) == (under is not None)
    if under is not None:
        at = texts.index("of bodies under it")
        assert texts[at - 1] == str(under)


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {"one": "agency", "few": "agencies", "other": "agencies"}),
        ("ru", {"one": "орган", "few": "органа", "many": "органов"}),
        ("kk", {"one": "орган", "other": "орган"}),
    ],
)
def test_what_the_page_counts_has_the_form_that_goes_with_its_number(language, forms):
    said = entries("page", language)
    found = {form: said[f"tile-agencies-{form}"] for form in forms}
    assert found == forms


def test_an_abbreviation_at_the_end_of_a_spoken_row_has_one_full_stop(shelf):
    for view in ("raci", "deadlines"):
        for body in shelf.charts:
            assert ".." not in shelf.svgs(body, view)["ru"]


def test_one_thing_has_one_word_in_russian():
    """A child's case is «дело»; «в лучшем случае» is another thing."""
    best_or_worst = re.compile(r"(лучш|худш)\w+ случа\w+", re.IGNORECASE)
    for domain in ("drawings", "duties", "papers", "roles"):
        for key, said in entries(domain, "ru").items():
            assert "случа" not in best_or_worst.sub("", said).lower(), key
