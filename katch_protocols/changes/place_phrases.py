"""Where something is written differently: its path, said as titles and a field."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from katch_protocols.changes.naming import Naming
from katch_protocols.changes.nouns import Written
from katch_protocols.changes.value_kinds import MOMENT_LISTS
from katch_protocols.changes.value_phrases import Values
from katch_protocols.files.file_kinds import entry_keys
from katch_protocols.findings import Path
from katch_protocols.model.agreements import Agreement
from katch_protocols.model.citations import Citation
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Label, Noun
from katch_protocols.model.parties import Binding, Trained
from katch_protocols.model.path import AtMoment
from katch_protocols.model.progress import Progress
from katch_protocols.model.protocol import Waiver
from katch_protocols.model.register import RegisterEntry
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.words.languages import ENGLISH
from katch_protocols.words.lists import enumerated, one_line, with_id
from katch_protocols.words.quotes import in_quotes
from katch_protocols.words.say import entries, listed

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


class PathKey(Struct, frozen=True):
    """One key of a path; ``name`` is the entry under it, if it has entries."""

    key: str
    name: str | None = None


def keys_of(path: Path) -> tuple[PathKey, ...]:
    """Return a path key by key, each with the name that follows it."""
    parts = list(path[path[0] == "handbook" :])
    found: list[PathKey] = []
    entries = entry_keys()
    while parts:
        key = str(parts.pop(0))
        if key == "agreed" and len(parts) > 1:
            # Its entries stand in entries: a body, then a protocol.
            found.append(PathKey(key, str(parts.pop(0))))
        is_entry = bool(parts) and (key in entries or isinstance(parts[0], int))
        found.append(PathKey(key, str(parts.pop(0)) if is_entry else None))
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
    told = _told_apart(before, after, values, field)
    if told is not None:
        return told
    if (
        isinstance(before, tuple)
        and isinstance(after, tuple)
        and not _cite_alike(before, after)
    ):
        told = _listed(before, after, values)
        if told is not None:
            return word("written-listed", field=field, said=told)
        return _by_their_names(before, after, values, field)
    gaps = {
        name: values.said(value)
        for name, value in (("before", before), ("after", after))
        if value is not None
    }
    if len(gaps) > 1 and gaps["before"] == gaps["after"]:
        return _by_their_names(before, after, values, field)
    return word(f"written-{change.kind}", field=field, **gaps)


def _told_apart(
    before: object, after: object, values: Values, field: str
) -> str | None:
    """Say what needs words of its own; ``None`` where the two values say it."""
    word = values.naming.word
    if values.key == "may":
        return word("written-now-power" if after else "written-now-duty")
    if before is True or after is True:
        return word("written-now-so" if after else "written-no-longer-so", field=field)
    if isinstance(before, Label) and isinstance(after, Label):
        return _relabelled(before, after, values, field)
    if isinstance(before, Agreement) and isinstance(after, Agreement):
        edited = _edited_duties(before, after, values)
        if edited is not None:
            return word("written-agreement-edited", field=field, names=edited)
    return None


def _relabelled(before: Label, after: Label, values: Values, field: str) -> str:
    """Say a text that changed; which language it is, where others stayed alone."""
    one, other = _differing(before, after, values.naming.language)
    word = values.naming.word
    if one is None:
        # It is in one language that a text came, or went.
        said = values.in_language(other or after)
        return word("written-added", field=field, after=said)
    if other is None:
        return word("written-removed", field=field, before=values.in_language(one))
    said, now = values.said(one), values.said(other)
    if said == now:
        return _by_their_names(one, other, values, field)
    return word("written-changed", field=field, before=said, after=now)


def _edited_duties(before: Agreement, after: Agreement, values: Values) -> str | None:
    """Name the duties that were changed by hand, under the same day and fingerprint."""
    if (before.on, before.text) != (after.on, after.text):
        return None
    one, other, naming = before.duties, after.duties, values.naming
    names = dict.fromkeys((*other, *one))
    differing = [name for name in names if one.get(name) != other.get(name)]
    protocol = str(values.path[-1])
    said = (in_quotes(naming.activity(protocol, name)) for name in differing)
    return listed(said, naming.language) if differing else None


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
    if values.key in MOMENT_LISTS or not (more or less):
        return values.naming.word("written-reordered", names=values.names(after))
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


def _differing(
    before: Label, after: Label, language: str
) -> tuple[Label | None, Label | None]:
    """Return two labels in one language in which they differ, the reader's if so.

    ``None`` where one of them has no text in it.
    """
    every = dict.fromkeys((language, *after.texts, *before.texts))
    texts = before.texts, after.texts
    code = next(each for each in every if texts[0].get(each) != texts[1].get(each))
    one, other = (
        Label(texts={code: each[code]}) if code in each else None for each in texts
    )
    return one, other


def _where(keys: Sequence[PathKey], naming: Naming) -> Iterator[str]:
    """Yield the titles of what the place stands in; of states only the innermost."""
    inner = [at for at, key in enumerate(keys[:-1]) if key.name is not None]
    states = [at for at in inner if keys[at].key in {"states", "parallel"}]
    for at in inner:
        is_outer = at in states[:-1]
        if keys[at].key in MOMENT_LISTS:
            yield from naming.moment(_moment(keys[at], naming).at)
        elif keys[at].key != "protocols" and not is_outer:
            yield _name(keys[: at + 1], naming)


def _moment(key: PathKey, naming: Naming) -> AtMoment:
    """Return the moment of which a part changed: it stands in the later version."""
    here: Sequence[AtMoment] = getattr(naming.after.handbook, key.key)
    return here[int(key.name or 0)]


def _name(keys: Sequence[PathKey], naming: Naming) -> str:
    """Return the title of the entry that the last key names."""
    last = keys[-1]
    name = last.name or ""
    labels = (
        _label(keys, version.handbook) for version in (naming.after, naming.before)
    )
    label = next((each for each in labels if each is not None), None)
    if label is not None:
        said = naming.label(label, name)
        return with_id(said, name) if last.key == "safeguards" else said
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
    if isinstance(here, Safeguard):
        here = here.under(book.principles.get(here.principle or ""))
    title = getattr(here, "title", None)
    return title if isinstance(title, Label) else None
