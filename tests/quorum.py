"""Saltmarsh with panels: a plan is decided by four seats, and appealed to others.

The case panel needs three of its four seats; the appeal panel both of its two. In the
north everybody is at a desk; in the south the school has nobody.
"""

from datetime import UTC, datetime

from katch_protocols.cases.case import Case
from katch_protocols.cases.request import Actor
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.verbs.live_cases import open_case
from tests.rules.saltmarsh import SALTMARSH

__all__ = ["FILES", "HOMES", "NOW", "begin", "book", "of", "person"]

NOW = datetime(2026, 7, 1, 6, 0, tzinfo=UTC)

FILES = {
    **SALTMARSH,
    "handbook.yaml": SALTMARSH["handbook.yaml"]
    + """
qualifications:
  child_interviewing: {title: Child-sensitive interviewing}
""",
    "agencies.yaml": SALTMARSH["agencies.yaml"]
    + """
  clinic: {title: Clinic, kind: service, level: district, may_see: [identity, health]}
  school: {title: School, kind: service, level: district, may_see: [identity]}
  council:
    {title: Council, kind: commission, level: district,
     mandates: {protect: [harbour_act]}, may_see: [identity, health]}
""",
    "roles.yaml": SALTMARSH["roles.yaml"]
    + """
  nurse: {title: Nurse, agency: clinic}
  teacher: {title: Teacher, agency: school}
  councillor: {title: Councillor, agency: council}
  case_panel:
    title: Case panel
    members: [caseworker, duty_officer, nurse, teacher]
    quorum: 3
    chair: caseworker
  appeal_panel:
    title: Appeal panel
    members: [councillor, nurse]
    chair: councillor
""",
    "safeguards.yaml": """
safeguards:
  nurse_sits: {rule: decide_plan with nurse, source: harbour_act}
  chair_sits: {rule: decide_plan with caseworker, source: harbour_act}
  panel_decides: {rule: only case_panel does decide_plan, source: harbour_act}
  others_review:
    {rule: decide_plan and review_plan by different people, source: harbour_act}
""",
    "regions/north.yaml": """
region: north
title: North
posts:
  desk: {title: Desk, roles: [caseworker, line_manager], people: 2}
  station: {title: Station, roles: [duty_officer], people: 2, cover: always}
  ward: {title: Ward, roles: [nurse], people: 2}
  classroom: {title: Classroom, roles: [teacher], people: 1}
  hall: {title: Hall, roles: [councillor], people: 1}
""",
    "regions/south.yaml": """
region: south
title: South
roles:
  teacher: {unbound: No school is open}
""",
    "referral.yaml": """
protocol: referral
title: Referral
version: 0.1.0
status: draft
valid_from: 2026-01-01
source: [harbour_act]
documents:
  plan: {title: Plan, contains: [identity]}
facts:
  verdict: {title: Verdict, values: [granted, refused]}
initial: reported
states:
  reported:
    title: Concern reported
    held_by: duty_officer
    function: protect
    within: {limit: 2 hours, basis: statutory, source: harbour_act}
    activities:
      refer:
        title: Refer the child to the case panel
        by: duty_officer
        to: weighed
        handover: {to: case_panel, within: 4 hours, basis: guidance, source: tide_guide}
  weighed:
    title: Plan weighed
    held_by: case_panel
    function: protect
    within: {limit: 10 days, basis: guidance, source: tide_guide}
    activities:
      decide_plan:
        title: Decide on the plan
        by: case_panel
        records: verdict
        produces: plan
        inform: [line_manager]
        to: decided
  decided:
    title: Plan decided
    held_by: caseworker
    function: protect
    within: {limit: 30 days, basis: guidance, source: tide_guide}
    activities:
      appeal:
        title: Ask for a review
        by: line_manager
        sends: {plan: [appeal_panel]}
        inform: [appeal_panel]
        to: appealed
      close_case: {title: Close the case, by: caseworker, to: closed}
  appealed:
    title: Appeal weighed
    held_by: caseworker
    function: protect
    within: {limit: 10 days, basis: guidance, source: tide_guide}
    activities:
      review_plan:
        title: Review the plan
        by: appeal_panel
        accountable: council
        records: verdict
        to: decided
  closed: {title: Case closed, final: true, outcome: protected}
""",
}


def book(**files: str) -> Handbook:
    """Return the handbook; a file whose text is given stands for its own."""
    named = {f"{name}.yaml".replace("__", "/"): text for name, text in files.items()}
    return read_texts({**FILES, **named}).sound()


HOMES = {
    "caseworker": "welfare_office",
    "line_manager": "welfare_office",
    "duty_officer": "harbour_police",
    "nurse": "clinic",
    "teacher": "school",
    "councillor": "council",
}


def person(token: str, *roles: str, region: str | None = "north") -> Actor:
    """Return somebody who plays roles, of the home agency of the first."""
    return Actor(token, roles=roles, agency=HOMES[roles[0]], region=region)


def of(case: Case) -> str:
    """Return where a case stands."""
    (state,) = case.now.states
    return state


def begin(region: str = "north", **files: str) -> Case:
    """Open a case that the case panel's chair has taken over."""
    made = book(**files)
    case = open_case(made.protocols["referral"], reference="c-1", region=region, at=NOW)
    case.do("refer", by=person("po", "duty_officer", region=region), at=NOW)
    chair = person("ch", "caseworker", region=region)
    case.do("acknowledge_refer", by=chair, at=NOW)
    return case
