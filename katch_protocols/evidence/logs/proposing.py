"""A first mapping of a log, to be confirmed line by line: nearest names, how often.

What a column holds is guessed by its heading and by what stands in it. Only names of
activities, roles, agencies and values are shown: never a reference or a person.
"""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from msgspec import Struct, field

from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.hashing import refuse_personal
from katch_protocols.evidence.logs.instants import LogClock
from katch_protocols.evidence.logs.log_files import (
    OCEL,
    RECORDS,
    ending_of,
    with_defaults,
)
from katch_protocols.evidence.logs.names import LogNames, folded
from katch_protocols.evidence.logs.ocel import case_types
from katch_protocols.evidence.logs.reading import reader_of
from katch_protocols.evidence.logs.tables import UnreadError
from katch_protocols.files.bounds import ID_LETTERS
from katch_protocols.files.characters import is_clean
from katch_protocols.files.field_types.ids import is_id
from katch_protocols.files.write import emit
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogMapping
from katch_protocols.model.noun import Id
from katch_protocols.sentences.grammar import RESERVED
from katch_protocols.words.lists import as_typed

__all__ = ["propose"]

_Ask = Callable[[str], tuple[tuple[Id, ...], tuple[str, ...]]]

_MOST_NAMES = 200
_SOME = 500


@cache
def _headings() -> Mapping[str, tuple[str, ...]]:
    """Return what columns are called in exports, by what they hold."""
    home = files("katch_protocols.evidence.logs") / "data" / "headings.toml"
    found = tomllib.loads(home.read_text(encoding="utf-8"))
    return {key: tuple(map(folded, names)) for key, names in found.items()}


class _Column(Struct):
    name: str
    values: Counter[str] = field(default_factory=Counter)


def propose(path: Path, handbook: Handbook) -> str:
    """Return a first mapping of a log, as the text of its file.

    Raises:
        LogError: There is no such file, or it is of a kind that is not read.
    """
    if not path.is_file():
        raise LogError("file", file=path.name)
    if path.suffix == RECORDS:
        # An export of a store says everything itself.
        return f"{_called(path)}\nread: {_quoted(path.name)}\n"
    try:
        kind = _case_object(path)
        columns = _columns(path, kind)
    except UnreadError as error:
        why, _, encoding = error.reason.partition(" ")
        if encoding:
            raise LogError(f"{why}-like", file=path.name, encoding=encoding) from None
        key = why if why == "not-utf-8" else "proposed"
        raise LogError(key, file=path.name) from None
    compiled = [compiled_case(each, handbook) for each in handbook.protocols.values()]
    best = max(compiled, key=lambda each: _known(columns, each), default=None)
    if best is None:
        raise LogError("protocol")
    return "".join(f"{line}\n" for line in _lines(path, kind, columns, best))


def _case_object(path: Path) -> str | None:
    """Return which objects of OCEL are cases, if a line has to say it."""
    types = case_types(path) if ending_of(path) == OCEL else ()
    return types[0] if types and "case" not in types else None


def _columns(path: Path, case_object: str | None) -> Sequence[_Column]:
    """Return the columns of a file with what stands in them."""
    found: dict[str, _Column] = {}
    for row in reader_of(path, case_object)(path, None):
        for name, text in row.cells.items():
            if text:
                found.setdefault(name, _Column(name)).values[text] += 1
    return tuple(found.values())


def _known(columns: Sequence[_Column], compiled: CompiledCase) -> int:
    names = LogNames(compiled, LogMapping(id="log"))
    return max(
        (
            sum(n for text, n in each.values.items() if names.activity(text))
            for each in columns
        ),
        default=0,
    )


def _lines(
    path: Path,
    case_object: str | None,
    columns: Sequence[_Column],
    compiled: CompiledCase,
) -> Iterator[str]:
    names, handbook = LogNames(compiled, LogMapping(id="log")), compiled.handbook
    standard = with_defaults(LogMapping(id="log"), (path,)).columns
    known = standard.model_dump(exclude_none=True)
    columns = [each for each in columns if is_clean(each.name)]
    own = [each for each in columns if each.name not in known.values()]
    told = {key: column for key, column in _guessed(own, names) if key not in known}
    found = known | told
    yield _called(path)
    yield f"protocol: {compiled.protocol.id}{_of_several(handbook.protocols)}"
    if handbook.regions:
        yield f"region: {next(iter(handbook.regions))}{_of_several(handbook.regions)}"
    yield f"read: {_quoted(path.name)}"
    yield f"timezone: {handbook.timezone}"
    if case_object is not None:
        yield f"case: {{object: {_quoted(case_object)}}}  # confirm"
    pairs = as_typed(f"{key}: {_quoted(column)}" for key, column in told.items())
    if told or not known:
        yield f"columns: {{{pairs}}}"
    by_name = {each.name: each for each in columns}
    activity = by_name.get(found.get("activity", ""))
    if activity is not None:
        yield from _headed("activities", _named(activity, names))
    for key, heading, ask, like in (
        ("roles", "role", names.roles, names.like_role),
        ("agencies", "agency", names.agencies, names.like_agency),
    ):
        column = by_name.get(found.get(heading, ""))
        if column is not None:
            yield from _headed(key, _parties(column, ask, like))
    taken = set(found.values())
    yield from _headed("records", _facts(columns, compiled, names, taken))


