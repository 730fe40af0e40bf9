"""The start of a rule: its module, page and words, in a checkout of the library."""

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

from katch_protocols.cli.refusals import CommandRefusal, unknown
from katch_protocols.rules.rule import Family

__all__ = ["rule_start"]

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

_MORE = "Say here why it matters to the child. Say here what to do about 'example'."

_MODULE = Template('''\
"""Say here what this module looks after."""

from collections.abc import Iterator

from katch_protocols.findings import Severity
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule


@rule("$rule", Severity.WARNING)
def _$function(context: Context) -> Iterator[Spot]:
    """A state is called like the example."""
    for path, state in context.every(State):
        if state.id == "example":
            yield Spot(path, {"state": state.id})
''')

_WORDS = {
    "fix": "Say here what to do about '{state}'.",
    "saw": "'{state}' is called like the example.",
    "why": "Say here why it matters to the child.",
}

_PAGE = Template("""\
# $rule

A state is called like the example.

## Avoid

```yaml
# referral.yaml
protocol: referral
title: Referral
valid_from: 2026-01-01
initial: example
states:
  example:
    title: Concern reported
    held_by: duty_officer
    within: 3 days
    activities:
      make_safe: {title: Make the child safe, by: duty_officer, to: closed}
  closed: {title: Case closed, final: true, outcome: protected}
```

## What you will see

```text
referral.yaml:7:3  warning $rule: 'example' is called like the example. $more
```

## Prefer

```yaml
# referral.yaml
protocol: referral
title: Referral
valid_from: 2026-01-01
initial: reported
states:
  reported:
    title: Concern reported
    held_by: duty_officer
    within: 3 days
    activities:
      make_safe: {title: Make the child safe, by: duty_officer, to: closed}
  closed: {title: Case closed, final: true, outcome: protected}
```

## Why it matters

Say it in two or three sentences, in the words of the people who protect children.

## When to allow it

Name the honest exception, or say that there is none.
""")


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
    names = {"rule": rule, "function": function, "more": _MORE}
    return {
        _PACKAGE / "rules" / family / f"{function}.py": _MODULE.substitute(names),
        pages / family / f"{rule}.md": _PAGE.substitute(names),
    }


def rule_words(name: str) -> Mapping[Path, str]:
    """Return the catalogues of findings with the English sentences of a new rule.

    In the other languages they wait for a translator.
    """
    rule = name.rpartition("/")[2]
    folder = _PACKAGE / "locale"
    found = sorted(folder.glob("*/LC_MESSAGES/findings.po"))
    return {path: _with(path.read_text(encoding="utf-8"), rule) for path in found}


_PACKAGE = Path(__file__).parents[2]
_BETWEEN = "\n\n"
_KEY = re.compile(r'^msgctxt "(.*)"$', re.MULTILINE)


def _with(catalogue: str, rule: str) -> str:
    """Return a catalogue with the sentences of a rule at their places, by key."""
    head, *texts = catalogue.rstrip("\n").split(_BETWEEN)
    known = {_key(text): text for text in texts}
    for part, text in _WORDS.items():
        key = f"{rule}.{part}"
        known.setdefault(key, f'msgctxt "{key}"\nmsgid "{text}"\nmsgstr ""')
    return _BETWEEN.join([head, *(known[key] for key in sorted(known))]) + "\n"


def _key(text: str) -> str:
    found = _KEY.search(text)
    return found[1] if found else ""
