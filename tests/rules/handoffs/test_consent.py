"""sends-without-consent: when consent is sure, and when it may be lacking."""

import pytest

from tests.rules.saltmarsh import FILES, referral, seen

MORE = "documents:\n  report: {title: Report, contains: [identity, health]}\n"


def _sent(activity: str, *, more: str = MORE) -> list[dict[str, str]]:
    states = f"""  assisted:
    title: Assisted
    held_by: duty_officer
    activities:
      ask: {{title: Ask, by: duty_officer, records: consent}}
      send: {{title: Send, by: duty_officer, produces: report, to: closed, {activity}}}
"""
    text = referral(states, initial="assisted", more=more)
    found = seen("sends-without-consent", {"referral.yaml": text})
    return [facts for _, facts in found]


LACKING = {"activity": "send", "document": "report", "data": "health"}
TO_WELFARE = "sends: {report: [welfare_office]}"


@pytest.mark.parametrize(
    "activity",
    [
        TO_WELFARE,
        f"{TO_WELFARE}, when: consent is known",
        f"{TO_WELFARE}, when: consent is not refused or consent is unknown",
        f"{TO_WELFARE}, when: consent is given, forgets: consent",
        f"{TO_WELFARE}, records: consent",
        f"{TO_WELFARE}, sets: {{consent: refused}}",
    ],
)
def test_consent_may_be_lacking(activity: str) -> None:
    assert _sent(activity) == [LACKING]


@pytest.mark.parametrize(
    "activity",
    [
        f"{TO_WELFARE}, when: consent is given",
        f"{TO_WELFARE}, when: consent is not refused",
        f"{TO_WELFARE}, sets: {{consent: given}}",
        "sends: {report: [harbour_police]}",
        "sends: {report: [duty_officer]}",
    ],
)
def test_consent_is_sure_or_not_needed(activity: str) -> None:
    assert _sent(activity) == []


def test_data_that_need_no_consent_are_free() -> None:
    more = MORE.replace("[identity, health]", "[identity]")
    assert _sent(TO_WELFARE, more=more) == []


@pytest.mark.parametrize(
    ("initially", "reached", "told"),
    [
        ("", True, [LACKING]),
        (", initially: refused", True, [LACKING]),
        (", initially: given", True, []),
        ("", False, []),  # What no case does passes nothing on.
    ],
)
def test_where_nobody_records_consent_the_first_value_stays(
    initially: str, reached: bool, told: list[dict[str, str]]
) -> None:
    handbook = FILES["handbook.yaml"].replace(
        "values: [given, refused]", f"values: [given, refused]{initially}"
    )
    states = f"""  seen:
    title: Seen
    held_by: duty_officer
    activities:
      go: {{title: Go, by: duty_officer, to: {"assisted" if reached else "closed"}}}
  assisted:
    title: Assisted
    held_by: duty_officer
    activities:
      send:
        {{title: Send, by: duty_officer, produces: report, {TO_WELFARE}, to: closed}}
"""
    text = referral(states, initial="seen", more=MORE)
    files = {"referral.yaml": text, "handbook.yaml": handbook}
    assert [facts for _, facts in seen("sends-without-consent", files)] == told


def test_what_is_done_at_any_time_is_looked_at_where_others_open_the_case_too() -> None:
    states = """  assisted:
    title: Assisted
    held_by: duty_officer
    activities:
      stop: {title: Stop, by: duty_officer, to: closed}
"""
    acts = f"""activities:
  ask: {{title: Ask, by: duty_officer, records: consent}}
  send: {{title: Send, by: duty_officer, produces: report, {TO_WELFARE}}}
"""
    told = referral(states, initial="assisted", more=acts + MORE)
    opener = referral(
        """  reported:
    title: Reported
    held_by: duty_officer
    activities:
      call: {title: Call, by: duty_officer, opens: {protocol: referral}, to: closed}
"""
    ).replace("referral\ntitle", "calling\ntitle")
    files = {"referral.yaml": told, "calling.yaml": opener}
    found = seen("sends-without-consent", files)
    assert [facts for _, facts in found] == [LACKING]
