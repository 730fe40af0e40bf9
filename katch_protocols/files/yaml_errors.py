"""Where a file stops being YAML, in our own kinds; libyaml's words reach nobody."""

from yaml import YAMLError

from katch_protocols.files.yaml_nodes import mark

__all__ = ["explain"]

_OPENED = {
    "while scanning a quoted scalar": "unclosed-quote",
    "while parsing a flow mapping": "unclosed-bracket",
    "while parsing a flow sequence": "unclosed-bracket",
}
"""Faults that are best shown where the part was opened."""

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
    # libyaml looks ahead, and has a bound of its own.
    "exceeded maximum nesting depth": "too-deep",
}


def explain(error: YAMLError, text: str) -> tuple[str, int]:
    """Return the rule and the mark of a fault that libyaml met in a text."""
    problem = str(getattr(error, "problem", None) or "")
    context = str(getattr(error, "context", None) or "")
    here = _mark(getattr(error, "problem_mark", None))
    opened = getattr(error, "context_mark", None)
    if problem in _ESCAPES:
        return "unknown-escape", here
    if context in _OPENED and opened is not None:
        return _OPENED[context], _mark(opened)
    if problem.startswith(_BEGINNING):
        return _start(error, text), here
    if "tab character" in problem:
        return "tab-in-indent", here
    return _FOUND.get(problem, "not-yaml"), here


def _start(error: YAMLError, text: str) -> str:
    index = getattr(getattr(error, "problem_mark", None), "index", 0)
    at_tab = text[index : index + 1] == "\t"
    return "tab-in-indent" if at_tab else "reserved-character"


def _mark(found: object) -> int:
    line, column = getattr(found, "line", 0), getattr(found, "column", 0)
    return mark(int(line), int(column))
