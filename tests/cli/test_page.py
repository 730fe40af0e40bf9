"""``katch page`` within a budget: the page is written, and what it lacks is said."""

from katch_protocols.budget import current
from katch_protocols.papers.page.sheets import Sheets


def test_a_cut_page_is_written_and_one_line_says_how_to_get_the_whole(
    district, katch, monkeypatch
) -> None:
    def measured(*_):
        raise current().error("time")

    monkeypatch.setattr(Sheets, "measured", measured)
    ran = katch("page", "--output", "page.html", "--budget", "10s,1GB")
    assert (ran.code, ran.out) == (0, "Written: page.html\n")
    text = (district.parent / "page.html").read_text(encoding="utf-8")
    assert "Not measured within the budget." in text
    (line,) = ran.err.splitlines()
    assert "Not all was decided within 10s,1GB" in line
    assert "'--budget 60s,4GB'" in line


def test_a_whole_page_is_written_without_another_word(district, katch) -> None:
    ran = katch("page", "--output", "page.html", "--budget", "none")
    assert (ran.code, ran.out, ran.err) == (0, "Written: page.html\n", "")
    text = (district.parent / "page.html").read_text(encoding="utf-8")
    assert "Not measured within the budget." not in text
