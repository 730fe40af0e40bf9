"""more-qualified-than-people: a post with more qualified people than people."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.regions import Post
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, post in context.every(Post):
        for name, count in post.qualified.items():
            if count > post.people:
                facts = {
                    "post": post.id,
                    "qualified": str(count),
                    "qualification": name,
                    "people": str(post.people),
                }
                yield Spot((*path, "qualified", name), facts)


RULE = Rule(
    name="more-qualified-than-people",
    family=Family.ROLES,
    severity=Severity.ERROR,
    wording=Wording(
        saw=(
            "Post '{post}' counts {qualified} people with '{qualification}' and has"
            " {people} in all."
        ),
        why="A plan would rely on people who do not exist.",
        fix="Correct `people` or `qualified`.",
    ),
    spots=_spots,
    needs_whole=True,
)
