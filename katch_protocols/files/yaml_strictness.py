"""What every reader of YAML reads alike: the form that the dialect keeps to.

libyaml forgives what other readers refuse or read otherwise. So between two texts only
the plain signs of YAML may stand, each with its space; a text without quotes may hold
no sign that ends it elsewhere; a line that goes on must be indented further than what
it belongs to.
"""

import re
from functools import lru_cache
from typing import Any

from yaml.events import CollectionStartEvent, Event, ScalarEvent

from katch_protocols.files import bounds
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import mark
from katch_protocols.findings import Path

__all__ = ["READ_OTHERWISE", "UNOPENED", "Strictness"]

_HEAD = re.compile(r"(?: *(?:#[^\n]*)?\r?\n)*---(?: +#[^\n]*| *)\r?\n")
"""Comments and the line ``---`` with which a file may begin."""

_USUAL = frozenset({": ", ", "})
_COMMON = frozenset({": {", ": [", "}", "]", "}}", "]}", "}]", "}, {", "}, "})
"""What stands between texts most often; looking it up is quicker than a pattern."""

_GAP = re.compile(
    r"""(?: [ \n\[\]{},]
        | \r\n
        | (?:(?<=\s)|(?<![\s\S])) \# [^\n]*
        | - (?=[ \r\n])
        | : (?=[ \r\n])
        )*""",
    re.VERBOSE,
)
"""What may stand between two texts."""

_NUMBER_SIGN = re.compile(r" +#(?=\d)")
"""A comment that is hardly one: a number stands behind its sign."""

_COMMENT = re.compile(r" +(#[^\n]*)")
_PAIRS = ("()", "«»", "“”", '""')
"""What a text opens and closes again."""

UNOPENED = re.compile("""[^"]*[^\\d"]"|[^']*[.!?…)]'""")
"""A text that only ends with a quotation mark. No length in inches, and no genitive."""

_BRACKET = re.compile(r"[\[\]{}]")
_SIGN = re.compile(r"#[^\n]*|\r?\n|[^ \r\n]")
"""A comment, the end of a line, or a sign, within a gap."""

_LONG = frozenset("|>")
"""How a text over several lines begins: ``|`` keeps its lines, ``>`` joins them."""

_HEADER = re.compile(r"[|>]-?(?: +#[^\n]*| *)\r?\n(?! *\r?\n)")

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_NUMBER = re.compile(rf"-[1-9][0-9]{{0,{bounds.DIGITS - 1}}}")
_TRUTH_WORDS = "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~"
"""Truths or nothing to some reader, in capitals too."""

_TRUTHS = f"(?i:{'|'.join(_TRUTH_WORDS)})"
_NO_KEYS = re.compile(f"(?!(?:true|false|null)$){_TRUTHS}")
"""Keys that are truths or nothing to readers of YAML 1.1, and text here."""

READ_OTHERWISE = re.compile(
    rf"{_TRUTHS}|<<|=|0[xo][0-9a-fA-F_]+|0b[01_]+"
    r"|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|[0-9][0-9_]*(?::[0-5]?[0-9])+"
)
"""Texts that begin with a letter or digit, and are none to some reader; days apart."""

_ORDERS = frozenset({"<<", "="})
"""Texts that readers of YAML 1.1 obey or stumble over; ``<<`` as a key is refused as
such."""

_TYPED = r"[\x00-@\[-~]"
"""Letters of ids and sentences: Latin ones, none of them a capital."""

_CURLED = re.compile(f"[“”„‟‘‛‚]|«{_TYPED}*»$|‹{_TYPED}*›$|[″′]")
"""Typographic quotation marks where straight ones were meant.

A text for people may stand between « and » as a whole: «Тёплый дом» is a name.
"""

_SEEN_ELSEWHERE = frozenset("&*!%")
"""Anchors, aliases, tags, directives: they have findings of their own."""

_ODD = _INDICATORS | frozenset("<=~“”„‟‘‛‚«‹″′")
"""Letters with which a text begins that is looked at closely."""

_MARKS = "\"'"

_TRUE_KEYS = frozenset(_TRUTH_WORDS)
"""What is asked of each key: all others are looked at no closer for it."""

_SHOWN = 40

_SEEN_BEFORE = 2_048
"""Of so many gaps and texts it is remembered what was found: files repeat them."""


