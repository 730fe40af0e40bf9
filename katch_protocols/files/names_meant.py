"""What a text means that stands where an id is due: people know things by their titles.

A title means its id, several names in one text mean a list, and what is near to a name
or has one in it means that.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from katch_protocols.files.field_types.collections import Pairs
from katch_protocols.files.field_types.ids import IdName
from katch_protocols.files.file_kinds import named
from katch_protocols.files.sentences_meant import is_sentence
from katch_protocols.files.tokens import kind_at, may_be_list
from katch_protocols.findings import Finding, Path, Place
from katch_protocols.model.documents import Fact
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.protocol import Fragment, Protocol
from katch_protocols.model.states import State
from katch_protocols.sentences.nearness import nearest
from katch_protocols.words.lists import as_typed

__all__ = ["with_names_meant"]

_ASKED = {"bad-id": "value", "malformed-name": "sentence"}
"""The findings of a text that is no id, and the fact that has the text."""

_WORDED = frozenset({"unexpected-word", "surplus-word", "unfinished-sentence"})
"""The findings of a sentence in which a title may stand for an id."""

_KINDS = {"rule": "safeguard", "when": "condition"}
"""Of the keys that hold sentences, which ones."""

_LISTED = "ids-not-listed"

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


def with_names_meant(
    findings: tuple[Finding, ...], handbook: Handbook
) -> tuple[Finding, ...]:
    """Return findings; one of a text that names something says which id is meant.

    A text in curled quotation marks is told once: it is an id once they are straight.
    """
    findings = _told_once(findings)
    if not any(each.rule in {*_ASKED, _LISTED, *_WORDED} for each in findings):
        return findings
    return tuple(_with_ids(_meant(each, handbook), handbook) for each in findings)


def _told_once(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Leave out what follows from another finding.

    A text in curled quotation marks is an id once they are straight; what is wrong for
    other reasons is not mended by marks; what a comma cuts off is whole without it.
    """
    curled = {each.place for each in findings if each.rule == "smart-quotes"}
    others = {each.place for each in findings if "sentence" in each.facts}
    cut = {each.path[:-1] for each in findings if each.rule == "comma-in-text"}
    halves = {_line_of(each) for each in findings if each.rule == "smart-quotes"}
    return tuple(
        each
        for each in findings
        if not (each.rule in _ASKED and each.place in curled)
        and not (each.rule == "needs-quotes" and each.place in others)
        and not (each.rule in _CUT and each.path[:-1] in cut)
        and not (each.rule == "comma-in-text" and _line_of(each) in halves)
    )


def _line_of(finding: Finding) -> tuple[str, int, Path]:
    """Return what holds a text, and the line of its first letter."""
    at = finding.place
    where = ("", 0) if at is None else (at.file, at.line)
    return (*where, finding.path[:-1])


_CUT = frozenset({"unfinished-sentence", "empty-sentence"})
"""What is said of the first half of a text that a comma cuts."""


def _meant(finding: Finding, handbook: Handbook) -> Finding:
    if finding.rule == _LISTED:
        return _as_can_stand(finding)
    text = finding.facts.get(_ASKED.get(finding.rule, ""), "")
    if not text:
        return _target(finding, handbook)
    wanted, is_reference = _wanted(finding)
    known = dict(_names(handbook, finding.path, wanted))
    name = known.get(text.casefold()) if is_reference else None
    if name is not None:
        facts = {"value": text, "id": name}
        return replace(finding, rule="title-for-id", facts=facts, near=(name,))
    if several := _several(text.casefold(), known):
        facts = {"value": text, "list": f"[{as_typed(several)}]"}
        listed = replace(finding, rule=_LISTED, facts=facts, near=())
        return _as_can_stand(listed)
    # What lacks may be the colon between a name and its value.
    is_meant = {*known.values()}.intersection(finding.near) or ":" in "".join(
        finding.near
    )
    if not is_reference or is_meant:
        return finding
    # Of a sentence nobody knows what may be declared elsewhere.
    in_sentence = finding.rule != "bad-id"
    asked = finding.facts["word"] if in_sentence else text
    near = _nearest(asked.casefold(), known) or finding.near * in_sentence
    return replace(finding, near=near)


