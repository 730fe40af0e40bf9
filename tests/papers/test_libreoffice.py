"""LibreOffice opens the slides and the annex, and prints what they say."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from katch_protocols.files.read import read
from katch_protocols.papers.content.briefing import briefing
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.make import PaperKind, make_papers
from tests.papers.programs import pdf_text

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.skipif(
        not os.environ.get("KATCH_HEAVY"),
        reason="it takes half a minute; make test-office runs it",
    ),
    pytest.mark.skipif(
        SOFFICE is None, reason="LibreOffice is not installed; see make test-office"
    ),
]
pytest.importorskip("pptx", reason="the extra 'papers' is optional")
pytest.importorskip("docx", reason="the extra 'papers' is optional")
pytest.importorskip("resvg_py", reason="the extra 'papers' is optional")

NAME = "identification_child_tip"


@pytest.fixture(scope="module")
def found():
    handbook = read(Path(__file__).parents[2] / "protocols").sound()
    return Gathered(handbook.protocols[NAME], handbook)


def printed(found, kind, folder):
    """Return what LibreOffice prints of a paper in Kazakh, as text.

    In the order in which it is printed: the lines of one title follow one another.
    """
    made = make_papers(found.handbook, only=NAME, kinds=(kind,), languages=("kk",))
    ((_, data),) = made
    paper = folder / kind.file("kk")
    paper.write_bytes(data)
    words = [
        SOFFICE,
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(paper),
    ]
    subprocess.run(words, check=True, capture_output=True, timeout=300)
    text = pdf_text(paper.with_suffix(".pdf").read_bytes(), folder, "-raw")
    return "".join(text.split())


def test_slides_open_and_print_every_step_and_what_is_asked(found, tmp_path):
    text = printed(found, PaperKind.SLIDES, tmp_path)
    for step in found.steps("kk"):
        assert "".join(step.title.split()) in text
    for ask in briefing(found, "kk").asks:
        assert "".join(ask.title.split()) in text


def test_the_annex_opens_and_word_numbers_are_printed(found, tmp_path):
    text = printed(found, PaperKind.ANNEX, tmp_path)
    assert "1-тарау.Жалпыережелер" in text
    assert "3-тарау.Хабарлаужәнеөкіл" in text
    assert "[1]" in text
    assert "1-бет" in text
    for step in found.steps("kk"):
        assert "".join(step.title.split()) in text
