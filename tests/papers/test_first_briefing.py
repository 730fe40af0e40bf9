"""The ten minutes with the handbook can be held as the page of them says."""

import os
import re
import shlex
import shutil
from itertools import pairwise

import pytest

from katch_protocols.cli.building.placing import is_ours
from katch_protocols.cli.main import main
from katch_protocols.papers.page.openers import path_picture
from tests.shipped import PROTOCOLS, reading
from tests.telling.page import book_in

HEAVY = os.environ.get("KATCH_HEAVY") == "1"
PAGE = PROTOCOLS.parent / "docs" / "present" / "first-briefing.md"
LAST = PAGE.read_text(encoding="utf-8").rpartition("\n## ")[2]
COMMANDS = re.search(r"```sh\n(.*?)```", LAST, re.DOTALL)[1].splitlines()
PLACES = re.findall(r"`#([^`]+)`", LAST)
FILES = re.findall(r"`([a-z]+\.[\w.]+\.(?:pdf|pptx|docx))`", LAST)


def test_the_minutes_follow_one_another_up_to_ten():
    minutes = re.findall(r"^\| (\d+) to (\d+) \|", LAST, re.MULTILINE)
    spans = [(int(begin), int(end)) for begin, end in minutes]
    assert spans[0][0] == 0
    assert spans[-1][1] == 10
    assert all(one[1] == other[0] for one, other in pairwise(spans))


def test_the_clock_of_the_path_is_told_where_it_is_drawn():
    """The page of the pathway shows who holds the case, and no hours."""
    (row,) = (line for line in LAST.splitlines() if "after two hours" in line)
    assert re.findall(r"`#([^`]+)`", row) == ["start"]
    assert path_picture(reading().sound()) is not None


def test_every_place_and_file_that_it_names_is_one_of_the_handbook():
    book = reading().sound()
    assert len(PLACES) > 1
    for place in PLACES:
        kind, *rest = place.split("/")
        if kind == "what-if":
            protocol, duty = rest
            text = (PROTOCOLS / f"{protocol}.yaml").read_text(encoding="utf-8")
            assert re.search(rf"^ +{duty}:", text, re.MULTILINE)
        else:
            assert kind in {"start", *book.protocols}
    assert len(FILES) > 1
    for name in FILES:
        file = name.replace("FAMILY", next(iter(book.families)))
        assert is_ours(file) or is_ours(f"referral_and_assistance/{file}"), name
    protocols = {word for line in COMMANDS for word in shlex.split(line)[2:]}
    assert {each for each in protocols if each[0] != "-"} <= {*book.protocols}


@pytest.mark.skipif(not HEAVY, reason="proves for minutes; set KATCH_HEAVY=1")
def test_its_commands_make_all_that_it_opens_and_leaves(tmp_path, monkeypatch):
    shutil.copytree(PROTOCOLS, tmp_path / "protocols")
    monkeypatch.chdir(tmp_path)
    for line in COMMANDS:
        assert main(shlex.split(line)[1:]) == 0, line
    made = {each.name for each in tmp_path.rglob("*") if each.is_file()}
    book = reading().sound()
    for name in FILES:
        assert name.replace("FAMILY", next(iter(book.families))) in made
    assert any(name.startswith("tabletop.") for name in made)
    page = (tmp_path / "diagrams" / "index.html").read_text(encoding="utf-8")
    assert len(page.encode()) < 5_000_000
    sheets = {each["id"]: each for each in book_in(page)["sheets"]}
    for place in PLACES:
        kind, *rest = place.split("/")
        if kind == "what-if":
            protocol, duty = rest
            losses = {each["act"]: each for each in sheets[protocol]["losses"]}
            assert losses[duty]["number"] > 0
        else:
            assert kind in {"start", *sheets}
