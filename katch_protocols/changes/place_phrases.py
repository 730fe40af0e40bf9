"""Where something is written differently: its path, said as titles and a field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from katch_protocols.changes.naming import Naming
from katch_protocols.changes.nouns import Written
from katch_protocols.changes.value_phrases import Values
from katch_protocols.files.file_kinds import entry_keys
from katch_protocols.findings import Path
from katch_protocols.model.agreements import Agreement
from katch_protocols.model.citations import Citation
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Label, Noun
from katch_protocols.model.parties import Binding, Trained
from katch_protocols.model.progress import Progress
from katch_protocols.model.protocol import Waiver
from katch_protocols.model.register import RegisterEntry
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.words.languages import ENGLISH
from katch_protocols.words.lists import enumerated, one_line
from katch_protocols.words.quotes import in_quotes
from katch_protocols.words.say import entries

__all__ = ["PathKey", "keys_of", "say_written"]

_UNTITLED = (Agreement, Binding, Progress, RegisterEntry, Safeguard, Trained, Waiver)
"""Entries that are not told by their own title."""
_NAMES = {"sends": NameKind.DOCUMENT, "sets": NameKind.FACT}
_REGISTRIES = {
    "agreed": "protocols",
    "mandates": "functions",
    "progress": "protocols",
    "qualified": "qualifications",
    "training": "qualifications",
}
"""What the names below a key are names of; the first below ``agreed`` is a body's."""


@dataclass(frozen=True, slots=True)
class PathKey:
    """One key of a path; ``name`` is the entry under it, if it has entries."""

    key: str
    name: str | None = None


def keys_of(path: Path) -> tuple[PathKey, ...]:
    """Return a path key by key, each with the name that follows it."""
    parts = [str(part) for part in path[path[0] == "handbook" :]]
    found: list[PathKey] = []
    entries = entry_keys()
    while parts:
        key = parts.pop(0)
        if key == "agreed" and len(parts) > 1:
            # Its entries stand in entries: a body, then a protocol.
            found.append(PathKey(key, parts.pop(0)))
        found.append(PathKey(key, parts.pop(0) if key in entries and parts else None))
    return tuple(found)


def say_written(change: Written, naming: Naming) -> str:
    """Say one change in one sentence: where, what, how it was and how it is."""
    keys = keys_of(change.path)
    if change.moved:
        return _moved(change, keys, naming)
    values = Values(naming, change.path, _field_key(keys))
    said = _said(change, values, _field(change, keys, naming))
    if change.renamed:
        said = _renamed(change, keys, naming)
    where = one_line(in_quotes(title) for title in _where(keys, naming))
    text = f"{where}: {said}" if where else said
    return text[:1].upper() + text[1:]


def _renamed(change: Written, keys: Sequence[PathKey], naming: Naming) -> str:
    """Say that something is likely to have got another id."""
    gaps = {"before": str(change.before), "after": str(change.after)}
    field = _field(change, keys, naming)
    return naming.word("written-renamed", field=field, **gaps)


def _moved(change: Written, keys: Sequence[PathKey], naming: Naming) -> str:
    """Say from where to where a state moved, and nothing else of it."""
    ends = (
        _around(keys_of(path[:-2]), naming) for path in (change.earlier, change.path)
    )
    before, after = ends
    name = _name(keys, naming)
    return naming.word("written-moved", name=name, before=before, after=after)


def _around(keys: Sequence[PathKey], naming: Naming) -> str:
    """Name the state around another, or the top of its protocol."""
    if keys[-1].key not in {"states", "parallel"}:
        return naming.word("written-top")
    return in_quotes(_name(keys, naming))


def _field_key(keys: Sequence[PathKey]) -> str:
    """Return the key of the last part, as ``words`` names it."""
    known = entries("changes", ENGLISH)
    for nearest in (3, 2):
        several = "-".join(each.key for each in keys[-nearest:])
        if f"field-{several}" in known:
            return several
    return keys[-1].key


def _field(change: Written, keys: Sequence[PathKey], naming: Naming) -> str:
    """Return what the part is called, with the name of an entry without a title."""
    said = naming.word(f"field-{_field_key(keys)}")
    last = keys[-1]
    value = change.before if change.after is None else change.after
    titled = isinstance(value, Noun) and not isinstance(value, (*_UNTITLED, Label))
    if last.name is None or titled:
        return said
    return naming.word("written-of", field=said, name=_name(keys, naming))


