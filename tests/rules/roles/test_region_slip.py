"""A role that is misspelt in a region is told there, and nowhere else."""

from tests.rules.saltmarsh import SALTMARSH, examine

ROLES = f"{SALTMARSH['roles.yaml']}\n  neighbour: {{title: Neighbour, agency: none}}\n"
REFERRAL = """
protocol: referral
title: Referral
valid_from: 2026-01-01
initial: reported
states:
  reported:
    title: Concern reported
    held_by: duty_officer
    function: protect
    activities:
      make_safe: {title: Make safe, by: neighbour, accountable: actor, to: closed}
  closed: {title: Case closed, final: true, outcome: protected}
"""
REGION = "region: north\ntitle: North\nroles:\n  neighbour: {agency: welfare_office}\n"


def found(region):
    texts = {"regions/north.yaml": region, "roles.yaml": ROLES}
    return {each.rule for each in examine({**texts, "referral.yaml": REFERRAL})}


def test_who_answers_by_a_misspelt_role_is_not_said_to_have_no_office():
    sound, slip = found(REGION), found(REGION.replace("neighbour:", "neigbour:"))
    assert slip - sound == {"unknown-role"}
    without = REGION[: REGION.index("roles:")]
    assert found(without) - sound == {"accountable-without-agency"}
