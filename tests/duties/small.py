"""A small handbook with two regions, in which each kind of answer occurs once."""

from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook

__all__ = ["FILES", "harbour"]

FILES = {
    "handbook.yaml": """
handbook: harbour
title: Harbour district (synthetic)
languages: [en]
functions:
  rescue: {title: Rescue}
  shelter: {title: Shelter}
  papers: {title: Papers}
data:
  identity: {title: Identity}
escalation:
  - {after: 0 hours, tell: chief}
  - {after: 2 days, tell: welfare}
""",
    "agencies.yaml": """
agencies:
  police: {title: Police, kind: service, level: district, mandates: {rescue: [act]}}
  welfare: {title: Welfare, kind: service, level: district, mandates: {shelter: [act]}}
  clinic: {title: Clinic, kind: service, level: district, valid_to: 2026-06-30}
  friends: {title: Friends, kind: ngo, level: region}
""",
    "roles.yaml": """
roles:
  officer: {title: Officer, agency: police}
  chief: {title: Chief, agency: police}
  worker: {title: Worker, agency: welfare}
  host: {title: Host, agency: [welfare, friends]}
  nurse: {title: Nurse, agency: clinic}
  guardian: {title: Guardian, agency: none}
""",
    "sources.yaml": """
sources:
  act: {title: Act, kind: law, valid_from: 2020-01-01, read: true}
""",
    "regions/east.yaml": """
region: east
title: East
roles:
  host: {agency: friends}
""",
    "regions/west.yaml": """
region: west
title: West
roles:
  host: {unbound: No host was found}
""",
    "lost.yaml": """
protocol: lost
title: Lost child
valid_from: 2026-01-01
documents:
  form: {title: Form, contains: [identity]}
initial: seen
states:
  seen:
    title: Seen
    held_by: officer
    function: rescue
    within: {limit: 2 hours, basis: statutory, source: act}
    activities:
      look:
        title: Look around
        by: officer
        together_with: [nurse]
        consult: [guardian]
      bring:
        title: Bring to a host
        by: [officer, worker]
        function: shelter
        inform: [clinic]
        produces: [form]
        sends: {form: [host, guardian]}
        source: act
        to: housed
        handover: {to: host, within: 1 day}
  housed:
    title: Housed
    held_by: host
    function: shelter
    within: {limit: 5 days, from: bring}
    escalate_to: [welfare]
    activities:
      feed: {title: Feed, by: host, accountable: actor}
      settle: {title: Settle, by: worker, accountable: worker, to: settled}
  settled: {title: Settled, final: true, outcome: protected}
""",
}


def harbour() -> Handbook:
    """Return the handbook, read from its files."""
    return read_texts(FILES).sound()
