"""Agencies, roles, regions and sources as the page shows them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from katch_protocols.duties.phrases import bodies_under
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Agency as Body
from katch_protocols.model.parties import Region as District
from katch_protocols.papers.page.book_nouns import (
    Agency,
    Bond,
    Mandate,
    Post,
    Region,
    Role,
    Source,
)
from katch_protocols.papers.page.tongues import Tongues

__all__ = ["Bodies"]


@dataclass(frozen=True)
class Bodies:
    """Everything that a handbook says beside its protocols.

    ``colours`` are those that agencies have in every drawing.
    """

    handbook: Handbook
    tongues: Tongues
    colours: Mapping[Id, str]

    def agencies(self) -> Iterator[Agency]:
        """Yield every agency, in the order of the file."""
        for name, body in self.handbook.agencies.items():
            yield Agency(
                name,
                self.tongues.label(body.title),
                self.tongues.label(body.short or body.title),
                body.kind.value,
                body.level.value,
                body.part_of,
                bodies_under(name, self.handbook),
                body.external,
                self.colours[name],
                tuple(
                    self.tongues.label(self.handbook.data[each].title)
                    for each in body.may_see
                    if each in self.handbook.data
                ),
                tuple(self._mandates(body)),
                body.source,
            )

    def _mandates(self, body: Body) -> Iterator[Mandate]:
        for function, sources in body.mandates.items():
            known = self.handbook.functions.get(function)
            title = known.title if known else None
            yield Mandate(self.tongues.label(title, function), sources)

    def roles(self) -> Iterator[Role]:
        """Yield every role."""
        for name, role in self.handbook.roles.items():
            yield Role(name, self.tongues.label(role.title), role.agencies)

    def regions(self) -> Iterator[Region]:
        """Yield every region with what differs there."""
        for name, region in self.handbook.regions.items():
            yield Region(
                name,
                self.tongues.label(region.title),
                self.tongues.maybe(region.note),
                tuple(self._bonds(region)),
                tuple(self._posts(region)),
            )

    def _bonds(self, region: District) -> Iterator[Bond]:
        for role, bound in region.roles.items():
            yield Bond(
                role, bound.agency, self.tongues.maybe(bound.unbound), bound.source
            )

    def _posts(self, region: District) -> Iterator[Post]:
        for post in region.posts.values():
            yield Post(
                self.tongues.label(post.title),
                post.roles,
                post.people,
                post.cover.value,
            )

    def sources(self) -> Iterator[Source]:
        """Yield everything that is cited."""
        for name, source in self.handbook.sources.items():
            yield Source(
                name,
                self.tongues.label(source.title),
                source.kind.value,
                source.cite or "",
                source.url or "",
                source.read,
            )
