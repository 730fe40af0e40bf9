"""Cases beside and handoffs, region by region: what becomes of them, and for whom."""

import pytest

from katch_protocols.changes.compare import compare_versions
from katch_protocols.changes.comparison_report import ComparisonReport
from katch_protocols.changes.nouns import DeadlineChange, HandoffChange, Term
from katch_protocols.files.read import read_texts
from katch_protocols.model.deadlines import Basis, Duration, Unit
from katch_protocols.model.handbook import Handbook
from tests.changes.versions import changed
from tests.duties.small import FILES, harbour

LOST = """
protocol: lost
title: Lost child
valid_from: 2026-01-01
initial: seen
states:
  seen:
    title: Seen
    held_by: officer
    activities:
      report: {title: Report, by: officer, OPENS}
      close: {title: Close, by: officer, to: closed}
  closed: {title: Closed, final: true, outcome: protected, END}
"""
CARE = """
protocol: care
title: Care
valid_from: 2026-01-01
initial: asked
states:
  asked:
    title: Asked
    held_by: worker
    activities:
      help: {title: Help, by: worker, to: helped}
  helped: {title: Helped, final: true, outcome: protected}
"""
BOTH = ("police", "welfare")


def _book(opens: str, end: str) -> Handbook:
    lost = LOST
    for gap, limit in (("OPENS", opens), ("END", end)):
        within = f", within: {limit}" if limit else ""
        lost = lost.replace(gap, f"opens: {{protocol: care{within}}}")
    return read_texts({**FILES, "lost.yaml": lost, "care.yaml": CARE}).sound()


def _hours(amount: int, start: str | None = None) -> Term:
    return Term(Duration(amount=amount, unit=Unit.HOURS), Basis.PROPOSED, start)


@pytest.mark.parametrize(
    ("was", "now", "terms", "said"),
    [
        ("1 hour", "1 hour", None, ""),
        ("", "", None, ""),
        (
            "1 hour",
            "2 hours",
            (_hours(1), _hours(2)),
            "deadline 1 hour becomes 2 hours.",
        ),
        ("", "2 hours", (None, _hours(2)), "new deadline, 2 hours (proposed)."),
        (
            "1 hour",
            "",
            (_hours(1), None),
            "no deadline any more; it was 1 hour (proposed).",
        ),
        (
            "1 hour",
            "{limit: 1 hour, from: seen}",
            (_hours(1), _hours(1, "seen")),
            (
                "deadline 1 hour (proposed) becomes 1 hour (proposed), counted from"
                " «Seen»."
            ),
        ),
    ],
)
def test_a_time_to_take_a_case_up_is_told_to_who_receives_and_who_answers_till_then(
    was: str, now: str, terms: tuple[Term | None, Term | None] | None, said: str
) -> None:
    for before, after, state, activity in (
        (_book(was, ""), _book(now, ""), "seen", "report"),
        (_book("", was), _book("", now), "closed", None),
    ):
        found = compare_versions(before, after)
        expected = [
            DeadlineChange("lost", state, BOTH, *each, activity=activity, opens="care")
            for each in ([terms] if terms else [])
        ]
        assert list(found.deadlines) == expected
        back = compare_versions(after, before).deadlines
        assert [each.mirrored for each in back] == expected
        report = ComparisonReport.of(found, before, after, "en")
        opener = "Report" if activity else "Closed"
        text = f"«{opener}, Care taken up»: {said}"
        assert [(each.agency, each.text) for each in report.by_agency()] == [
            (agency, text) for agency in (BOTH if terms else ())
        ]


def test_a_handoff_that_one_region_gains_or_loses_is_told_there() -> None:
    bound = changed(regions__west=("unbound: No host was found", "agency: friends"))
    found = compare_versions(harbour(), bound)
    ends = "lost", "bring", "police", "friends"
    friends = HandoffChange(*ends, before=None, after=True, places=("west",))
    others = [each for each in found.handoffs if each.receiver != "host"]
    assert others == [friends]
    back = compare_versions(bound, harbour()).handoffs
    lost = [each.mirrored for each in back if each.receiver != "host"]
    assert lost == others
    report = ComparisonReport.of(found, harbour(), bound, "en")
    told = {each.text for each in report.by_agency() if each.agency == "friends"}
    assert "Now receives the case from Police (in: West): «Bring to a host»." in told
