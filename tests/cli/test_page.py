"""``katch page`` within a budget: the page is written, and what it lacks is said."""

import shutil
import subprocess

import pytest

from katch_protocols.budget import current
from katch_protocols.papers.page.sheets import Sheets
from tests.conftest import required
from tests.telling.page import book_in


def test_a_cut_page_is_written_and_one_line_says_how_to_get_the_whole(
    district, katch, monkeypatch
) -> None:
    def measured(*_):
        raise current().error("time")

    monkeypatch.setattr(Sheets, "measured", measured)
    ran = katch("page", "--output", "page.html", "--budget", "10s,1GB")
    assert (ran.code, ran.out) == (0, "Written: page.html\n")
    text = (district.parent / "page.html").read_text(encoding="utf-8")
    assert "Not worked out: it takes more time or memory than was given." in text
    (line,) = ran.err.splitlines()
    assert "Not all was decided within 10s,1GB" in line
    assert "'--budget 20s,2GB'" in line


def test_a_whole_page_is_written_without_another_word(district, katch) -> None:
    ran = katch("page", "--output", "page.html", "--budget", "none")
    assert (ran.code, ran.out, ran.err) == (0, "Written: page.html\n", "")
    text = (district.parent / "page.html").read_text(encoding="utf-8")
    assert "Not worked out: it takes more time or memory than was given." not in text


def test_every_duty_is_asked_what_is_lost_without_it(district, katch) -> None:
    ran = katch("page", "--what-if", "--output", "page.html", "--budget", "none")
    assert (ran.code, ran.err) == (0, "")
    page = (district.parent / "page.html").read_text(encoding="utf-8")
    (sheet,) = book_in(page)["sheets"]
    assert [loss["act"] for loss in sheet["losses"]] == [
        duty["act"] for duty in sheet["duties"]
    ]
    lost = {loss["act"]: loss["stays"] for loss in sheet["losses"]}
    assert lost["end_danger"]


def test_what_changed_since_another_folder_is_told_to_whom_it_concerns(
    district, katch
) -> None:
    old = district.parent / "old"
    shutil.copytree(district, old)
    file = district / "found_alone.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("limit: 1 day", "limit: 2 days", 1), encoding="utf-8")
    ran = katch("page", "--before", "old", "--output", "page.html", "--budget", "none")
    assert (ran.code, ran.err) == (0, "")
    page = (district.parent / "page.html").read_text(encoding="utf-8")
    before = book_in(page)["before"]
    assert before["title"][0] == "Compared with old"
    assert any("2 days" in each["said"][0] for each in before["remarks"])
    assert [each["protocol"] for each in before["pictures"]] == ["found_alone"]


def test_a_revision_that_is_not_known_is_refused(district, katch) -> None:
    ran = katch("page", "--before", "no_such_name", "--output", "page.html")
    assert ran.code != 0
    assert not (district.parent / "page.html").exists()


def test_what_changed_since_a_revision_is_what_changed_since_that_folder(
    district, katch
) -> None:
    """A small repository is made: at its first revision a deadline was shorter."""
    git = required("git")
    home = district.parent

    def told(*words: str) -> str:
        names = ("-c", "user.name=N", "-c", "user.email=n@example.org")
        command = [git, "-C", str(home), *names, *words]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
        return ran.stdout.strip()

    told("init", "--quiet")
    told("add", district.name)
    told("commit", "--quiet", "--message", "agreed")
    told("tag", "agreed")
    shutil.copytree(district, home / "old")
    file = district / "found_alone.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("limit: 1 day", "limit: 2 days", 1), encoding="utf-8")
    told("commit", "--all", "--quiet", "--message", "later")
    made = []
    for before in ("old", "agreed"):
        ran = katch("page", "--before", before, "--output", "page.html")
        assert (ran.code, ran.err) == (0, "")
        page = (home / "page.html").read_text(encoding="utf-8")
        found = book_in(page)["before"]
        assert found.pop("title")[0] == f"Compared with {before}"
        assert any("2 days" in each["said"][0] for each in found["remarks"])
        made.append(found)
    assert made[0] == made[1]
    ran = katch("page", "--before", "HEAD", "--output", "page.html")
    page = (home / "page.html").read_text(encoding="utf-8")
    assert not book_in(page)["before"]["remarks"]


@pytest.mark.parametrize("command", ["page", "papers", "build"])
def test_a_folder_of_releases_that_cannot_be_read_is_refused(
    district, katch, command
) -> None:
    ran = katch(command, "--releases", "told")
    assert (ran.code, ran.out, ran.err) == (2, "", "There is no folder 'told'.\n")
    (district.parent / "told").mkdir()
    (district.parent / "told" / "2026.json").write_text("[]", encoding="utf-8")
    ran = katch(command, "--releases", "told")
    assert ran.code == 3
    assert "2026.json is no release of ours, or was changed" in ran.err
    assert not (district.parent / "saltmarsh.html").exists()
    for folder in ("diagrams", "papers"):
        assert not (district.parent / folder).exists()
