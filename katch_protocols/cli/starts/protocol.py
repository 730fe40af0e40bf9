"""The start of a protocol: three states, with the names of its handbook."""

from dataclasses import dataclass

from katch_protocols.cli.refusals import Refusal
from katch_protocols.cli.starts.texts import fill
from katch_protocols.model.handbook import Handbook

__all__ = ["protocol_start"]

_TEMPLATE = """\
$why_protocol
protocol: $id
title: $title_protocol
version: 0.1.0
status: draft
valid_from: 2026-01-01
source: [$source]

initial: reported

states:
  reported:  $why_state
    title: $title_reported
    held_by: $role  $why_held_by
    function: $function
    within: {limit: 24 hours, basis: guidance, source: $source}  $why_within
    activities:
      assess:  $why_activity
        title: $title_assess
        by: $role  $why_by
        to: assessed

  assessed:
    title: $title_assessed
    held_by: $role
    function: $function
    within: {limit: $later, basis: guidance, source: $source}
    activities:
      agree_help:
        title: $title_agree_help
        by: $role
        to: helped

  helped:
    title: $title_helped
    final: true
    outcome: protected  $why_outcome
"""


@dataclass(frozen=True)
class _Names:
    role: str
    function: str
    source: str


def protocol_start(name: str, handbook: Handbook) -> str:
    """Return the text of a new protocol that uses the names of ``handbook``.

    Raises:
        Refusal: No role of the handbook has a home agency with a mandate.
    """
    names = _names(handbook)
    if names is None:
        raise Refusal("no-mandate")
    return fill(
        _TEMPLATE,
        handbook.languages,
        id=name,
        role=names.role,
        function=names.function,
        source=names.source,
        later="5 working days" if handbook.holidays else "7 days",
    )


def _names(handbook: Handbook) -> _Names | None:
    """Find the first role whose agency may answer for something."""
    for role in handbook.roles.values():
        if len(role.agencies) != 1 or role.agencies[0] not in handbook.agencies:
            continue
        for function, sources in handbook.agencies[role.agencies[0]].mandates.items():
            if sources:
                return _Names(role.id, function, sources[0])
    return None
