"""A title that stands where an id is due: people know things by their titles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from katch_protocols.files.field_types.ids import IdName
from katch_protocols.files.file_kinds import named
from katch_protocols.files.tokens import kind_at
from katch_protocols.findings import Finding, Path
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.protocol import Fragment, Protocol
from katch_protocols.model.states import State

__all__ = ["with_titles_meant"]

_ASKED = {"bad-id": "value", "malformed-name": "sentence"}
"""The findings of a text that is no id, and the fact that has the text."""

_SHARED = (
    "families",
    "regions",
    "principles",
    "qualifications",
    "checklists",
    "agencies",
    "roles",
    "functions",
    "sources",
    "data",
    "fragments",
    "protocols",
    "facts",
)
_OWN = ("phases", "facts", "documents", "activities")
_STATES = "states"
_ANY = (_STATES, *reversed(_OWN), *reversed(_SHARED))


def with_titles_meant(
    findings: tuple[Finding, ...], handbook: Handbook
) -> tuple[Finding, ...]:
    """Return findings; one of a text that is the title of something says its id."""
    if not any(each.rule in _ASKED for each in findings):
        return findings
    return tuple(_meant(each, handbook) for each in findings)


def _meant(finding: Finding, handbook: Handbook) -> Finding:
    text = finding.facts.get(_ASKED.get(finding.rule, ""), "")
    known = dict(_titles(handbook, finding.path, _wanted(finding))) if text else {}
    name = known.get(text.casefold())
    if name is None:
        return finding
    facts = {"value": text, "id": name}
    return replace(finding, rule="title-for-id", facts=facts, near=(name,))


def _wanted(finding: Finding) -> Sequence[str]:
    """Return of what an id is due there, the likeliest first; in a sentence of any."""
    name = None if finding.place is None else named(finding.place.file)
    kind = None if name is None else kind_at(finding.path, name)
    if finding.rule == "bad-id" and isinstance(kind, IdName) and kind.of:
        return kind.of
    return _ANY


def _titles(
    handbook: Handbook, path: Path, wanted: Sequence[str]
) -> Iterator[tuple[str, Id]]:
    """Yield titles of what is wanted in small letters; the likeliest come last."""
    for key in reversed(wanted):
        if key in _SHARED:
            yield from _of(getattr(handbook, key))
    match path:
        case ("protocols", str(name), *_):
            yield from _within(handbook.protocols.get(name), wanted)
        case ("fragments", str(name), *_):
            yield from _within(handbook.fragments.get(name), wanted)
        case _:
            return


def _within(
    piece: Protocol | Fragment | None, wanted: Sequence[str]
) -> Iterator[tuple[str, Id]]:
    if piece is None:
        return
    for key in reversed(wanted):
        if key in _OWN:
            yield from _of(getattr(piece, key))
    if _STATES in wanted:
        yield from _inside(piece.states)


def _inside(states: Mapping[Id, State]) -> Iterator[tuple[str, Id]]:
    for state in states.values():
        yield from _of(state.activities)
        yield from _inside({**state.states, **state.parallel})
    yield from _of(states)


def _of(nouns: Mapping[Id, object]) -> Iterator[tuple[str, Id]]:
    for name, noun in nouns.items():
        label = getattr(noun, "title", None)
        if isinstance(label, Label):
            yield from ((text.casefold(), name) for text in label.texts.values())
