"""silent-agency: a body that is called on in some way is not silent."""

import pytest

from tests.rules.saltmarsh import FILES, examine, referral, seen

AGENCIES = (
    FILES["agencies.yaml"]
    + """  sea_rescue:
    title: Sea rescue
    kind: service
    level: district
    mandates: {protect: [harbour_act]}
"""
)
ROLES = FILES["roles.yaml"] + "  lookout: {title: Lookout, agency: sea_rescue}\n"


def _state(more: str = "", activity: str = "by: duty_officer, to: closed") -> str:
    return f"""  reported:
    title: Reported
    held_by: duty_officer
    within: 1 day
{more}    activities:
      guard: {{title: Guard, {activity}}}
"""


AT_SEA = """  at_sea:
    title: At sea
    held_by: duty_officer
    within: 1 day
    activities:
      land: {title: Land, by: duty_officer, to: closed}
"""


def _silent(states: str, **files: str) -> list[str]:
    named = {f"{name}.yaml": text for name, text in files.items()}
    texts = {
        "agencies.yaml": AGENCIES,
        "roles.yaml": ROLES,
        "referral.yaml": referral(states),
        **named,
    }
    return [facts["agency"] for _, facts in seen("silent-agency", texts)]


def test_a_body_that_nobody_calls_on_is_silent() -> None:
    assert _silent(_state()) == ["sea_rescue"]


def test_a_body_that_only_confirms_a_handover_is_not_silent() -> None:
    hand = "by: duty_officer, to: at_sea, handover: {to: lookout, within: 1 hour}"
    assert _silent(_state(activity=hand) + AT_SEA) == []


@pytest.mark.parametrize("told", ["lookout", "sea_rescue"])
def test_a_body_in_the_chain_of_escalation_is_not_silent(told: str) -> None:
    last = "  - {after: 24 hours, tell: duty_officer}\n"
    chain = f"{last}  - {{after: 48 hours, tell: {told}}}\n"
    handbook = FILES["handbook.yaml"].replace(last, chain)
    assert _silent(_state(), handbook=handbook) == []


def test_a_body_that_one_state_escalates_to_is_not_silent() -> None:
    assert _silent(_state(more="    escalate_to: [lookout]\n")) == []


def test_a_body_that_oversees_is_not_silent() -> None:
    plain = "  protect:\n    title: Protection of a child\n"
    watch = plain + "  watch: {title: Oversight, oversight: true}\n"
    handbook = FILES["handbook.yaml"].replace(plain, watch)
    watching = "mandates: {watch: [harbour_act]}"
    head, _, tail = AGENCIES.rpartition("mandates: {protect: [harbour_act]}")
    agencies = head + watching + tail
    assert _silent(_state(), handbook=handbook, agencies=agencies) == []


def test_to_be_told_after_is_not_to_be_called_on() -> None:
    told = "by: duty_officer, inform: [sea_rescue], to: closed"
    assert _silent(_state(activity=told)) == ["sea_rescue"]


@pytest.mark.parametrize(
    ("activity", "silent"),
    [
        ("by: lookout, accountable: harbour_police, function: protect", []),
        ("by: [duty_officer, lookout], accountable: actor, function: protect", []),
        ("by: duty_officer, together_with: [lookout], function: protect", []),
        ("by: duty_officer, accountable: sea_rescue, function: protect", []),
        # Under no function it uses no mandate; whoever is only told uses none.
        ("by: duty_officer, together_with: [lookout]", ["sea_rescue"]),
        ("by: duty_officer, inform: [sea_rescue], function: protect", ["sea_rescue"]),
    ],
)
def test_a_body_uses_its_mandate_by_doing_joining_or_answering(
    activity: str, silent: list[str]
) -> None:
    assert _silent(_state(activity=f"{activity}, to: closed")) == silent


def test_while_no_protocol_is_read_whole_no_body_is_silent() -> None:
    broken = _state(activity="by: duty_officer, inform: [Sea-Rescue], to: closed")
    assert _silent(broken) == []
    bare = {name: text for name, text in FILES.items() if name != "referral.yaml"}
    texts = {"agencies.yaml": AGENCIES, "roles.yaml": ROLES}
    found = {each.rule for each in examine(texts, district=bare)}
    assert "silent-agency" not in found
    assert "role-never-used" in found
