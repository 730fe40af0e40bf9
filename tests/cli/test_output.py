"""``--output -``: standard output, as other programs have it; never a file ``-``."""

import xml.etree.ElementTree as ET

import pytest

TEXTS = (
    ("export", "found_alone", "--to", "mermaid"),
    ("table", "found_alone"),
    ("vectors", "found_alone"),
    ("codegen", "found_alone", "--to", "python"),
    ("glossary",),
    ("questions",),
    ("register",),
    ("schema",),
    ("diff", "protocols", "protocols"),
)
FOLDERS = (
    ("build",),
    ("papers",),
    ("tabletop", "found_alone"),
    ("import", "found_alone.bpmn"),
    ("sheet", "start", "actors.xlsx"),
)


@pytest.mark.parametrize("words", TEXTS, ids=lambda words: words[0])
def test_a_dash_is_standard_output(district, katch, words):
    plain = katch(*words)
    dashed = katch(*words, "--output", "-")
    assert (dashed.code, dashed.out, dashed.err) == (plain.code, plain.out, plain.err)
    assert not (district.parent / "-").exists()


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize(
    "words", [each for each in TEXTS if each != ("schema",)], ids=lambda words: words[0]
)
def test_a_folder_is_no_file_to_write_a_text_to(katch, words):
    ran = katch(*words, "--output", "protocols")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "'protocols' is a folder: name a file in it.\n"


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize(
    "words",
    [
        *((*words, "--output") for words in TEXTS if words != ("schema",)),
        ("page", "--output"),
        ("register", "--output"),
        ("indicators", "--sheet", "2026-07", "--output"),
        ("simulate", "none.yaml", "--log"),
        ("audit", "none.yaml", "--verdicts"),
        ("audit", "none.yaml", "--keep"),
    ],
    ids=lambda words: f"{words[0]}{words[-1]}",
)
def test_a_folder_that_is_not_there_is_refused_before_any_work(katch, words):
    ran = katch(*words, "nowhere/x.pdf")
    told = "There is no folder 'nowhere'.\n"
    assert (ran.code, ran.out, ran.err) == (2, "", told)


@pytest.mark.parametrize("words", FOLDERS, ids=lambda words: words[0])
def test_no_folder_is_written_to_standard_output(district, katch, words):
    ran = katch(*words, "--output", "-")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "'-' is standard output, where no folder can be written: name a folder.\n"
    )
    assert not (district.parent / "-").exists()


def test_a_drawing_goes_to_standard_output_as_svg_and_nothing_with_it(district, katch):
    ran = katch("draw", "found_alone", "--output", "-")
    assert ran.code == 0
    assert ET.fromstring(ran.out).tag.endswith("svg")  # noqa: S314 - our own
    assert not (district.parent / "-").exists()


def test_the_page_goes_to_standard_output_and_nothing_with_it(district, katch):
    ran = katch("page", "--output", "-")
    assert ran.code == 0
    assert ran.out.startswith("<!")
    assert ran.out.rstrip().endswith("</html>")
    assert not (district.parent / "-").exists()
