"""A small handbook of an invented district whose titles try to be markup."""

from collections.abc import Mapping

from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook

__all__ = ["HOSTILE", "hostile_handbook"]

HOSTILE = (
    "<script>alert(1)</script>",
    "]]><!-- & \"q\" 'q'",
    "#panic() $x$ *b* _i_ @ref",
    "`raw` \\u{48} ~ // c",
    "=HYPERLINK(0) {{7*7}} %n",
    "]#pagebreak()[",
)
"""Markup of HTML, XML, typst, spreadsheets and templates."""

_FILES: Mapping[str, str] = {
    "handbook.yaml": """\
handbook: hostile
title: {T0}
languages: [en, kk]
functions:
  protect: {{title: {T1}}}
data:
  name: {{title: {T2}}}
escalation:
  - {{after: 0 hours, tell: lead}}
questions:
  why: {{title: {T3}, about: [lead]}}
""",
    "agencies.yaml": """\
agencies:
  office:
    title: {T4}
    short: {T5}
    kind: service
    level: district
    may_see: [name]
    mandates: {{protect: [act]}}
  post:
    title: {T1}
    kind: service
    level: district
    may_see: [name]
    mandates: {{protect: [act]}}
""",
    "roles.yaml": """\
roles:
  lead: {{title: {T0}, agency: office}}
  guard: {{title: {T3}, agency: post}}
""",
    "sources.yaml": """\
sources:
  act: {{title: {T2}, cite: "{C}", kind: law}}
""",
    "care.yaml": """\
protocol: care
title: {T3}
valid_from: 2026-01-01
source: [act]
phases:
  first: {{title: {T5}}}
documents:
  sheet: {{title: {T1}, contains: [name]}}
initial: open
states:
  open:
    title: {T2}
    phase: first
    held_by: guard
    function: protect
    within: {{limit: 2 days, basis: statutory, source: [act]}}
    activities:
      tell:
        title: {T4}
        by: guard
        inform: [lead]
        source: [act]
        produces: [sheet]
        sends: {{sheet: [lead]}}
        to: there
        handover: {{to: lead, within: 3 hours}}
  there:
    title: {T0}
    phase: first
    held_by: lead
    function: protect
    within: 24 hours
    activities:
      close: {{title: {T5}, by: lead, to: closed}}
  closed: {{title: {T1}, phase: first, final: true, outcome: protected}}
""",
}


def hostile_handbook() -> Handbook:
    """Return the handbook; every title is one of ``HOSTILE``, in both languages."""
    quoted = [text.replace("'", "''") for text in HOSTILE]
    labels = {
        f"T{at}": f"{{en: '{text}', kk: '{text} қ'}}" for at, text in enumerate(quoted)
    }
    files = {
        name: text.format(**labels, C="<b>1</b> & 2") for name, text in _FILES.items()
    }
    return read_texts(files).sound()
