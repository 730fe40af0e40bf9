"""role-unbound: a role that nobody plays in a region."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.dates import Dated, in_force
from katch_protocols.model.labels import Label
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, region in context.handbook.regions.items():
        for role, binding in region.roles.items():
            if binding.unbound is not None and _holds(context, region, binding):
                facts = {"role": role, "region": name, **_reason(binding.unbound)}
                yield Spot(("regions", name, "roles", role), facts)


def _holds(context: Context, *dated: Dated) -> bool:
    return all(in_force(each, context.as_of) for each in dated)


def _reason(reason: Label) -> dict[str, str]:
    """Return the reason, and its text in each language beside it."""
    said = {f"reason.{language}": text for language, text in reason.texts.items()}
    first = next(iter(reason.texts.values()), "")
    # The sentence around it ends with a full stop of its own.
    return {key: text.rstrip(".") for key, text in {"reason": first, **said}.items()}


RULE = Rule(
    name="role-unbound",
    family=Family.ROLES,
    severity=Severity.GAP,
    wording=Wording(
        saw="Nobody plays '{role}' in '{region}': {reason}.",
        why="A child in this region has nobody for this duty.",
        fix="Name an agency for the role there, or agree who steps in.",
    ),
    spots=_spots,
)
