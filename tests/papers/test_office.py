"""Slides and the annex: reopened, they say what the protocol says, in its language."""

import io
import re
import sys
import zipfile
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from katch_protocols.drawings.theme import GREY
from katch_protocols.errors import MissingExtraError
from katch_protocols.papers.annex import annex
from katch_protocols.papers.make import PaperKind, make_paper, make_papers
from katch_protocols.words.say import entries
from katch_protocols.words.unparted import NO_BREAK
from tests.papers.shelf import HOSTILE, hostile_handbook
from tests.shipped import gathered, kept, reading
from tests.telling.conftest import plain

pptx = pytest.importorskip("pptx", reason="the extra 'papers' is optional")
docx = pytest.importorskip("docx", reason="the extra 'papers' is optional")
pytest.importorskip("resvg_py", reason="the extra 'papers' is optional")

OFFICE = (PaperKind.SLIDES, PaperKind.ANNEX)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@pytest.fixture(scope="module")
def shipped():
    return reading().sound()


@pytest.fixture(scope="module")
def kazakh(found):
    """The slides and the annex of identification, in Kazakh; no test looks at dots."""
    with kept(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(annex, "_DOTS", annex._DOTS // 5)
        return [make_paper(found, kind, "kk")[1] for kind in OFFICE]


@pytest.fixture(scope="module")
def deck(kazakh):
    return pptx.Presentation(io.BytesIO(kazakh[0]))


@pytest.fixture(scope="module")
def word(kazakh):
    return docx.Document(io.BytesIO(kazakh[1]))


@pytest.fixture(scope="module")
def hostile():
    made = make_papers(hostile_handbook(), kinds=OFFICE, languages=("en",))
    return [data for _, data in made]


@pytest.fixture(scope="module")
def found():
    return gathered("identification_child_tip")


def parts(package):
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def texts(slide):
    said = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            said.append(shape.text_frame.text)
        if getattr(shape, "has_table", False):
            rows = shape.table.rows
            said += [cell.text_frame.text for row in rows for cell in row.cells]
    return said


def squeezed(text):
    return "".join(text.split())


def test_the_same_protocol_gives_the_same_bytes(hostile):
    again = make_papers(hostile_handbook(), kinds=OFFICE, languages=("en",))
    assert [data for _, data in again] == hostile


def test_every_part_is_well_formed_and_none_leads_outside(kazakh, hostile):
    for package in (*kazakh, *hostile):
        for name, data in parts(package).items():
            if name.endswith((".xml", ".rels")):
                tree = ET.fromstring(data)  # noqa: S314 - we wrote it
                for element in tree.iter():
                    assert element.get("TargetMode") != "External", name


def test_no_part_tells_when_or_by_whom_it_was_made(kazakh):
    for package in kazakh:
        with zipfile.ZipFile(io.BytesIO(package)) as opened:
            stamps = {info.date_time for info in opened.infolist()}
        assert stamps == {(1980, 1, 1, 0, 0, 0)}
        about = parts(package)["docProps/core.xml"].decode()
        assert "1980-01-01T00:00:00Z" in about
        assert "python" not in about
        assert re.search(r"<dc:creator ?/>|<dc:creator></dc:creator>", about)


def test_hostile_titles_stay_text_on_slides(hostile):
    opened = pptx.Presentation(io.BytesIO(hostile[0]))
    said = squeezed("".join(text for each in opened.slides for text in texts(each)))
    for title in HOSTILE:
        assert squeezed(title) in said


def test_hostile_titles_stay_text_in_the_annex(hostile):
    opened = docx.Document(io.BytesIO(hostile[1]))
    cells = [c.text for t in opened.tables for row in t.rows for c in row.cells]
    said = squeezed("".join([*(p.text for p in opened.paragraphs), *cells]))
    for title in HOSTILE:
        assert squeezed(title) in said


@pytest.fixture(scope="module")
def drawing(deck):
    """The slide with the whole drawing."""
    return next(
        slide
        for slide in deck.slides
        if any(shape.name.startswith("step ") for shape in slide.shapes)
    )


def test_every_step_is_one_shape_with_its_text_and_says_itself(drawing, found):
    steps = {step.number: step for step in found.steps("kk")}
    slide = drawing
    boxes = {s.name: s for s in slide.shapes if s.name.startswith("step ")}
    story = found.pictures.story
    for name, number in found.pictures.numbers.items():
        title = story.step[name].title.say("kk")
        same = [s for s in slide.shapes if s.name == f"step {name}"]
        assert any(squeezed(s.text_frame.text) == squeezed(title) for s in same)
        told = [s._element._nvXxPr.cNvPr.get("descr") for s in same]
        assert any(t and t.startswith(f"{number}. {steps[number].title}") for t in told)
    assert len(boxes) == len(story.steps)


def test_arrows_are_connectors_and_some_are_glued_to_two_boxes(drawing):
    slide = drawing
    ids = {shape.shape_id for shape in slide.shapes}
    ties = [
        (each.find(f".//{A}stCxn"), each.find(f".//{A}endCxn"))
        for each in slide.element.iter(f"{P}cxnSp")
    ]
    both = [pair for pair in ties if pair[0] is not None and pair[1] is not None]
    assert len(ties) >= 12
    assert len(both) >= 3
    assert all(int(tie.get("id")) in ids for pair in both for tie in pair)


def appendix(deck):
    """Where the appendix begins: at the drawing."""
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    words = entries("papers", "kk")
    first = words["deck-appendix"].replace("{title}", words["drawing"])
    return titles.index(first)


def test_the_deck_has_twelve_slides_at_most_and_ends_with_one_decision(deck):
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    words = entries("papers", "kk")
    assert len(titles) <= 12
    assert titles[1] == words["deck-path"]
    told = [words[f"deck-{key}"] for key in ("gaps", "changes", "decision")]
    at = appendix(deck)
    assert titles[at - 3 : at] == told
    parts = titles[2 : at - 3]
    head, _, _ = words["deck-part"].partition("{")
    assert 1 <= len(parts) <= 3
    assert all(title.startswith(head) for title in parts)


def test_before_the_appendix_no_letter_is_under_14_points_and_no_slide_is_full(deck):
    for slide in list(deck.slides)[: appendix(deck)]:
        sizes = {int(run.get("sz")) for run in slide.element.iter(f"{A}rPr")}
        assert min(sizes) >= 1400
        said = " ".join(texts(slide)).split()
        assert sum(any(map(str.isalpha, each)) for each in said) <= 80


def test_the_notes_are_a_script_by_the_minute(deck):
    notes = [
        slide.notes_slide.notes_text_frame.text.splitlines()
        for slide in list(deck.slides)[: appendix(deck)]
    ]
    minutes = [tuple(map(int, re.findall(r"\d+", each[0]))) for each in notes]
    assert minutes[0][0] == 0
    assert minutes[-1][1] <= 10
    assert all(one[1] == other[0] for one, other in pairwise(minutes))
    assert all(len(each) > 1 for each in notes)


def test_every_shape_stands_on_its_slide(deck):
    for slide in deck.slides:
        for shape in slide.shapes:
            left, top, width, height = _seen(shape)
            assert left >= -20_000
            assert top >= -20_000
            assert left + width <= deck.slide_width + 20_000
            assert top + height <= deck.slide_height + 20_000


def _seen(shape):
    """Return the box that is seen: one turned by a quarter lies about its middle."""
    left, top, width, height = shape.left, shape.top, shape.width, shape.height
    frame = shape._element.find(f".//{A}xfrm")
    if frame is not None and int(frame.get("rot", 0)) % 10_800_000 == 5_400_000:
        left, top = left + (width - height) / 2, top + (height - width) / 2
        width, height = height, width
    return left, top, width, height


def test_notes_say_the_drawing_in_words(drawing, found):
    notes = drawing.notes_slide.notes_text_frame.text
    for step in found.steps("kk"):
        assert f"{step.number}. {step.title}" in notes


def test_every_run_on_a_slide_is_kazakh(deck):
    for slide in deck.slides:
        runs = list(slide.element.iter(f"{A}rPr"))
        assert runs
        assert {run.get("lang") for run in runs} == {"kk-KZ"}


def test_points_are_numbered_by_word_itself(word):
    numbering = word.part.numbering_part.element
    shapes = {
        level.find(f"{W}lvlText").get(f"{W}val") for level in numbering.iter(f"{W}lvl")
    }
    assert {"%1-тарау.", "%1.", "%2)", "[%1]"} <= shapes
    used = [p._p.pPr.numPr for p in word.paragraphs if p._p.pPr is not None]
    levels = [each.ilvl.val for each in used if each is not None]
    assert levels.count(0) > 60
    assert levels.count(1) > 100


def test_in_tables_of_the_annex_a_line_may_end_behind_a_figure(kazakh):
    """In a narrow column a no-break space breaks the next word inside."""
    opened = docx.Document(io.BytesIO(kazakh[1]))
    cells = [c.text for t in opened.tables for r in t.rows for c in r.cells]
    assert any("10 жұм. күні" in each for each in cells)
    assert not any(NO_BREAK in each for each in cells)
    assert any(NO_BREAK in each.text for each in opened.paragraphs)


def test_a_point_says_who_does_what_by_when_on_which_basis(shipped):
    with plain():  # its drawings are those of another test
        made = make_papers(
            shipped,
            only="identification_child_tip",
            kinds=(PaperKind.ANNEX,),
            languages=("en",),
        )
        ((_, data),) = made
    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    said = [p.text.replace(NO_BREAK, " ") for p in paragraphs]
    at = said.index("Front-line worker: Check for immediate danger:")
    assert said[at + 1 : at + 6] == [
        "at the step: «Concern noted»;",
        "answers for it: whoever does it;",
        "deadline: 2 hours (proposed);",
        "records: Immediate danger; Who is with the child;",
        "sources: [4].",
    ]


def test_the_annex_turns_to_a3_for_the_drawing_and_back(word):
    sizes = [(s.page_width.mm, s.page_height.mm) for s in word.sections]
    assert [tuple(map(round, size)) for size in sizes] == [
        (210, 297),
        (420, 297),
        (210, 297),
    ]
    whole, *phases = word.inline_shapes  # what is small on A3 has its phases besides
    assert "1. Белгі тіркелді" in whole._inline.docPr.get("descr")
    assert phases
    for each in (whole, *phases):
        assert each.width.mm <= 390
        assert each.height.mm <= 267


def test_heads_of_tables_repeat_and_every_row_stays_whole(word):
    assert len(word.tables) >= 2  # a matrix too wide for a sheet goes on in another
    for table in word.tables:
        rows = table._tbl.tr_lst
        assert rows[0].trPr.find(f"{W}tblHeader") is not None
        assert all(row.trPr.find(f"{W}cantSplit") is not None for row in rows)


def test_every_run_of_the_annex_is_kazakh_and_the_foot_counts_pages(word):
    languages = {
        run._r.rPr.find(f"{W}lang").get(f"{W}val")
        for paragraph in word.paragraphs
        for run in paragraph.runs
        if run.text
    }
    assert languages == {"kk-KZ"}
    foot = word.sections[0].footer._element
    codes = [field.get(f"{W}instr") for field in foot.iter(f"{W}fldSimple")]
    assert codes == ["PAGE", "NUMPAGES"]


def test_in_grey_no_slide_has_a_colour():
    made = make_papers(
        hostile_handbook(), kinds=(PaperKind.SLIDES,), languages=("en",), theme=GREY
    )
    ((_, data),) = made
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        slides = [name for name in package.namelist() if "slides/slide" in name]
        text = "".join(package.read(name).decode() for name in slides)
    colours = re.findall('srgbClr val="(..)(..)(..)"', text)
    assert len(colours) > 20
    assert all(red == green == blue for red, green, blue in colours)


@pytest.mark.parametrize(
    ("kind", "library"), [(PaperKind.SLIDES, "pptx"), (PaperKind.ANNEX, "docx")]
)
def test_a_missing_extra_is_one_sentence(kind, library, monkeypatch):
    for name in [*sys.modules]:
        if name.split(".")[0] == library or name.startswith(
            ("katch_protocols.papers.slides.", "katch_protocols.papers.annex.")
        ):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=r"katch-protocols\[papers\]"):
        list(make_papers(hostile_handbook(), kinds=(kind,), languages=("en",)))