def _said(change: Written, values: Values, field: str) -> str:
    before, after = change.before, change.after
    word = values.naming.word
    if values.key == "may":
        return word("written-now-power" if after else "written-now-duty")
    if (
        isinstance(before, tuple)
        and isinstance(after, tuple)
        and not _cite_alike(before, after)
    ):
        told = _listed(before, after, values)
        if told is not None:
            return word("written-listed", field=field, said=told)
        return _by_their_names(before, after, values, field)
    if isinstance(before, Label) and isinstance(after, Label):
        before, after = _differing(before, after, values.naming.language)
    gaps = {
        name: values.said(value)
        for name, value in (("before", before), ("after", after))
        if value is not None
    }
    if len(gaps) > 1 and gaps["before"] == gaps["after"]:
        return _by_their_names(before, after, values, field)
    return word(f"written-{change.kind}", field=field, **gaps)


def _cite_alike(before: Sequence[object], after: Sequence[object]) -> bool:
    """Tell whether two lists cite the same sources, and differ in the places only."""
    were, are = (
        [each.source for each in one if isinstance(each, Citation)]
        for one in (before, after)
    )
    return bool(are) and were == are


def _by_their_names(before: object, after: object, values: Values, field: str) -> str:
    """Say by ids what differs and yet is called the same."""
    gaps = {"before": values.plain(before), "after": values.plain(after)}
    return values.naming.word("written-same-words", field=field, **gaps)


def _listed(
    before: Sequence[object], after: Sequence[object], values: Values
) -> str | None:
    """Return which names came and which went; all of them where only the order did.

    ``None`` where what came is called as what went.
    """
    more, less = _besides(after, before), _besides(before, after)
    if not more and not less:
        return values.names(after)
    if values.names(more) == values.names(less):
        return None
    said = (("more", more), ("less", less))
    word = values.naming.word
    return enumerated(
        word(f"written-{key}", names=values.names(names))
        for key, names in said
        if names
    )


def _besides(some: Sequence[object], others: Sequence[object]) -> list[object]:
    """Return what is not among others, or less often: a seat may stand twice."""
    left = list(others)
    found = []
    for each in some:
        if each in left:
            left.remove(each)
        else:
            found.append(each)
    return found


def _differing(before: Label, after: Label, language: str) -> tuple[Label, Label]:
    """Return two labels in one language in which they differ, the reader's if so."""
    every = dict.fromkeys((language, *after.texts, *before.texts))
    texts = before.texts, after.texts
    code = next(each for each in every if texts[0].get(each) != texts[1].get(each))
    one, other = (Label(texts={code: each.get(code, "")}) for each in texts)
    return one, other


def _where(keys: Sequence[PathKey], naming: Naming) -> Iterator[str]:
    """Yield the titles of what the place stands in; of states only the innermost."""
    inner = [at for at, key in enumerate(keys[:-1]) if key.name is not None]
    states = [at for at in inner if keys[at].key in {"states", "parallel"}]
    for at in inner:
        is_outer = at in states[:-1]
        if keys[at].key != "protocols" and not is_outer:
            yield _name(keys[: at + 1], naming)


def _name(keys: Sequence[PathKey], naming: Naming) -> str:
    """Return the title of the entry that the last key names."""
    last = keys[-1]
    name = last.name or ""
    labels = (
        _label(keys, version.handbook) for version in (naming.after, naming.before)
    )
    label = next((each for each in labels if each is not None), None)
    if label is not None:
        return naming.label(label, name)
    protocol = keys[0].name if keys[0].key == "protocols" else None
    if last.key in _NAMES:
        return naming.title(protocol, _NAMES[last.key], name)
    if last.key in _REGISTRIES and (last.key != "agreed" or len(keys) > 1):
        return naming.entry(_REGISTRIES[last.key], name)
    return naming.party(name)


def _label(keys: Sequence[PathKey], book: Handbook) -> Label | None:
    """Return the title of an entry in one version, if it is there and has one."""
    here: object = book
    for key in keys:
        entries = getattr(here, key.key, None)
        here = entries.get(key.name) if isinstance(entries, Mapping) else None
        if here is None:
            return None
    if isinstance(here, Label):
        return here
    title = getattr(here, "title", None)
    return title if isinstance(title, Label) else None
