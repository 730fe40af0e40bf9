"""New files: the start of a handbook, a protocol or a rule."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Template
from typing import NamedTuple

from msgspec import Struct

from katch_protocols.cli.refusals import CommandRefusal, unknown
from katch_protocols.files.file_kinds import FILE_KINDS
from katch_protocols.files.schemas.protocols import PROTOCOLS
from katch_protocols.model.handbook import Handbook, SourceKind
from katch_protocols.rules.rule import Family
from katch_protocols.words.languages import ENGLISH, SPOKEN
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import entries

__all__ = [
    "EXAMPLE",
    "Country",
    "fill",
    "handbook_start",
    "label",
    "protocol_start",
    "rule_start",
    "rule_words",
]


_TITLE, _COMMENT = "title-", "comment-"


def fill(template: str, languages: Sequence[str], **names: str) -> str:
    """Return the template with labels in ``languages`` and comments in the first."""
    labels, comments = {}, {}
    for key, text in entries("starts", languages[0]).items():
        if key.startswith(_TITLE):
            name = key.removeprefix(_TITLE)
            labels[f"title_{name}"] = label(name, languages)
        else:
            comments[f"why_{key.removeprefix(_COMMENT)}"] = f"# {text}"
    return Template(template).substitute(**labels, **comments, **names)


def label(key: str, languages: Sequence[str]) -> str:
    """Return a title as YAML: a mapping, or plain text where one language is enough.

    A language that the library does not speak is left out, so that ``check`` shows the
    missing translation; where it speaks none of them, the text is English.
    """
    known = [each for each in languages if each in SPOKEN]
    said = {each: entries("starts", each)[f"{_TITLE}{key}"] for each in known}
    if len(languages) == 1 or not known:
        return said.get(languages[0]) or entries("starts", ENGLISH)[f"{_TITLE}{key}"]
    return "{" + as_typed(f"{each}: {text}" for each, text in said.items()) + "}"


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
    within: {limit: 2 hours, basis: statutory, source: {harbour_act: s. 4}}  $why_within
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


class Country(NamedTuple):
    """Where a handbook holds: whose days off, and what the clocks say."""

    code: str = "KZ"
    timezone: str = "Asia/Almaty"


def handbook_start(
    name: str,
    languages: Sequence[str],
    country: Country = Country(),  # noqa: B008 - it cannot be changed
    *,
    example: bool = False,
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
    names = {"country": country.code, "timezone": country.timezone}
    names |= {"id": name, "listed": as_typed(languages)}
    return {
        file: fill(template, languages, **names) for file, template in templates.items()
    }


_HANDOVER = """\
        handover: {{to: {second}, within: 4 hours, basis: guidance, source: {guide}}}
"""

_GUIDING = (SourceKind.GUIDANCE, SourceKind.STANDARD, SourceKind.PRACTICE)


class _Answering(Struct, frozen=True):
    """A role of one agency, and a function that a source gives to that agency."""

    role: str
    agency: str
    function: str
    source: str


def protocol_start(name: str, handbook: Handbook) -> str:
    """Return the text of a new protocol that uses the names of ``handbook``.

    The first role with a mandate begins; where a role of another agency has the same
    mandate, the case is handed over to it.

    Raises:
        Refusal: No role of the handbook has a home agency with a mandate.
    """
    able = list(_answering(handbook))
    if not able:
        raise CommandRefusal("no-mandate")
    first = able[0]
    others = (
        each
        for each in able
        if each.agency != first.agency and each.function == first.function
    )
    second = next(others, first)
    guide = _guide(handbook) or first.source
    handover = _HANDOVER.format(second=second.role, guide=guide)
    return fill(
        PROTOCOLS.start,
        handbook.languages,
        id=name,
        first=first.role,
        second=second.role,
        handover=handover if second is not first else "",
        function=first.function,
        source=first.source,
        guide=guide,
        later="5 working days" if handbook.holidays else "7 days",
    )


def _answering(handbook: Handbook) -> Iterator[_Answering]:
    """Find the roles whose agency may answer for something."""
    for role in handbook.roles.values():
        if len(role.agencies) != 1 or role.agencies[0] not in handbook.agencies:
            continue
        agency = handbook.agencies[role.agencies[0]]
        for function, sources in agency.mandates.items():
            if sources:
                yield _Answering(role.id, agency.id, function, sources[0].source)


def _guide(handbook: Handbook) -> str | None:
    """Find a source that a deadline of the basis ``guidance`` may cite."""
    guides = (each for each in handbook.sources.values() if each.kind in _GUIDING)
    return next((each.id for each in guides), None)


_HERE = Path(__file__).parent / "templates"
_PACKAGE = _HERE.parents[1]
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def _template(name: str) -> Template:
    return Template((_HERE / name).read_text(encoding="utf-8"))


def rule_start(name: str) -> Mapping[Path, str]:
    """Return the texts of a rule ``FAMILY/RULE`` and of its page, by path.

    Raises:
        Refusal: No such family, a bad name, or no checkout around the library.
    """
    family, _, rule = name.partition("/")
    if family not in set(Family):
        refusal = unknown("unknown-family", family, Family)
        raise refusal.and_see("choose", choices=as_typed(Family))
    if not _NAME.fullmatch(rule):
        raise CommandRefusal("bad-rule-name", name=rule)
    pages = _PACKAGE.parent / "docs" / "reference" / "rules"
    if not pages.is_dir():
        raise CommandRefusal("no-checkout")
    function = rule.replace("-", "_")
    names = {"rule": rule, "function": function}
    module, page = (
        _template(each).substitute(names)
        for each in ("rule_module.txt", "rule_page.md")
    )
    return {
        _PACKAGE / "rules" / family / f"{function}.py": module,
        pages / family / f"{rule}.md": page,
    }


def rule_words(name: str) -> Mapping[Path, str]:
    """Return the catalogues of findings with the English sentences of a new rule.

    In the other languages they wait for a translator.
    """
    rule = name.rpartition("/")[2]
    folder = _PACKAGE / "locale"
    found = sorted(folder.glob("*/LC_MESSAGES/findings.po"))
    return {path: _with(path.read_text(encoding="utf-8"), rule) for path in found}


_BETWEEN = "\n\n"
_KEY = re.compile(r'^msgctxt "(.*)"$', re.MULTILINE)


def _with(catalogue: str, rule: str) -> str:
    """Return a catalogue with the sentences of a rule at their places, by key."""
    head, *texts = catalogue.rstrip("\n").split(_BETWEEN)
    known = {_key(text): text for text in texts}
    added = _template("rule_words.po").substitute(rule=rule).rstrip("\n")
    for text in added.split(_BETWEEN):
        known.setdefault(_key(text), text)
    return _BETWEEN.join([head, *(known[key] for key in sorted(known))]) + "\n"


def _key(text: str) -> str:
    found = _KEY.search(text)
    return found[1] if found else ""
