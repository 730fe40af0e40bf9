"""Change values of a file where they stand; comments and layout stay byte for byte."""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from katch_protocols.files.field_types.field_type import Plain
from katch_protocols.files.splices import Splice, spliced
from katch_protocols.files.whole_forms import Whole, shortest
from katch_protocols.files.write import entry_lines, flow_text
from katch_protocols.files.yaml_spans import YamlPart, parts

__all__ = ["UnplacedError", "changed_in_place"]

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_IS_QUOTED_ALIKE = re.compile(r"(?!(?:true|false|null)$)[^\W\d][^\"\\\n]*")
"""A text that says with quotes what it says without."""

_COMMENT = re.compile(r"(?:^|(?<=\s))#")


class UnplacedError(Exception):
    """A value stands so that it cannot be changed alone; ``line`` counts from 1."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(str(line))


def changed_in_place(text: str, old: Plain, new: Plain, language: str) -> str:
    """Return the text of a file in which what differs between two values is changed.

    Args:
        text: The file; it reads as ``old``.
        old: What the file says, in the longest form (``whole_forms.whole``).
        new: What it should say, likewise.
        language: In which a label may be written as one text.

    Raises:
        UnplacedError: A comment stands in the middle of what would be replaced.
    """
    if not isinstance(old, dict) or not isinstance(new, dict):
        return text
    head = _BOM if text.startswith(_BOM) else ""
    body = text.removeprefix(_BOM)
    end = "\r\n" if "\r\n" in body else "\n"
    is_open = not body.endswith("\n")
    body += end if is_open else ""
    editor = _Editor(body, language, end)
    editor.mapping(parts(body), old, new, "")
    done = spliced(body, editor.splices)
    return head + (done.removesuffix(end) if is_open else done)


class _Editor(Struct):
    """Walks along a file and two values at once, and notes what is to be changed."""

    text: str
    language: str
    line_end: str
    splices: list[Splice] = field(default_factory=list)

    def mapping(
        self, part: YamlPart, old: dict[str, Plain], new: dict[str, Plain], indent: str
    ) -> None:
        """Change the entries of a mapping; at least one of them is kept."""
        keys = part.keys or {}
        old, new = _laid_beside(old, keys), _laid_beside(new, keys)
        gone = [key for key in keys if key in old and key not in new]
        more: dict[str, list[str]] = {}
        before = ""
        for key, value in new.items():
            if key in keys:
                self._entry(part, key, old.get(key), value, indent)
                before = key
            else:
                more.setdefault(before, []).append(key)
        for key in gone:
            self._remove(part, key, gone)
        for before, names in more.items():
            added = {name: new[name] for name in names}
            self._insert(part, before, added, indent, gone)

    def _entry(
        self, part: YamlPart, key: str, old: Plain, new: Plain, indent: str
    ) -> None:
        if old == new:
            return
        below = part.entries[key]
        if _is_kept(below, old, new):
            inner = self._inner(below) if not below.flow else indent
            self.mapping(below, _known(old), _known(new), inner)
            return
        if below.items and not below.flow and _are_as_many(below.items, old, new):
            self._items(below, _items_of(old), _items_of(new))
            return
        colon = (part.keys or {})[key][1]
        if part.flow:
            self._put(below, flow_text(shortest(new, self.language)))
        else:
            self._replace(colon, below, key, new, indent)

    def _items(self, part: YamlPart, old: list[Plain], new: list[Plain]) -> None:
        """Change the items of a list of as many, one a line."""
        for below, was, value in zip(part.items or [], old, new, strict=True):
            if was == value:
                continue
            if _is_kept(below, was, value):
                self.mapping(below, _known(was), _known(value), self._inner(below))
                continue
            text = flow_text(shortest(value, self.language))
            self._keep_comments(below.start, below.end)
            self.splices.append(Splice(below.start, below.end, text))

    def _inner(self, part: YamlPart) -> str:
        """Return the indent of the keys of a mapping without brackets."""
        return " " * (part.start - self._line_start(part.start))

    def _replace(
        self, colon: int, below: YamlPart, key: str, new: Plain, indent: str
    ) -> None:
        """Put another value behind a key that has its line."""
        line_end = self._line_end(colon)
        inline = below.end <= line_end
        has_comment = bool(_COMMENT.search(self.text, max(below.end, colon), line_end))
        said, rest = self._said(key, new, indent, alone=inline and has_comment)
        if not rest and inline and not below.is_empty:
            self._put(below, said.strip())
            return
        more = "".join(f"{self.line_end}{line}" for line in rest)
        if inline:
            # A comment behind the value stays in its line.
            self._keep_comments(colon, below.end)
            self.splices.append(Splice(colon, below.end, said))
            self.splices.append(Splice(line_end, line_end, more))
            return
        self._keep_comments(line_end, below.end)
        starts_here = below.start < line_end
        if starts_here:
            self._keep_comments(colon, line_end, inside=True)
        self.splices.append(Splice(colon, line_end if starts_here else colon, said))
        self.splices.append(Splice(line_end, below.end, more))

    def _said(
        self, key: str, new: Plain, indent: str, *, alone: bool
    ) -> tuple[str, list[str]]:
        """Return what stands behind a key, and the lines below it.

        ``alone``: a text has one line, for a comment stands behind it.
        """
        short = shortest(new, self.language)
        first, *rest = entry_lines(key, short, indent)
        if rest and alone and not isinstance(new, dict | list):
            return f" {flow_text(short)}", []
        return first[len(indent) :].partition(":")[2], rest

    def _put(self, below: YamlPart, said: str) -> None:
        """Put a value that fits into a line where another stands, or nothing."""
        self._keep_comments(below.start, below.end)
        if below.style == '"' and _IS_QUOTED_ALIKE.fullmatch(said):
            said = f'"{said}"'
        gap = " " if below.is_empty or self.text[below.start - 1] == ":" else ""
        self.splices.append(Splice(below.start, below.end, gap + said))

    def _remove(self, part: YamlPart, key: str, gone: list[str]) -> None:
        keys = part.keys or {}
        names = list(keys)
        at = names.index(key)
        start, end = keys[key][0], max(part.entries[key].end, keys[key][1])
        if part.flow:
            kept_before = [name for name in names[:at] if name not in gone]
            after = names[at + 1 :]
            if kept_before or not after:
                last = names[at - 1]
                start = max(part.entries[last].end, keys[last][1])
            else:
                end = keys[after[0]][0]
            self._keep_comments(start, end, inside=True)
            self.splices.append(Splice(start, end, ""))
            return
        line = self._line_start(start)
        if self.text[line:start].strip(" "):
            # The first key of an item: what comes next moves up to it.
            self.splices.append(Splice(start, keys[names[at + 1]][0], ""))
            return
        stop = self._line_end(end) + len(self.line_end)
        self.splices.append(Splice(line, min(stop, len(self.text)), ""))

    def _insert(
        self,
        part: YamlPart,
        before: str,
        added: Mapping[str, Plain],
        indent: str,
        gone: list[str],
    ) -> None:
        """Put entries behind the one called ``before``, or at the beginning."""
        keys = part.keys or {}
        short = {key: shortest(each, self.language) for key, each in added.items()}
        if part.flow:
            self._insert_in_brackets(part, before, short, gone)
            return
        lines: list[str] = []
        spread = self._is_spread(part)
        for key, value in short.items():
            lines += (
                ["", *entry_lines(key, value, indent)]
                if spread
                else list(entry_lines(key, value, indent))
            )
        first = next(iter(keys))
        line = self._line_start(keys[first][0])
        if not before and not self.text[line : keys[first][0]].strip(" "):
            if spread:
                lines = [*lines[1:], ""]
            text = "".join(f"{each}{self.line_end}" for each in lines)
            self.splices.append(Splice(line, line, text))
            return
        after = before or next(key for key in keys if key not in gone)
        end = self._line_end(max(part.entries[after].end, keys[after][1]))
        text = "".join(f"{self.line_end}{each}" for each in lines)
        self.splices.append(Splice(end, end, text))

    def _insert_in_brackets(
        self, part: YamlPart, before: str, short: Mapping[str, Plain], gone: list[str]
    ) -> None:
        keys = part.keys or {}
        pairs = ", ".join(flow_text({k: v})[1:-1] for k, v in short.items())
        if before:
            at = max(part.entries[before].end, keys[before][1])
            self.splices.append(Splice(at, at, f", {pairs}"))
            return
        kept = next(key for key in keys if key not in gone)
        at = keys[kept][0]
        self.splices.append(Splice(at, at, f"{pairs}, "))

    def _is_spread(self, part: YamlPart) -> bool:
        """Tell whether an empty line stands before the second entry of a mapping."""
        keys = list((part.keys or {}).values())
        if len(keys) == 1:
            return False
        lines = self.text[: self._line_start(keys[1][0])].split("\n")[:-1]
        while lines and lines[-1].lstrip(" ").startswith("#"):
            lines.pop()
        return bool(lines) and not lines[-1].strip()

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        """Return where the line ends in which a character stands."""
        found = self.text.find("\n", at)
        return found - (self.text[found - 1] == "\r")

    def _keep_comments(self, start: int, end: int, *, inside: bool = False) -> None:
        """Refuse to replace what has a comment in it."""
        text = self.text[start:end]
        if ("\n" in text or inside) and any(_comments(text)):
            raise UnplacedError(self.text.count("\n", 0, start) + 1)


_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'", re.DOTALL)


def _known(value: Plain) -> dict[str, Plain]:
    return value if isinstance(value, dict) else {}


def _items_of(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else []


def _are_as_many(items: list[YamlPart], old: Plain, new: Plain) -> bool:
    return len(items) == len(_items_of(old)) == len(_items_of(new))


def _is_kept(part: YamlPart, old: Plain, new: Plain) -> bool:
    """Tell whether a mapping stays one of which an entry is kept."""
    if not isinstance(new, dict) or not (isinstance(old, dict) or not old):
        return False
    known = _known(old)
    return any(name not in known or name in new for name in part.keys or ())


def _comments(text: str) -> Iterator[str]:
    """Yield comments of a part of a file, and what could be one."""
    for line in _QUOTED.sub("", text).split("\n"):
        if _COMMENT.search(line):
            yield line


def _laid_beside(
    value: dict[str, Plain], keys: Mapping[str, object]
) -> dict[str, Plain]:
    """Return a mapping in which keys stand beside an inner one, where the file has it.

    ``handover: {to: a, within: 1 day, basis: guidance}`` says what
    ``{to: a, within: {limit: 1 day, basis: guidance}}`` says.
    """
    if not isinstance(value, Whole):
        return value
    for holder, names in value.beside.items():
        inner = value.get(holder)
        if not isinstance(inner, Whole) or not any(name in keys for name in names):
            continue
        found: dict[str, Plain] = {}
        for key, each in value.items():
            if key != holder:
                found[key] = each
                continue
            kept = Whole({k: v for k, v in inner.items() if k not in names})
            kept.bare = inner.bare
            found[holder] = kept
            found |= {k: v for k, v in inner.items() if k in names}
        return found
    return value
