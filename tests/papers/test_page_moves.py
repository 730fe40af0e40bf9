"""What comes next on the page, by the clock and out of a run; whose a case is."""

import pytest
from playwright.sync_api import expect

from katch_protocols.files.read import read_texts
from katch_protocols.papers.page.build import make_page
from tests.papers.conftest import Reader
from tests.rules.saltmarsh import SALTMARSH

CHECKED = """\
protocol: checked
title: Checked
valid_from: 2026-01-01
initial: looked_at
states:
  looked_at:
    title: Looked at
    held_by: caseworker
    function: protect
    within: {limit: 292 minutes, basis: proposed}
    activities:
      clear: {title: Clear it, by: caseworker, to: cleared}
      doubt: {title: Doubt it, by: caseworker, to: doubted}
  cleared: {title: Cleared, final: true, outcome: protected}
  doubted: {title: Doubted, final: true, outcome: adverse}
"""
REFERRAL = """\
protocol: referral
title: Referral
valid_from: 2026-01-01
initial: reported
states:
  reported:
    title: Concern reported
    held_by: duty_officer
    function: protect
    within: {limit: 1000 hours, basis: proposed}
    activities:
      begin: {title: Begin the check, by: duty_officer, to: under_check}
  under_check:
    title: Under check
    held_by: duty_officer
    within: {limit: 90 days, basis: proposed}
    runs: checked
    then: {cleared: closed, doubted: weighed}
  weighed:
    title: Weighed
    decide:
      - {when: done begin, to: watched}
      - {to: closed}
  watched:
    title: Watched
    held_by: duty_officer
    function: protect
    after: {30 days: closed}
    activities:
      close: {title: Close the case, by: duty_officer, to: closed}
  closed: {title: Case closed, final: true, outcome: protected}
"""


@pytest.fixture(scope="module")
def reader(browser, tmp_path_factory):
    book = SALTMARSH["handbook.yaml"].replace("languages: [en]", "languages: [en, ru]")
    files = {**SALTMARSH, "handbook.yaml": book}
    files |= {"referral.yaml": REFERRAL, "checked.yaml": CHECKED}
    path = tmp_path_factory.mktemp("moves") / "index.html"
    path.write_text(make_page(read_texts(files).sound()), encoding="utf-8")
    found = Reader(browser, path)
    yield found
    assert found.complaints == []
    found.page.close()


def rows(page):
    """Return the table of steps: the name, who, and what comes next."""
    table = page.locator("table", has=page.get_by_text("Concern reported")).first
    texts = [
        row.locator("th, td").all_inner_texts() for row in table.locator("tr").all()
    ]
    return {row[1]: (row[2], row[4].split("\n")) for row in texts[1:]}


def test_a_table_says_what_the_clock_and_the_ends_of_a_run_lead_to(reader):
    found = rows(reader.go("#referral@en"))
    assert found["Under check"][1] == [
        "Cleared → Case closed",
        "Doubted → Watched, Case closed",
    ]
    assert found["Watched"][1] == [
        "Close the case → Case closed",
        "after 30\u00a0d → Case closed",
    ]


def test_an_end_is_nobodys(reader):
    assert rows(reader.go("#referral@en"))["Case closed"][0] == ""


def test_a_step_and_the_levels_say_it_too(reader):
    page = reader.go("#referral/step/watched@en")
    expect(page.locator("aside, [aria-labelledby=panel-title]").first).to_contain_text(
        "after 30 d → Case closed"
    )


def test_who_answers_is_said_of_where_the_case_is_and_not_of_what_is_around(reader):
    page = reader.go("#walk/referral/1@en")
    (around,) = page.locator("ul.around > li", has_text="Under check").all()
    assert "Duty officer" not in around.inner_text()
    assert "90\u00a0days" in around.inner_text()
    (inside,) = page.locator("ul.places:not(.around) > li").all()
    assert "Caseworker" in inside.inner_text()


@pytest.mark.parametrize(
    ("language", "said"), [("en", "41 d + 20.9 h"), ("ru", "41 дн. + 20,9 ч")]
)
def test_time_is_told_in_tenths_of_an_hour(reader, language, said):
    page = reader.go(f"#walk/referral/1@{language}")
    expect(page.locator("html")).to_have_attribute("lang", language)
    (inside,) = page.locator("ul.places:not(.around) > li").all()
    assert said in inside.inner_text().replace("\u00a0", " ")
