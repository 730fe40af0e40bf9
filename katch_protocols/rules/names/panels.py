"""Panels where only people can stand, and in the seats of panels."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity
from katch_protocols.model.activities import Activity
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Post, Region
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule


@rule("panel-in-panel", Severity.ERROR)
def _panel_in_panel(context: Context) -> Iterator[Spot]:
    """A panel that has a seat in a panel."""
    panels = _panels(context)
    for name in panels:
        members = context.handbook.roles[name].members
        for position, member in enumerate(members):
            if member in panels:
                facts = {"member": member, "panel": name}
                yield Spot(("roles", name, "members", position), facts)


@rule("panel-misplaced", Severity.ERROR)
def _panel_misplaced(context: Context) -> Iterator[Spot]:
    """A panel that takes part beside others, has a post, or is bound in a region."""
    panels = _panels(context)
    for key, name, path in _people(context):
        if name in panels:
            yield Spot(path, {"panel": name, "key": key})


def _people(context: Context) -> Iterator[tuple[str, Id, Path]]:
    """Yield each name that must be a role of people: the key, the name, the place."""
    for path, act in context.every(Activity):
        for position, name in enumerate(act.raci.together_with):
            yield "together_with", name, (*path, "together_with", position)
    for path, region in context.every(Region):
        for name in region.roles:
            yield "roles", name, (*path, "roles", name)
    for path, post in context.every(Post):
        for position, name in enumerate(post.roles):
            yield "roles", name, (*path, "roles", position)


def _panels(context: Context) -> frozenset[Id]:
    roles = context.handbook.roles.items()
    return frozenset(name for name, role in roles if role.is_panel)
