"""Which claims clash, and which do not: overlaps, oversight, being told."""

import pytest

from tests.rules.saltmarsh import FILES, referral, seen

OTHER = "accountable: welfare_office"
ACTS = """  reported:
    title: Concern reported
    held_by: duty_officer
    function: protect
    activities:
      make_safe: {title: Make the child safe, by: duty_officer, to: closed}
"""
HOME = f"find_home: {{title: Find a home, by: caseworker, function: protect, {OTHER}}}"


def _claims(text: str) -> list[tuple[str, str]]:
    found = seen("function-claimed-twice", {"referral.yaml": text})
    return [(facts["first"], facts["second"]) for _, facts in found]


def test_an_activity_around_a_state_meets_those_inside() -> None:
    top = f"activities:\n  {HOME}\n"
    assert _claims(referral(ACTS, more=top)) == [("find_home", "make_safe")]


def test_states_one_after_the_other_do_not_meet() -> None:
    later = (
        "  later:\n    title: Later\n    held_by: duty_officer\n    activities:\n"
        f"      {HOME}\n"
    )
    assert _claims(referral(ACTS.replace("to: closed", "to: later") + later)) == []


def test_strands_side_by_side_meet() -> None:
    strands = f"""  both:
    title: Both
    held_by: duty_officer
    function: protect
    done: closed
    parallel:
      left:
        initial: first
        states:
          first:
            title: First
            activities:
              make_safe: {{title: Make the child safe, by: duty_officer, to: over}}
          over: {{title: Over, final: true}}
      right:
        initial: second
        states:
          second:
            title: Second
            activities:
              {HOME[:-1]}, to: over}}
          over: {{title: Over, final: true}}
"""
    assert _claims(referral(strands, initial="both")) == [("make_safe", "find_home")]


def test_whoever_acts_claims_nothing() -> None:
    acting = HOME.replace(OTHER, "accountable: actor")
    assert _claims(referral(ACTS + f"      {acting}\n")) == []


def test_another_function_is_no_second_claim() -> None:
    other = HOME.replace("function: protect, ", "")
    apart = ACTS.replace("    function: protect\n", "")
    assert _claims(referral(apart + f"      {other}\n")) == []


TWO = {
    "referral.yaml": referral(ACTS),
    "shelter.yaml": referral(ACTS)
    .replace("protocol: referral", "protocol: shelter")
    .replace(", by: duty_officer", f", by: caseworker, {OTHER}"),
}


def test_one_agency_in_both_claims_is_agreement_enough() -> None:
    again = TWO["shelter.yaml"] + (
        "activities:\n"
        "  make_safe: {title: Make the child safe, by: duty_officer, function: protect,"
        " accountable: harbour_police}\n"
    )
    assert len(seen("duty-claimed-twice", TWO)) == 1
    assert seen("duty-claimed-twice", {**TWO, "shelter.yaml": again}) == []


def test_the_same_name_with_another_function_is_another_duty() -> None:
    other = TWO["shelter.yaml"].replace("    function: protect\n", "")
    assert seen("duty-claimed-twice", {**TWO, "shelter.yaml": other}) == []


def test_a_region_where_one_agency_plays_both_has_no_clash() -> None:
    regions = {
        f"regions/{name}.yaml": f"region: {name}\ntitle: Shore\nroles:\n  {role}\n"
        for name, role in (
            ("east", "duty_officer: {agency: welfare_office}"),
            ("west", "duty_officer: {agency: harbour_police}"),
        )
    }
    found = seen("duty-claimed-twice", {**TWO, **regions})
    assert [facts["regions"] for _, facts in found] == ["west"]


def test_a_role_of_several_agencies_means_the_holders_own() -> None:
    roles = {
        "roles.yaml": "roles:\n"
        "  duty_officer: {title: Officer, agency: harbour_police}\n"
        "  caseworker: {title: Caseworker, agency: welfare_office}\n"
        "  chief: {title: Chief, agency: [harbour_police, welfare_office]}\n"
        "  line_manager: {title: Manager, agency: welfare_office}\n"
    }
    within = "    within: 1 day\n    escalate_to: [{}]\n    activities:\n"
    text = ACTS.replace("    activities:\n", within.format("chief"))
    both = ACTS.replace("    activities:\n", within.format("chief, caseworker"))
    told = [
        seen("answers-to-itself", {**roles, "referral.yaml": referral(each)})
        for each in (text, both)
    ]
    assert [[facts["agency"] for _, facts in each] for each in told] == [
        ["harbour_police"],
        [],
    ]


def test_one_of_several_who_may_act_may_be_told() -> None:
    several = ACTS.replace(
        ", by: duty_officer", ", by: [duty_officer, caseworker], inform: caseworker"
    )
    alone = ACTS.replace(", by: duty_officer", ", by: caseworker, inform: caseworker")
    rule = "told-without-reason"
    assert seen(rule, {"referral.yaml": referral(several)}) == []
    assert len(seen(rule, {"referral.yaml": referral(alone)})) == 1


def test_whoever_answers_may_be_told_but_need_not_be_asked() -> None:
    for key, shown in (("inform", []), ("consult", ["duty_officer"])):
        acting = f", by: caseworker, {key}: duty_officer"
        told = ACTS.replace(", by: duty_officer", acting)
        found = seen("told-without-reason", {"referral.yaml": referral(told)})
        assert [facts["name"] for _, facts in found] == shown


@pytest.mark.parametrize(
    ("told", "alone"),
    [
        ("line_manager", ["welfare_office"]),
        ("duty_officer", ["harbour_police"]),
        ("duty_officer, line_manager", []),
    ],
)
def test_a_duty_in_several_states_has_the_holder_of_each(
    told: str, alone: list[str]
) -> None:
    states = """  reported:
    title: Reported
    held_by: duty_officer
    activities:
      refer: {title: Refer, by: caseworker, to: assisted}
  assisted:
    title: Assisted
    held_by: caseworker
    activities:
      finish: {title: Finish, by: caseworker, to: closed}
"""
    more = f"""activities:
  visit:
    title: Visit
    by: caseworker
    from: [reported, assisted]
    within: 1 day
    escalate_to: [{told}]
"""
    text = referral(states, more=more)
    found = seen("answers-to-itself", {"referral.yaml": text})
    assert [facts["agency"] for _, facts in found] == alone
    assert all(facts["state"] == "visit" for _, facts in found)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ("actor", ["guardian"]),
        ("harbour_police", []),
        ("Harbour-Police", []),  # Who answers could not be read.
    ],
)
def test_who_answers_is_not_guessed_where_it_could_not_be_read(
    answers: str, told: list[str]
) -> None:
    roles = FILES["roles.yaml"] + "  guardian: {title: Guardian, agency: none}\n"
    states = f"""  reported:
    title: Reported
    held_by: guardian
    activities:
      refer: {{title: Refer, by: guardian, accountable: {answers}, to: closed}}
"""
    files = {"roles.yaml": roles, "referral.yaml": referral(states)}
    found = seen("accountable-without-agency", files)
    assert [facts["role"] for _, facts in found] == told