@lru_cache(_SEEN_BEFORE)
def _is_common(gap: str) -> bool:
    """Tell quickly of most gaps, outside brackets, that nothing is wrong with them."""
    sign = gap.strip(" \n")
    if sign in {"", ":", "-"}:
        return gap[-1:] != sign
    return sign in _COMMON and gap.startswith(sign)


@lru_cache(_SEEN_BEFORE)
def _is_plain(text: str, *, in_brackets: bool, key: bool) -> bool:
    """Tell of a text without quotes that it means the same to every reader."""
    apart = _is_apart(text, in_brackets=in_brackets, key=key)
    apart = apart or (not key and UNOPENED.fullmatch(text) is not None)
    return not (apart or _CURLED.match(text))


def _is_apart(text: str, *, in_brackets: bool, key: bool) -> bool:
    """Tell whether some reader takes a text without quotes for something else."""
    return bool(
        (in_brackets and "?" in text)
        or (text[0] in _INDICATORS and not _NUMBER.fullmatch(text))
        or (text in _ORDERS and not (key and text == "<<"))
        or (key and _NO_KEYS.fullmatch(text))
    )


def _is_open(text: str, opening: str, closing: str) -> bool:
    """Tell whether something is opened last that is not closed behind it."""
    if opening == closing:
        return text.count(opening) % 2 == 1
    return text.rfind(opening) > text.rfind(closing)


