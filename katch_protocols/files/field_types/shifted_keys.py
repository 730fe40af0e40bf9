"""Keys that stand where they do not belong: too far left, or cut off from a text."""

from collections.abc import Collection

from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import Map, place

__all__ = ["is_cut_off", "is_shifted_entry", "is_shifted_key"]


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
    above, value = _above(raw, name), raw[name]
    if not above or name not in known:
        return False
    if isinstance(value, Map) and not set(known).isdisjoint(value):
        return False
    sheet.refuse_key("key-too-far-left", raw, name, key=name, owner=above)
    return True


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
