"""From a handbook to the texts of its files: the same handbook, the same bytes."""

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from katch_protocols.arguments import typed
from katch_protocols.errors import TakenNameError
from katch_protocols.files.characters import is_clean
from katch_protocols.files.field_types.collections import BlockMapping, BlockSequence
from katch_protocols.files.field_types.field_type import Plain
from katch_protocols.files.field_types.noun_schema import NounSchema
from katch_protocols.files.file_kinds import FILE_KINDS, TAKEN
from katch_protocols.files.schemas.file_kind import FileKind
from katch_protocols.files.whole_forms import shortest
from katch_protocols.files.yaml_strictness import READ_OTHERWISE, UNOPENED
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Noun

__all__ = [
    "WIDTH",
    "emit",
    "entry_lines",
    "flow_text",
    "write",
    "write_file",
]


WIDTH = 120
"""How long a line should be at most; a text without spaces may be longer."""

_STEP = "  "
_FLOW_DEPTH = 2
_PLAIN = re.compile(r"\w(?:[^\n\t\r:#]|:(?=\S)|(?<=\S)#)*")
_FLOW_SIGNS = frozenset(",[]{}?")


def emit(value: dict[str, Plain]) -> str:
    """Write a file: its top one key after another, a blank line before each block."""
    sections: list[str] = []
    for key, inner in value.items():
        lines = list(entry_lines(key, inner, ""))
        if len(lines) > 1 and sections:
            sections.append("")
        sections += lines
    return "\n".join(sections) + "\n"


def entry_lines(key: str, value: Plain, indent: str) -> Iterator[str]:
    """Write a key with its value, in as many lines as it takes."""
    head = f"{indent}{_scalar(key)}:"
    line = f"{head} {_alone(value)}"
    if not value or _fits(line, value):
        yield line
        return
    match value:
        case dict():
            yield head
            for inner, below in value.items():
                yield from entry_lines(inner, below, indent + _STEP)
        case list():
            yield head
            for item in value:
                yield from _item(item, indent + _STEP)
        case str() if _folds(value):
            yield f"{head} >-"
            yield from _folded(value, indent + _STEP)
        case _:
            yield line


def _fits(line: str, value: Plain) -> bool:
    """Tell whether a value is best read on one line."""
    spread = isinstance(value, (BlockMapping, BlockSequence))
    return not spread and len(line) <= WIDTH and _depth(value) <= _FLOW_DEPTH


def _item(value: Plain, indent: str) -> Iterator[str]:
    line = f"{indent}- {_alone(value)}"
    if not isinstance(value, dict) or _fits(line, value):
        yield line
        return
    head = f"{indent}- "
    for key, inner in value.items():
        first, *rest = entry_lines(key, inner, indent + _STEP)
        yield head + first.lstrip(" ")
        yield from rest
        head = indent + _STEP


def _depth(value: Plain) -> int:
    """Return how many mappings and lists stand inside one another."""
    match value:
        case dict():
            return 1 + max(map(_depth, value.values()), default=0)
        case list():
            return 1 + max(map(_depth, value), default=0)
        case _:
            return 0


def _alone(value: Plain) -> str:
    """Write a value that has the rest of its line: a comma there is only a comma."""
    if isinstance(value, str) and _is_plain(value):
        return value
    return flow_text(value)


def flow_text(value: Plain) -> str:
    """Write a value as it can stand in brackets, in one line."""
    match value:
        case dict():
            pairs = (
                f"{_scalar(key)}: {flow_text(each)}" for key, each in value.items()
            )
            return f"{{{', '.join(pairs)}}}"
        case list():
            return f"[{', '.join(flow_text(each) for each in value)}]"
        case _:
            return _scalar(value)


def _scalar(value: str | int | None) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str() if _is_plain(value) and _FLOW_SIGNS.isdisjoint(value):
            return value
        case _:
            # JSON's strings are YAML's; what it does not escape can be seen.
            return json.dumps(value, ensure_ascii=not is_clean(value))


def _is_plain(text: str) -> bool:
    """Tell whether a text that has its line for itself reads as itself, unquoted."""
    return (
        _PLAIN.fullmatch(text) is not None
        and not text.endswith(" ")
        and READ_OTHERWISE.fullmatch(text) is None
        and UNOPENED.fullmatch(text) is None
        and is_clean(text)
    )


def _folds(text: str) -> bool:
    """Tell whether a text can be spread over lines and be read as it was."""
    return text.strip() == text and not re.search(r"\s\s|[^\S ]", text) and bool(text)


def _folded(text: str, indent: str) -> Iterator[str]:
    line = indent
    for word in text.split(" "):
        if line != indent and len(line) + 1 + len(word) > WIDTH:
            yield line
            line = indent
        line += word if line == indent else f" {word}"
    yield line


@typed
def write(handbook: Handbook) -> Mapping[str, str]:
    r"""Return the text of each file of a handbook, by its name below the folder.

    Keys stand in the order of the reference; what is the default is left out; the
    shortest form is used (``within: 3 hours``, one id instead of a list of one).
    Reading the texts gives an equal handbook. Comments are not kept: nouns have none.
    A font is no text: where the handbook names one, put ``handbook.font.data`` beside
    them, as ``handbook.font.file``.

    Example:
        >>> from katch_protocols.model.noun import Label
        >>> write(Handbook(id="small", title=Label.of(en="Small")))["handbook.yaml"]
        'handbook: small\ntitle: Small\n'

    Raises:
        TakenNameError: A protocol is called as another file of the handbook, such as
            ``roles``: one of the two would be lost.
    """
    taken = sorted(TAKEN & handbook.protocols.keys())
    if taken:
        raise TakenNameError(taken[0])
    texts: dict[str, str] = {}
    for file, shape, noun in _files(handbook):
        top = shortest(shape.write(noun), handbook.language)
        if isinstance(top, dict):
            texts[file] = emit(top)
    return MappingProxyType(texts)


def write_file(kind: FileKind, handbook: Handbook) -> str:
    """Return the text of the one file of a kind, as ``write`` does."""
    top = shortest(kind.shape.write(handbook), handbook.language)
    return emit(top) if isinstance(top, dict) else ""


def _files(handbook: Handbook) -> Iterator[tuple[str, NounSchema, Noun]]:
    for kind in FILE_KINDS.values():
        if kind.registry:
            for name, noun in getattr(handbook, kind.registry).items():
                yield kind.file(name), kind.shape, noun
        elif not kind.fills or getattr(handbook, kind.fills):
            yield kind.place, kind.shape, handbook
