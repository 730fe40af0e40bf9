"""Where a file stops being YAML, in our own kinds; libyaml's words reach nobody."""

from yaml import YAMLError

from katch_protocols.files.yaml_nodes import mark
from katch_protocols.files.yaml_slips import Fault, earlier, within_brackets

__all__ = ["explain"]

_OPENED = {
    "while scanning a quoted scalar": "unclosed-quote",
    "while scanning an anchor": "reserved-character",
    "while scanning an alias": "reserved-character",
    "while scanning a block scalar": "reserved-character",
    "mapping keys are not allowed in this context": "reserved-character",
}
"""Faults that are best shown where the part was opened."""

_BRACKETS = frozenset({"while parsing a flow mapping", "while parsing a flow sequence"})

_ESCAPES = (
    "found unknown escape character",
    "did not find expected hexdecimal number",
    "found invalid Unicode character escape code",
)

_BEGINNING = "found character that cannot start"
_FOUND = {
    "mapping values are not allowed in this context": "colon-in-text",
    "could not find expected ':'": "colon-missing",
    "found unexpected ':'": "colon-missing",
    "did not find expected key": "uneven-indent",
    "did not find expected '-' indicator": "uneven-indent",
    "block sequence entries are not allowed in this context": "uneven-indent",
    "did not find expected <document start>": "two-documents",
    # libyaml looks ahead, and has a bound of its own.
    "exceeded maximum nesting depth": "too-deep",
}


def explain(error: YAMLError, text: str) -> Fault:
    """Return the fault that libyaml met in a text."""
    problem = str(getattr(error, "problem", None) or "")
    context = str(getattr(error, "context", None) or "")
    here = _mark(getattr(error, "problem_mark", None))
    opened = getattr(error, "context_mark", None)
    if problem in _ESCAPES:
        return Fault("unknown-escape", here)
    if context in _BRACKETS and opened is not None:
        return within_brackets(text, _mark(opened), here)
    rule = _OPENED.get(context) or _OPENED.get(problem)
    if rule is not None:
        return Fault(rule, here if opened is None else _mark(opened))
    if problem.startswith(_BEGINNING):
        return Fault(_start(error, text), here)
    rule = "tab-in-indent" if "tab character" in problem else _FOUND.get(problem)
    return earlier(rule or "not-yaml", here, text)


def _start(error: YAMLError, text: str) -> str:
    index = getattr(getattr(error, "problem_mark", None), "index", 0)
    at_tab = text[index : index + 1] == "\t"
    return "tab-in-indent" if at_tab else "reserved-character"


def _mark(found: object) -> int:
    line, column = getattr(found, "line", 0), getattr(found, "column", 0)
    return mark(int(line), int(column))
