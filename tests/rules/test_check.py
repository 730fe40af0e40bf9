"""Checking as a whole: order, silence where something is lost, rules from outside."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.findings import Severity
from katch_protocols.model.handbook import Handbook
from katch_protocols.rules.check import check
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import GROUP, outside_rules, rules
from tests.interpreter import Interpreter
from tests.rules.saltmarsh import examine
from tests.strategies import handbooks

BROKEN = """protocol: referral
title: Referral
source: [harbour_code]
initial: reported
states:
  reported:
    title: Concern reported
    held_by: duty_oficer
    activities:
      close: {title: Close, by: dutyofficer, to: closd}
  closed: {title: Case closed, final: true, outcome: protected}
"""


STORY = """protocol: referral
title: Referral
facts:
  danger: {title: Danger, values: [present, absent]}
initial: reported
states:
  reported:
    title: Concern reported
    held_by: duty_officer
    within: 3 hours
    after: {72 hours: triage}
    activities:
      screen: {title: Screen, by: duty_officer, records: danger, to: triage}
      help: {title: Help, by: caseworker, when: danger is present, to: helped}
  triage:
    decide:
      - {when: danger is absent, to: closed}
      - {to: helped}
  helped:
    title: Help under way
    held_by: duty_officer
    done: closed
    parallel:
      health:
        initial: ill
        states:
          ill: {title: Ill, activities: {cure: {title: Cure, by: caseworker, to: fit}}}
          fit: {title: Fit, final: true}
      school:
        initial: away
        states:
          away: {title: Away, activities: {go: {title: Go, by: caseworker, to: in_it}}}
          in_it: {title: In it, final: true}
  closed: {title: Case closed, final: true, outcome: protected}
"""


def test_findings_come_by_file_line_column_and_rule() -> None:
    findings = examine({"referral.yaml": BROKEN})
    keys = [(each.place, each.rule) for each in findings]
    assert keys == sorted(keys)
    assert [each.rule for each in findings if each.severity is Severity.ERROR] == [
        "unknown-source",
        "unknown-role",
        "unknown-role",
        "unknown-target",
    ]


def test_the_same_handbook_gives_the_same_findings() -> None:
    assert examine({"referral.yaml": BROKEN}) == examine({"referral.yaml": BROKEN})


def test_a_file_that_is_lost_is_not_blamed_on_those_who_need_it() -> None:
    findings = examine({"roles.yaml": "roles: [duty_officer"})
    assert [each.rule for each in findings if each.severity is Severity.ERROR] == [
        "unclosed-bracket"
    ]


def test_a_state_that_is_lost_is_not_blamed_on_those_who_go_there() -> None:
    findings = examine({"referral.yaml": BROKEN.replace("  closed: {", "  Closed: {")})
    assert [each.rule for each in findings if each.severity is Severity.ERROR] == [
        "bad-id",
        "unknown-source",
        "unknown-role",
        "unknown-role",
    ]


def test_a_key_that_is_lost_is_not_missed() -> None:
    text = BROKEN.replace("title: Concern reported", "title: [Concern]")
    rules = {each.rule for each in examine({"referral.yaml": text})}
    assert "not-text" in rules
    assert "title-missing" not in rules


OUTSIDE = """
from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Rule, Spot


def _spots(context):
    for name in context.handbook.roles:
        yield Spot(("roles", name), {"role": name})


