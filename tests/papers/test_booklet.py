"""The booklet of a whole handbook: what it takes to make it."""

import os
import subprocess
import sys

import pytest

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart
from katch_protocols.papers import print as printing
from katch_protocols.papers.make import PaperKind, make_papers
from tests.conftest import required
from tests.papers.shelf import hostile_handbook
from tests.shipped import reading

GIGABYTE = 2**30
MADE = """
import resource
import katch_protocols as kp
from katch_protocols.papers.make import PaperKind, make_papers
handbook = kp.read("protocols")
kinds = (PaperKind.BOOKLET,)
[(name, data)] = make_papers(handbook, kinds=kinds, languages=("ru",))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def test_each_card_is_fitted_alone_before_the_booklet_is_set(monkeypatch):
    """Fitted within the booklet, the cards of the shipped handbook took 7 GB."""
    asked = []

    def told_by(template, data, label):
        asked.append([each["id"] for each in data["cards"]])
        return fitted(template, data, label)

    fitted = printing.told_by
    monkeypatch.setattr(printing, "told_by", told_by)
    handbook = hostile_handbook()
    kinds = (PaperKind.BOOKLET,)
    [(_, data)] = make_papers(handbook, kinds=kinds, languages=("kk",))
    assert asked == [["office"], ["post"]]
    assert data.startswith(b"%PDF")


def test_what_binds_all_is_said_once_and_not_on_every_card(tmp_path):
    names = ("change_of_place", "childs_complaint")
    whole = reading().sound()
    protocols = {name: whole.protocols[name] for name in names}
    book = whole.model_copy(update={"protocols": protocols})
    asked = {
        each.never.say("ru")
        for protocol in protocols.values()
        for each in binding_safeguards(chart(protocol, book), book).values()
        if each.never is not None
    }
    assert len(asked) > 5
    kinds = (PaperKind.BOOKLET,)
    [(_, data)] = make_papers(book, kinds=kinds, languages=("ru",))
    file = tmp_path / "booklet.pdf"
    file.write_bytes(data)
    text = subprocess.run(
        [required("pdftotext"), file, "-"], capture_output=True, text=True, check=True
    ).stdout
    text = " ".join(text.split())
    assert {said: text.count(said) for said in asked} == dict.fromkeys(asked, 1)


@pytest.mark.skipif(not os.environ.get("KATCH_HEAVY"), reason="takes a minute")
def test_the_booklet_of_the_shipped_handbook_takes_less_than_two_gigabytes():
    told = subprocess.run(
        [sys.executable, "-c", MADE], capture_output=True, text=True, check=True
    ).stdout
    assert int(told) < 2 * GIGABYTE
