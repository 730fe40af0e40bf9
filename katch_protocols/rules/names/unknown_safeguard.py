"""unknown-safeguard: a waiver of a safeguard that does not exist."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    if "safeguards" in context.incomplete:
        return
    for name, protocol in context.handbook.protocols.items():
        known = {**context.handbook.safeguards, **protocol.safeguards}
        for used in protocol.use:
            fragment = context.handbook.fragments.get(used)
            known.update(fragment.safeguards if fragment else {})
        for safeguard in protocol.waivers:
            if safeguard not in known:
                path = ("protocols", name, "waivers", safeguard)
                yield Spot(path, {"name": safeguard}, nearest_names(safeguard, known))


RULE = Rule(
    name="unknown-safeguard",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{name}' is not the name of any safeguard.",
        why="A waiver of nothing hides which promise to the child is set aside.",
        fix="Write the id of a safeguard, or remove the waiver.",
    ),
    spots=_spots,
)
