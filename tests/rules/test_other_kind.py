"""A name that stands where another kind of name belongs is told with its own kind."""

import pytest

from katch_protocols.findings import OTHER_KIND
from tests.rules.saltmarsh import SALTMARSH, examine


def found(old, new):
    """Return the findings about names in Saltmarsh once one line was changed."""
    text = SALTMARSH["referral.yaml"]
    assert text.count(old) == 1
    texts = {**SALTMARSH, "referral.yaml": text.replace(old, new)}
    return [each for each in examine(texts) if each.rule.startswith("unknown-")]


@pytest.mark.parametrize(
    ("old", "new", "rule", "kind"),
    [
        ("to: helped", "to: welfare_office", "unknown-target", "agency"),
        ("to: helped", "to: tide_guide", "unknown-target", "source"),
        ("initial: reported", "initial: make_safe", "unknown-initial", "activity"),
        ("held_by: caseworker", "held_by: helped", "unknown-role", "state"),
        ("held_by: caseworker", "held_by: protect", "unknown-role", "function"),
        ("source: [harbour_act]", "source: [caseworker]", "unknown-source", "role"),
    ],
)
def test_its_kind_is_a_fact_of_the_finding(old, new, rule, kind):
    (finding,) = found(old, new)
    assert (finding.rule, finding.facts[OTHER_KIND]) == (rule, kind)


def test_it_is_said_before_the_names_that_are_near():
    (finding,) = found("held_by: caseworker", "held_by: welfare_office")
    assert finding.said("en").nearest == (
        "It is the name of an agency. The nearest are 'caseworker' and 'line_manager'."
    )
    assert finding.said("ru").nearest == (
        "Так здесь называется орган. Ближайшие имена: «caseworker» и «line_manager»."
    )


def test_of_a_name_that_nothing_has_no_kind_is_said():
    (finding,) = found("to: helped", "to: zzz")
    assert (finding.rule, OTHER_KIND in finding.facts) == ("unknown-target", False)
    assert finding.said("en").nearest == ""
