"""The start of a rule: its file and its page, in a checkout of the library."""

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

from katch_protocols.cli.refusals import Refusal, unknown
from katch_protocols.rules.rule import Family

__all__ = ["rule_start"]

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

_MORE = "Say here why it matters to the child. Say here what to do about 'example'."

_MODULE = Template('''\
"""$rule: a state is called like the example."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, state in context.every(State):
        if state.id == "example":
            yield Spot(path, {"state": state.id})


RULE = Rule(
    name="$rule",
    family=Family.$constant,
    severity=Severity.WARNING,
    wording=Wording(
        saw="'{state}' is called like the example.",
        why="Say here why it matters to the child.",
        fix="Say here what to do about '{state}'.",
    ),
    spots=_spots,
)
''')

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
        raise Refusal("bad-rule-name", name=rule)
    package = Path(__file__).parents[2]
    pages = package.parent / "docs" / "reference" / "rules"
    if not pages.is_dir():
        raise Refusal("no-checkout")
    module = package / "rules" / family / f"{rule.replace('-', '_')}.py"
    names = {"rule": rule, "constant": Family(family).name, "more": _MORE}
    return {
        module: _MODULE.substitute(names),
        pages / family / f"{rule}.md": _PAGE.substitute(names),
    }