def _with_ids(finding: Finding, handbook: Handbook) -> Finding:
    """Offer a sentence with ids for the titles in it, where that makes it one."""
    text = finding.facts.get("sentence", "")
    kind = _KINDS.get(str(finding.path[-1])) if finding.path else None
    if kind is None or finding.rule not in {*_ASKED, *_WORDED}:
        return finding
    if meant := _with_value(text, kind, handbook, finding.path):
        return replace(finding, near=(meant,))
    known = dict(_names(handbook, finding.path, _ANY))
    titles = sorted((each for each in known if " " in each), key=len, reverse=True)
    found = next((each for each in titles if each in text.casefold()), None)
    if found is None:
        return finding
    pattern = rf"(?<![\w.]){re.escape(found)}(?![\w.])"
    meant = re.sub(pattern, known[found], text, flags=re.IGNORECASE)
    is_one = meant != text and is_sentence(kind, meant)
    return replace(finding, near=(meant,)) if is_one else finding


def _with_value(text: str, kind: str, handbook: Handbook, path: Path) -> str | None:
    """Return a condition in which an answer stands by its id, not by its title."""
    for fact in _facts(handbook, path):
        for value, label in fact.values.items():
            for title in label.texts.values() if label is not None else ():
                written = (
                    rf"(?<![\w.])({fact.id})(?: is)?( not)? {re.escape(title)}(?!\w)"
                )
                ours = rf"\1 is\2 {value}"
                meant = re.sub(written, ours, text, flags=re.IGNORECASE)
                if meant != text and is_sentence(kind, meant):
                    return meant
    return None


def _facts(handbook: Handbook, path: Path) -> Iterator[Fact]:
    """Yield the facts that a condition at a path may ask about."""
    match path:
        case ("protocols", str(name), *_) if name in handbook.protocols:
            yield from handbook.protocols[name].facts.values()
        case ("fragments", str(name), *_) if name in handbook.fragments:
            yield from handbook.fragments[name].facts.values()
        case _:
            pass
    yield from handbook.facts.values()


_TARGETS = frozenset({"to", "done", "then"})


def _target(finding: Finding, handbook: Handbook) -> Finding:
    """Tell of several words where one state is due; as a whole they may be near one."""
    if finding.rule != "surplus-word" or finding.path[-1] not in _TARGETS:
        return finding
    text, place = finding.facts["sentence"], finding.place
    known = dict(_names(handbook, finding.path, (_STATES,)))
    begun = int(finding.facts["column"]) - 1
    start = place and Place(place.file, place.line, place.column - begun)
    near = _nearest(text.casefold(), known)
    facts = {"value": text}
    return replace(finding, rule="bad-id", facts=facts, near=near, place=start)


def _as_can_stand(finding: Finding) -> Finding:
    """Return what is told of several names where only one can stand."""
    name = None if finding.place is None else named(finding.place.file)
    in_list = isinstance(finding.path[-1], int)
    if name is None or in_list or may_be_list(finding.path, name):
        return finding
    return replace(finding, rule="one-value", facts={})


_BETWEEN = re.compile(r"\s*(?:[,;/&+]|\b(?:and|or|и|или|және|мен|немесе)\b)\s*")


def _several(text: str, known: Mapping[str, Id]) -> Sequence[Id]:
    """Return the ids that a text lists in words; none where one is not known."""
    for parts in (_BETWEEN.split(text), text.split()):
        found = [known.get(part) for part in parts]
        if len(found) > 1 and all(found):
            return tuple(name for name in found if name)
    return ()


_SHORTEST = 5
"""A name of so many letters inside another text is no chance."""


def _nearest(text: str, known: Mapping[str, Id]) -> tuple[Id, ...]:
    """Return the one id that a text means: by a slip, or as one is in the other."""
    near = nearest(text, known)
    if near is not None:
        return (known[near],)
    inside = {
        name
        for title, name in known.items()
        if min(len(title), len(text)) >= _SHORTEST and (title in text or text in title)
    }
    return tuple(inside) if len(inside) == 1 else ()


def _wanted(finding: Finding) -> tuple[Sequence[str], bool]:
    """Return of what an id is due there, the likeliest first; in a sentence of any.

    And whether it stands there as a reference, to what is declared elsewhere.
    """
    name = None if finding.place is None else named(finding.place.file)
    if name is None or finding.rule != "bad-id":
        return _ANY, finding.rule != "bad-id"
    is_key = finding.path[-1:] == (finding.facts["value"],)
    kind = kind_at(finding.path[:-1] if is_key else finding.path, name)
    if isinstance(kind, Pairs if is_key else IdName) and kind.of:
        return kind.of, True
    return _ANY, False


def _names(
    handbook: Handbook, path: Path, wanted: Sequence[str]
) -> Iterator[tuple[str, Id]]:
    """Yield ids, titles and short titles in small letters; the likeliest last."""
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
        yield from ((each, name) for each in (name.replace("_", " "), name))
        for label in (getattr(noun, "short", None), getattr(noun, "title", None)):
            if isinstance(label, Label):
                yield from ((text.casefold(), name) for text in label.texts.values())
