"""A line of the page ends as on paper: never between a figure and its unit."""

import pytest

from katch_protocols.words.unparted import NO_BREAK, unparted

PLACES = ("#start", "#ministry/health", "#ho", "#referral_and_assistance", "#proofs")
SAID = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest("svg, script, style, noscript"))
      found.push(walker.currentNode.data);
  }
  return found;
}"""
TEXTS = (
    "4 hours after SG-01 12 and 1.0.0 days",
    "24 сағат ішінде, 5 раб. дн. и 3 жұм. күні",
    "Закон № 12, § 7; дети и в школе",
    "2 March 2026 – 12 000 children – 5,5 часа",
    "within 15 extraordinarilylong words, x2 days, 7 күн",
)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_no_line_ends_between_a_figure_and_its_unit(reader, language):
    parted, kept = set(), 0
    for place in PLACES:
        page = reader.go(f"{place}@{language}")
        for text in page.evaluate(SAID):
            kept += NO_BREAK in text
            if unparted(text) != text:
                parted.add(text)
    assert parted == set()
    assert kept


def test_the_page_keeps_together_what_papers_do(reader):
    page = reader.go("#start@en")
    assert page.evaluate("texts => texts.map(unparted)", TEXTS) == [
        *map(unparted, TEXTS)
    ]


@pytest.mark.parametrize("language", ["en", "kk"])
def test_every_way_of_a_step_leads_somewhere_in_words(reader, language):
    """The end of a strand has no number, and a name all the same."""
    goal = {"en": "In school or equal learning", "kk": "Мектепте немесе өзге оқуда"}
    page = reader.go(f"#referral_and_assistance@{language}")
    ways = page.locator("table .plain li").all_inner_texts()
    assert any(goal[language] in each for each in ways)
    assert [each for each in ways if each.strip().endswith("→")] == []
    page = reader.go(
        f"#referral_and_assistance/step/in_progress.assistance.schooling.school_sought@{language}"
    )
    assert goal[language] in page.locator(".panel").inner_text()
