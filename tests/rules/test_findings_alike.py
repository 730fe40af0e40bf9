"""Two findings are one where they saw the same, in whatever words it is told."""

import pytest

from katch_protocols.findings import Finding, Severity

TITLES = {"ru": {"state": "У тропы (path)"}}
PLAIN = Finding("unreachable", Severity.ERROR, ("states", "path"), {"state": "path"})
TITLED = Finding(PLAIN.rule, PLAIN.severity, PLAIN.path, PLAIN.facts, titles=TITLES)


def test_titles_tell_no_two_findings_apart() -> None:
    assert TITLED == PLAIN


def test_titles_are_not_shown() -> None:
    assert repr(TITLED) == repr(PLAIN)


@pytest.mark.parametrize("facts", [{}, {"state": "ford"}])
def test_facts_tell_them_apart(facts: dict[str, str]) -> None:
    other = Finding(PLAIN.rule, PLAIN.severity, PLAIN.path, facts, titles=TITLES)
    assert other != TITLED
