"""``katch page`` within a budget: the page is written, and what it lacks is said.

The clock counts how often it is read, so nothing here depends on a machine's speed.
"""

from itertools import count

from katch_protocols.cli import app, budgets
from tests.hostile.handbooks import HOSTILE, save


def clock(monkeypatch, looks: float) -> None:
    """Let the usual budget be spent after so many looks at the clock."""
    ticks = count()
    monkeypatch.setattr(app, "stand_guard", lambda: None)
    monkeypatch.setattr(budgets, "CLOCK", lambda: next(ticks) * 9 / looks)


def test_a_page_whose_drawing_does_not_fit_is_refused(
    tmp_path, katch, monkeypatch
) -> None:
    folder, path = save(HOSTILE["clique"](), tmp_path / "clique"), tmp_path / "p.html"
    clock(monkeypatch, 50)
    ran = katch("page", str(folder), "--output", str(path))
    assert (ran.code, ran.out) == (3, "")
    assert "was met" in ran.err
    assert not path.exists()


def test_a_cut_page_is_written_and_one_line_says_how_to_get_the_whole(
    district, katch, monkeypatch
) -> None:
    path, looks = district.parent / "page.html", 0.5
    while not path.exists():
        looks *= 1.1
        clock(monkeypatch, looks)
        ran = katch("page", "--output", "page.html")
    assert (ran.code, ran.out) == (0, "Written: page.html\n")
    (line,) = ran.err.splitlines()
    assert "Not all was decided within 10s,1GB" in line
    assert "'--budget 60s,4GB'" in line


def test_a_whole_page_is_written_without_another_word(
    district, katch, monkeypatch
) -> None:
    clock(monkeypatch, 10**9)
    ran = katch("page", "--output", "page.html")
    assert (ran.code, ran.out, ran.err) == (0, "Written: page.html\n", "")
    assert (district.parent / "page.html").exists()
