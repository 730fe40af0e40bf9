"""A name with quotation marks of its own stands in a sentence as Russian writes it."""

import pytest

from katch_protocols.findings import Finding, Severity
from katch_protocols.words.quotes import filled, in_quotes

HOME = "«Тёплый дом»"


@pytest.mark.parametrize(
    ("text", "gap", "said"),
    [
        ("«{a}» пуст.", HOME, "«„Тёплый дом“» пуст."),
        ("«{a}» пуст.", f"Центр {HOME}", "«Центр „Тёплый дом“» пуст."),
        ("{a} пуст.", HOME, "«Тёплый дом» пуст."),
        ("«b» и {a}", HOME, "«b» и «Тёплый дом»"),
        ("«{a}» пусты.", "A», «B", "«A», «B» пусты."),
        ("«{a}» пусты.", "A», «B «C»", "«A», «B „C“» пусты."),
        ("«{a}» пуст.", "«Тёплый", "««Тёплый» пуст."),
        ("«{a}» и «{a}»", HOME, "«„Тёплый дом“» и «„Тёплый дом“»"),
    ],
)
def test_marks_inside_a_quotation_are_inner_ones(text, gap, said):
    assert filled(text, {"a": gap}) == said


def test_a_text_is_put_in_quotes_once():
    assert in_quotes("Дом") == "«Дом»"
    assert in_quotes(HOME) == "«„Тёплый дом“»"


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_finding_never_has_two_opening_marks_in_a_row(language):
    facts = {"role": "carer", "activity": "help", "regions": "east"}
    titles = {language: {**facts, "activity": f"{HOME} (help)"}}
    found = Finding(
        "accountable-without-agency",
        Severity.ERROR,
        facts={**facts, "regions.number": "1"},
        titles=titles,
    )
    said = str(found.said(language))
    assert "««" not in said
    assert "«„Тёплый дом“ (help)»" in said
