"""New entries at the end of ``register.yaml``; what stands there stays as it is."""

import re
from collections.abc import Mapping, Sequence

from katch_protocols.files.field_types.collections import BlockMapping
from katch_protocols.files.read import read_texts
from katch_protocols.files.schemas.register import REGISTER
from katch_protocols.files.write import emit
from katch_protocols.model.register import RegisterEntry

__all__ = ["REGISTER_FILE", "with_entries"]

REGISTER_FILE = REGISTER.place

_EMPTY = re.compile(r"(?m)^register:[ \t]*(?:\{[ \t]*\}|null)(?=[ \t]*(?:#|\r?$))")
_INDENT = re.compile(r"(?m)^register:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*( +)\S")
_STEP = "  "


def with_entries(
    texts: Mapping[str, str | bytes], entries: Sequence[RegisterEntry]
) -> str | None:
    """Return the text of ``register.yaml`` with more entries at its end.

    Comments, order and layout are kept. An entry without an owner or a last day has
    those keys all the same, empty, to be filled. ``None`` where the file is written so
    that no lines can be added, as on one line: nothing is ever written that does not
    read as what was there and what was added.
    """
    found = texts.get(REGISTER_FILE, "")
    old = found.decode() if isinstance(found, bytes) else found
    line = "\r\n" if "\r\n" in old else "\n"
    step = _INDENT.search(old)
    more = _written(entries, _STEP if step is None else step[1])
    head = old if re.search(r"(?m)^register:", old) else f"{old}register:\n"
    head = _EMPTY.sub("register:", head, count=1)
    if not head.endswith("\n"):
        head += line
    text = head + more.replace("\n", line)
    return text if _says(texts, text, entries) else None


def _written(entries: Sequence[RegisterEntry], indent: str) -> str:
    lines: list[str] = []
    for entry in entries:
        keys = {
            "finding": entry.finding,
            "at": entry.at,
            "owner": entry.owner,
            "due": None if entry.due is None else str(entry.due),
        }
        block = emit({entry.id: BlockMapping(keys)})
        lines += (f"{indent}{line}" for line in block.splitlines())
    # `null` is what nobody fills in; an empty key asks to be filled.
    return "".join(f"{line.removesuffix(' null')}\n" for line in lines)


def _says(
    texts: Mapping[str, str | bytes], text: str, more: Sequence[RegisterEntry]
) -> bool:
    """Tell whether the new text reads as the old entries and the new ones."""
    before = read_texts(texts).handbook
    after = read_texts({**texts, REGISTER_FILE: text}).handbook
    if before is None or after is None:
        return False
    return after.known_gaps == {**before.known_gaps, **{one.id: one for one in more}}