def _of_several(known: Mapping[Id, object]) -> str:
    return "  # confirm" if len(known) > 1 else ""


def _headed(key: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield lines below their key; of none, nothing.

    A key with comments alone would be an empty one, so it is one as well.
    """
    found = list(lines)
    if found:
        is_empty = all(each.lstrip().startswith("#") for each in found)
        yield f"# {key}:" if is_empty else f"{key}:"
        yield from found


def _guessed(columns: Sequence[_Column], names: LogNames) -> Iterator[tuple[str, str]]:
    taken: set[str] = set()
    for key, headings in _headings().items():
        for each in columns:
            heading = folded(each.name.replace("_", " "))
            if each.name not in taken and heading in headings:
                taken.add(each.name)
                yield key, each.name
                break
        else:
            guess = _by_content(key, columns, names, taken)
            if guess is not None:
                taken.add(guess)
                yield key, guess


def _by_content(
    key: str, columns: Iterable[_Column], names: LogNames, taken: set[str]
) -> str | None:
    clock = LogClock("UTC", None)
    for each in columns:
        some = [text for text, _ in each.values.most_common(_SOME)]
        if each.name in taken or not some:
            continue
        if key == "activity":
            fits = sum(names.activity(text) is not None for text in some)
        elif key == "at":
            fits = sum(_is_time(clock, text) for text in some)
        elif key == "role":
            fits = sum(bool(names.roles(text)[0]) for text in some)
        elif key == "agency":
            fits = sum(bool(names.agencies(text)[0]) for text in some)
        else:
            return None
        if 2 * fits > len(some):
            return each.name
    return None


def _is_time(clock: LogClock, text: str) -> bool:
    try:
        return clock.read(text) is not None
    except LogError:
        return True


def _named(column: _Column, names: LogNames) -> Iterator[str]:
    for text, count in column.values.most_common(_MOST_NAMES):
        if not _is_personal(column.name, text) and names.activity(text) is None:
            ours = names.like_activity(text) or "ignore"
            line = f"{_quoted(text)}: {ours}  # {count} ×, confirm"
            yield f"  {line}" if is_clean(text) else f"  # {line}"


def _parties(column: _Column, ask: _Ask, like: Callable[[str], str]) -> Iterator[str]:
    for text, count in column.values.most_common(_MOST_NAMES):
        if not _is_personal(column.name, text) and ask(text)[1]:
            near = like(text)
            line = f"{_quoted(text)}: {near or '…'}  # {count} ×, confirm"
            yield f"  {line}" if near and is_clean(text) else f"  # {line}"


def _facts(
    columns: Sequence[_Column],
    compiled: CompiledCase,
    names: LogNames,
    taken: set[str],
) -> Iterator[str]:
    facts: dict[Id, None] = {}
    for activity in compiled.activities:
        facts.update(dict.fromkeys(names.recorded(activity)))
    for fact in facts:
        for each in columns:
            some = [text for text, _ in each.values.most_common(_SOME)]
            fits = sum(names.value(fact, text) is not None for text in some)
            if each.name not in taken and some and 2 * fits > len(some):
                taken.add(each.name)
                yield f"  {fact}: {_quoted(each.name)}  # confirm"
                break


def _is_personal(column: str, text: str) -> bool:
    try:
        refuse_personal(column, text, 0, kind=None)
    except LogError:
        return True
    return False


def _quoted(text: str) -> str:
    """Return a text as YAML has it in one line; what cannot be seen by its number.

    Where that may not stand in a file the line is a comment.
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    seen = (c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped)
    return f'"{"".join(seen)}"'


def _called(path: Path) -> str:
    """Return the line that names a log after its file."""
    letters = (c if c.isascii() and c.isalnum() else "_" for c in path.stem.lower())
    found = "".join(letters).strip("_")
    if not is_id(found) or found in RESERVED:
        found = f"log_{found}"[:ID_LETTERS].rstrip("_")
    return emit({"log": found}).rstrip("\n")