class Strictness:
    """Walks along a file with the events, and refuses what is not read alike.

    Attributes:
        indent: The column of the mapping or list without brackets that holds what comes
            next; -1 for the file itself.
        flow: How many brackets are open there.
    """

    def __init__(self, sheet: SourceFile) -> None:
        self._sheet = sheet
        self._found: list[tuple[str, int, Path, dict[str, str]]] = []
        self._text = f"{sheet.text}\n"
        head = _HEAD.match(self._text)
        self._done = head.end() if head else 0
        self._held = -1
        self.indent, self.flow = -1, 0

    def opens(self, event: CollectionStartEvent, path: Path) -> None:
        """Enter a mapping or a list; the caller keeps what was before."""
        start: Any = event.start_mark
        if not event.flow_style:
            self.indent = start.column
            return
        self.flow += 1
        self._held = self.indent
        refused = event.anchor or event.tag
        if not refused and self._text[start.index] not in "[{":
            self._refuse("unusual-yaml", event, path, sign=":")

    def scalar(self, event: ScalarEvent, path: Path, *, key: bool = False) -> None:
        """Look at a text, and at what stands before it."""
        text, style = event.value, event.style
        if not (text or style):
            return  # nothing is written here; what stands around it goes on
        start: Any = event.start_mark
        end: Any = event.end_mark
        gap = self._text[self._done : start.index]
        if gap not in _USUAL:
            if (self.flow and "\n" in gap) or not _is_common(gap):
                self._gap(gap, path)
            if start.column <= self.indent and (self.flow or not key):
                self._refuse("shallow-line", event, path)
        self._done = end.index
        if style == "" and (
            text[0] in _ODD
            or text[-1] in _MARKS
            or "?" in text
            or (key and text.casefold() in _TRUE_KEYS)
        ):
            self._plain(event, path, key=key)
        if start.line != end.line or style in _LONG:
            self._several(event, path, key=key)

    def _several(self, event: ScalarEvent, path: Path, *, key: bool) -> None:
        """Look at a text over several lines."""
        style = event.style
        if event.anchor or event.tag:
            return  # refused already
        if style not in _LONG:
            self._lines(event, path, key=key)
        elif not self._is_usual(event):
            self._refuse("unusual-yaml", event, path, sign=str(style))

    def closes(self, path: Path) -> None:
        """Look at what stands behind the last text, and write the findings.

        A file that is no YAML is never closed: what broke it may have shifted the rest.
        """
        self._gap(self._text[self._done :], path)
        for rule, at, under, facts in self._found:
            self._sheet.refuse_at(rule, at, under, **facts)

    def _gap(self, gap: str, path: Path) -> None:
        begin = self._done
        end = begin + len(gap)
        if hash_sign := _NUMBER_SIGN.match(gap):
            self._refuse_sign("hash-in-text", begin + hash_sign.end() - 1, path)
        elif (comment := _COMMENT.match(gap)) and self._cuts(comment[1]):
            self._refuse_sign("hash-in-text", begin + comment.start(1), path)
        found = _GAP.match(self._text, begin, end)
        at = found.end() if found else begin
        if at < end:
            self._odd(at, path)
        line = gap.find("\n")
        if line >= 0 and (self.flow or _BRACKET.search(gap, line)):
            self._indents(begin, end, path)

    def _cuts(self, comment: str) -> bool:
        """Tell whether a comment closes what the text before it opens."""
        begin = self._text.rfind("\n", 0, self._done) + 1
        before = self._text[begin : self._done]
        return before[-1:] not in _MARKS and any(
            _is_open(before, *pair) and _is_open(comment[::-1], *reversed(pair))
            for pair in _PAIRS
        )

    def _odd(self, at: int, path: Path) -> None:
        sign = self._text[at]
        if sign not in _SEEN_ELSEWHERE:
            rule = "space-missing" if sign in "#:-" else "unusual-yaml"
            self._refuse_sign(rule, at, path, sign=sign)

    def _indents(self, begin: int, end: int, path: Path) -> None:
        """Refuse brackets that begin a line no deeper than what they belong to."""
        signs = [found[0] for found in _SIGN.finditer(self._text, begin, end)]
        opened = sum((each in "[{") - (each in "]}") for each in signs)
        flow, indent, first = self.flow - opened, self._held, False
        for found in _SIGN.finditer(self._text, begin, end):
            sign = found[0]
            if sign.endswith("\n"):
                first = True
                continue
            if sign.startswith("#"):
                continue
            column = found.start() - (self._text.rfind("\n", 0, found.start()) + 1)
            if first and (flow or sign in "[{") and column <= indent:
                self._refuse_sign("shallow-line", found.start(), path)
            if sign == "-" and not flow:
                indent = column
            flow += (sign in "[{") - (sign in "]}")
            first = False

    def _plain(self, event: ScalarEvent, path: Path, *, key: bool) -> None:
        """Refuse a text that means something else where quotes are missing."""
        text = event.value
        if event.anchor or event.tag:
            return  # refused already
        if _is_plain(text, in_brackets=self.flow > 0, key=key):
            return
        if _CURLED.match(text):
            # Straight ones in their place are the quotes that it needs.
            self._refuse("smart-quotes", event, path, sign=text[0])
        elif _is_apart(text, in_brackets=self.flow > 0, key=key):
            value = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
            self._refuse("needs-quotes", event, path, value=value)
        else:
            self._refuse("unopened-quote", event, path, sign=text[-1])

    def _is_usual(self, event: ScalarEvent) -> bool:
        """Tell whether a text over several lines begins and ends as it should."""
        start: Any = event.start_mark
        end: Any = event.end_mark
        head = _HEADER.match(self._text, start.index)
        if head is None:
            return False
        # The last line may lack its end, which readers then add or leave out.
        whole = end.index < len(self._text) - 1 or self._text[-2:-1] == "\n"
        return whole or head[0].startswith((">-", "|-"))

    def _lines(self, event: ScalarEvent, path: Path, *, key: bool) -> None:
        """Look at a text that goes on over several lines."""
        start: Any = event.start_mark
        end: Any = event.end_mark
        if key:
            self._refuse("unusual-yaml", event, path, sign=":")
        rest = self._text[start.index : end.index].split("\n")[1:]
        for line, words in enumerate(rest, start.line + 1):
            column = len(words) - len(words.lstrip(" "))
            if words.strip(" \r") and column <= self.indent:
                self._note("shallow-line", mark(line, column), path)

    def _refuse(self, rule: str, event: Event, path: Path, **facts: str) -> None:
        start: Any = event.start_mark
        self._note(rule, mark(start.line, start.column), path, **facts)

    def _refuse_sign(self, rule: str, at: int, path: Path, **facts: str) -> None:
        if len(self._found) <= bounds.FINDINGS:  # looking for the line takes a while
            line, begin = self._text.count("\n", 0, at), self._text.rfind("\n", 0, at)
            self._note(rule, mark(line, at - begin - 1), path, **facts)

    def _note(self, rule: str, at: int, path: Path, **facts: str) -> None:
        if len(self._found) <= bounds.FINDINGS:
            self._found.append((rule, at, path, facts))