RULE = Rule(
    name="role-seen",
    family="saltmarsh",
    severity=Severity.NOTE,
    wording=Wording("Role {role} was seen.", "Why.", "Fix."),
    spots=_spots,
)
"""


@pytest.fixture
def _looked_for_anew() -> Iterator[None]:
    """Forget which packages are installed, before and after."""
    outside_rules.cache_clear()
    yield
    outside_rules.cache_clear()


@pytest.mark.usefixtures("_looked_for_anew")
def test_an_installed_package_adds_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "saltmarsh_rules.py").write_text(OUTSIDE)
    info = tmp_path / "saltmarsh_rules-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: saltmarsh-rules\nVersion: 1\n"
    )
    (info / "entry_points.txt").write_text(f"[{GROUP}]\nseen = saltmarsh_rules:RULE\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert [rule.name for rule in outside_rules()] == ["role-seen"]
    seen = [each for each in examine({}) if each.rule == "role-seen"]
    assert [each.facts["role"] for each in seen] == [
        "duty_officer",
        "caseworker",
        "line_manager",
    ]


NOT_ABOUT_MEANING = {
    "roles",
    "labels",
    "deadlines",
    "handoffs",
    "sources",
    "privacy",
    "proofs",
}
SURE = {
    rule.name
    for rule in rules()
    if rule.severity is Severity.ERROR and rule.family not in NOT_ABOUT_MEANING
} - {
    # Random stories may well have parts that no case meets, or too many ways to go.
    "protocol-too-large",
    "unreachable-state",
    "impossible-activity",
    "condition-never-true",
    "dead-end-state",
    "endless-settling",
    "title-missing",
    "outcome-missing",
}


@settings(max_examples=40, deadline=None)
@given(handbook=handbooks())
def test_a_handbook_that_means_something_has_no_error_of_meaning(
    handbook: Handbook,
) -> None:
    # ``second`` may speak of activities of ``first``, which runs it and may lend it a
    # fragment; alone it has not what that fragment names.
    alone = {("second",)} | {(name,) for name in handbook.fragments}
    found = [each for each in check(handbook) if each.path[1:2] not in alone]
    assert [each for each in found if each.rule in SURE] == []


@settings(max_examples=40, deadline=None)
@given(handbook=handbooks(), data=st.data())
def test_no_walk_does_what_a_finding_calls_impossible(
    handbook: Handbook, data: st.DataObject
) -> None:
    context = Context(handbook)
    if "first" not in context.sound:
        return
    findings = [each for each in check(handbook) if each.path[0] == "protocols"]
    unreachable = {
        ".".join(str(part) for part in each.path[3:]).replace(".states.", ".")
        for each in findings
        if each.rule == "unreachable-state" and each.path[1] == "first"
    }
    if any(each.rule == "endless-settling" for each in findings):
        return
    interpreter = Interpreter(handbook.protocols["first"], handbook)
    now = interpreter.start()
    for _ in range(12):
        active = {path.replace(".parallel.", ".") for path in now.active}
        assert not active & {path.replace(".parallel.", ".") for path in unreachable}
        moves = interpreter.possible(now)
        if not moves or interpreter.complete(now):
            return
        now = interpreter.step(now, data.draw(st.sampled_from(moves)))


WORDS = (
    "initial",
    "states",
    "parallel",
    "done",
    "decide",
    "runs",
    "then",
    "final",
    "after",
    "within",
    "activities",
    "to",
    "held_by",
    "by",
    "from",
    "when",
    "records",
    "sets",
    "initially",
    "use",
    "resume",
    "closed",
    "reported",
    "{}",
    "[]",
)
"""Words that mean something, to be put where they mean something else."""


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_handbook_with_slips_gives_findings_with_places(data: st.DataObject) -> None:
    text = STORY
    for _ in range(data.draw(st.integers(1, 4))):
        spans = [match.span() for match in re.finditer(r"[a-z_]+", text)]
        start, end = data.draw(st.sampled_from(spans))
        text = text[:start] + data.draw(st.sampled_from(WORDS)) + text[end:]
    for finding in examine({"referral.yaml": text}):
        assert finding.place is not None
        assert str(finding)


def test_a_first_value_that_does_not_exist_stops_no_other_rule() -> None:
    text = STORY.replace("absent]", "absent], initially: presnt")
    rules = [each.rule for each in examine({"referral.yaml": text})]
    assert rules.count("unknown-value") == 1
