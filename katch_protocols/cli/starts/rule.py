"""The start of a rule: its module, page and words, in a checkout of the library."""

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

from katch_protocols.cli.refusals import CommandRefusal, unknown
from katch_protocols.rules.rule import Family

__all__ = ["rule_start"]

_HERE = Path(__file__).parent
_PACKAGE = _HERE.parents[1]
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def _template(name: str) -> Template:
    return Template((_HERE / name).read_text(encoding="utf-8"))


def rule_start(name: str) -> Mapping[Path, str]:
    """Return the texts of a rule ``FAMILY/RULE`` and of its page, by path.

    Raises:
        Refusal: No such family, a bad name, or no checkout around the library.
    """
    family, _, rule = name.partition("/")
    if family not in set(Family):
        refusal = unknown("unknown-family", family, Family)
        raise refusal.and_see("choose", choices=", ".join(Family))
    if not _NAME.fullmatch(rule):
        raise CommandRefusal("bad-rule-name", name=rule)
    pages = _PACKAGE.parent / "docs" / "reference" / "rules"
    if not pages.is_dir():
        raise CommandRefusal("no-checkout")
    function = rule.replace("-", "_")
    names = {"rule": rule, "function": function}
    module, page = (
        _template(each).substitute(names)
        for each in ("rule_module.txt", "rule_page.md")
    )
    return {
        _PACKAGE / "rules" / family / f"{function}.py": module,
        pages / family / f"{rule}.md": page,
    }


def rule_words(name: str) -> Mapping[Path, str]:
    """Return the catalogues of findings with the English sentences of a new rule.

    In the other languages they wait for a translator.
    """
    rule = name.rpartition("/")[2]
    folder = _PACKAGE / "locale"
    found = sorted(folder.glob("*/LC_MESSAGES/findings.po"))
    return {path: _with(path.read_text(encoding="utf-8"), rule) for path in found}


_BETWEEN = "\n\n"
_KEY = re.compile(r'^msgctxt "(.*)"$', re.MULTILINE)


def _with(catalogue: str, rule: str) -> str:
    """Return a catalogue with the sentences of a rule at their places, by key."""
    head, *texts = catalogue.rstrip("\n").split(_BETWEEN)
    known = {_key(text): text for text in texts}
    added = _template("rule_words.po").substitute(rule=rule).rstrip("\n")
    for text in added.split(_BETWEEN):
        known.setdefault(_key(text), text)
    return _BETWEEN.join([head, *(known[key] for key in sorted(known))]) + "\n"


def _key(text: str) -> str:
    found = _KEY.search(text)
    return found[1] if found else ""
