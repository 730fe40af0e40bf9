"""Keys that stand where they do not belong: too far left, or cut off from a text."""

from collections.abc import Collection

from katch_protocols.files.field_types.field_type import shown
from katch_protocols.files.slips import foreign_letter, in_latin
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import Map, place
from katch_protocols.words.lists import as_typed

__all__ = ["is_cut_off", "is_shifted_entry", "is_shifted_key", "refuse_unknown"]


def is_shifted_entry(
    raw: Map, key: str, registries: Collection[str], sheet: SourceFile
) -> bool:
    """Tell whether an unknown key is an entry of the registry above it, and refuse it.

    It has the keys that entries of that registry have: of a role, a state, an activity.
    """
    above = _above(raw, key)
    entries, own = raw.get(above) if above in registries else None, raw[key]
    if not isinstance(entries, Map) or not isinstance(own, Map):
        return False
    inner = (each for each in entries.values() if isinstance(each, Map))
    alike = {name for each in inner for name in each}
    if alike.isdisjoint(own):
        return False
    sheet.refuse_key("key-too-far-left", raw, key, key=key, owner=above)
    sheet.ledger.lose((*raw.path, above))
    return True


def is_shifted_key(
    raw: Map, name: str, known: Collection[str], sheet: SourceFile
) -> bool:
    """Tell whether an id is a key of the entry above it, and refuse it.

    ``known`` are the keys of an entry. What has such keys itself is an entry that only
    bears the name of one.
    """
    if name not in known:
        return False
    above, value = _above(raw, name), raw[name]
    if not above or (isinstance(value, Map) and not set(known).isdisjoint(value)):
        return False
    sheet.refuse_key("key-too-far-left", raw, name, key=name, owner=above)
    return True


def refuse_unknown(
    raw: Map, key: str, near: str | None, known: Collection[str], sheet: SourceFile
) -> None:
    """Refuse a key that is not known; one that only looks like it says which letter."""
    letter = foreign_letter(key)
    if letter is not None and in_latin(key) in known:
        facts = {"value": shown(key), "letter": letter}
        sheet.refuse_key("foreign-letter", raw, key, near, **facts)
        return
    facts = {"key": shown(key), "known": as_typed(known)}
    sheet.refuse_key("unknown-key", raw, key, near, **facts)


def is_cut_off(raw: Map, key: str) -> bool:
    """Tell whether a key without a value stands behind another on its line."""
    above = _above(raw, key)
    if not above:
        return False
    return place("", raw.key_mark(above)).line == place("", raw.key_mark(key)).line


def _above(raw: Map, key: str) -> str:
    """Return the key that stands before one; empty before the first."""
    names = list(raw)
    return names[names.index(key) - 1] if names.index(key) else ""
