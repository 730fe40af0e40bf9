"""The start of a handbook: Saltmarsh, an invented district with two bodies."""

from collections.abc import Mapping, Sequence

from katch_protocols.cli.starts.texts import fill
from katch_protocols.files.shapes.files import FILE_KINDS
from katch_protocols.files.shapes.protocols import PROTOCOLS

__all__ = ["EXAMPLE", "handbook_start"]

EXAMPLE = PROTOCOLS.file("referral")
"""The file of the example: the protocol with which the tutorial ends."""

_EXAMPLE = """\
$why_protocol
protocol: referral
title: $title_referral
version: 0.1.0
status: draft
valid_from: 2026-01-01
source: [harbour_act]

initial: reported

states:
  reported:  $why_state
    title: $title_reported
    held_by: duty_officer  $why_held_by
    function: protect
    within: {limit: 2 hours, basis: statutory, source: harbour_act}  $why_within
    activities:
      make_safe:  $why_activity
        title: $title_make_safe
        by: duty_officer  $why_by
        to: safe

  safe:
    title: $title_safe
    held_by: duty_officer
    function: protect
    within: {limit: 1 day, basis: guidance, source: tide_guide}
    activities:
      refer:
        title: $title_refer
        by: duty_officer
        to: helped
        handover: {to: caseworker, within: 4 hours, basis: guidance, source: tide_guide}

  helped:
    title: $title_helped
    held_by: caseworker
    function: protect
    within: {limit: 30 days, basis: guidance, source: tide_guide}
    activities:
      close_case:
        title: $title_close_case
        by: caseworker
        to: closed

  closed:
    title: $title_closed
    final: true
    outcome: protected  $why_outcome
"""


def handbook_start(
    name: str, languages: Sequence[str], *, example: bool = False
) -> Mapping[str, str]:
    """Return the text of each file of a new handbook, by file name.

    ``name`` becomes its id; the first of ``languages`` is its source language.
    With ``example`` the protocol ``referral`` is among the files.
    """
    templates = {
        kind.place: kind.start
        for kind in FILE_KINDS.values()
        if kind.start and not kind.registry
    }
    if example:
        templates[EXAMPLE] = _EXAMPLE
    listed = ", ".join(languages)
    return {
        file: fill(template, languages, id=name, listed=listed)
        for file, template in templates.items()
    }
