"""A handover to several receivers: what is found, where, and in which words."""

import pytest

from tests.rules.saltmarsh import SALTMARSH, examine, referral

CLINIC = {
    "agencies.yaml": SALTMARSH["agencies.yaml"]
    + """  clinic:
    {title: Tide clinic, kind: service, level: district,
     mandates: {protect: [harbour_act]}, may_see: [identity, health]}
""",
    "roles.yaml": SALTMARSH["roles.yaml"] + "  nurse: {title: Nurse, agency: clinic}\n",
}

HELPED = """  helped:
    title: Helped
    held_by: caseworker
    parallel:
      care:
        initial: cared
        held_by: nurse
        states:
          cared:
            title: In care
            activities: {heal: {title: Heal, by: nurse, to: well}}
          well: {title: Well, final: true}
      home:
        initial: sought
        states:
          sought:
            title: Sought
            activities: {place: {title: Place, by: caseworker, to: placed}}
          placed: {title: Placed, final: true}
    done: closed
"""


def _found(to: str, rule: str, *, more: str = "") -> list[tuple[str, str]]:
    """Return where one rule finds something, and what it says."""
    states = f"""  reported:
    title: Reported
    held_by: duty_officer
    within: 1 day
    activities:
      refer:
        title: Refer
        by: duty_officer
        to: helped
        handover: {{to: {to}, within: 1 hour}}
{more}"""
    files = {**CLINIC, "referral.yaml": referral(states + HELPED)}
    findings = examine(files, district=SALTMARSH)
    return [
        (each.subject.removeprefix("protocols.referral.states."), str(each.said("en")))
        for each in findings
        if each.rule == rule
    ]


HANDOVER = "reported.activities.refer.handover.to"


@pytest.mark.parametrize(
    ("to", "rule", "where", "said"),
    [
        ("[caseworker, nures]", "unknown-role", f"{HANDOVER}.1", "'nures'"),
        ("[caseworker, clinic]", "unknown-role", f"{HANDOVER}.1", "'clinic'"),
        ("[nurse, nurse]", "listed-twice", f"{HANDOVER}.1", "'nurse' is listed twice"),
        ("[]", "empty-item", HANDOVER, "Nothing is written here."),
        (
            "[line_manager, duty_officer]",
            "missing-acknowledgement",
            "reported.activities.refer.handover",
            "from harbour_police to clinic, which need not acknowledge",
        ),
    ],
)
def test_typical_mistakes(to: str, rule: str, where: str, said: str) -> None:
    found = _found(to, rule)
    assert [place for place, _ in found] == [where]
    assert said in found[0][1]


def test_each_strand_that_is_entered_needs_its_holder_among_the_receivers() -> None:
    assert _found("caseworker", "missing-acknowledgement") != []
    assert _found("[caseworker, nurse]", "missing-acknowledgement") == []
    assert _found("[nurse, caseworker]", "missing-acknowledgement") == []


def test_one_of_several_receivers_may_only_know_of_it() -> None:
    rule = "handover-to-other-holder"
    assert _found("[duty_officer, nurse]", rule) == []
    (_, said) = _found("[duty_officer]", rule)[0]
    assert "'duty_officer'" in said


def test_a_name_that_an_answer_needs_is_taken() -> None:
    more = "      acknowledge_refer_nurse: {title: Nod, by: nurse}\n"
    found = _found("[caseworker, nurse]", "generated-name-clash", more=more)
    assert [place for place, _ in found] == ["reported.activities.refer"]
    assert "'acknowledge_refer_nurse'" in found[0][1]


TWICE = """  reported:
    title: Reported
    held_by: duty_officer
    within: 1 day
    activities:
      refer:
        title: Refer
        by: duty_officer
        to: home
        handover: {to: nurse, within: 1 hour}
  home:
    title: Home
    initial: waiting
    done: care
    states:
      waiting:
        title: {en: Waiting for a home, ru: Ждёт дома}
        held_by: caseworker
        within: 1 day
        activities: {place: {title: Place, by: caseworker, to: placed}}
      placed: {title: Placed, final: true}
  care:
    title: Care
    initial: waiting
    done: closed
    states:
      waiting:
        title: {en: Waiting for care, ru: Ждёт ухода}
        held_by: caseworker
        within: 1 day
        activities: {heal: {title: Heal, by: caseworker, to: well}}
      well: {title: Well, final: true}
"""


def test_of_two_states_of_one_name_the_one_that_is_meant_is_told() -> None:
    book = SALTMARSH["handbook.yaml"].replace("languages: [en]", "languages: [en, ru]")
    files = {**CLINIC, "handbook.yaml": book, "referral.yaml": referral(TWICE)}
    found = examine(files, district=SALTMARSH)
    (told,) = (each for each in found if each.rule == "handover-to-other-holder")
    assert "'home.waiting' is held by 'caseworker'" in str(told.said("en"))
    assert "«Ждёт дома (home.waiting)»" in str(told.said("ru"))
