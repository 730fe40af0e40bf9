"""What must still be asked, as texts: questions, unread sources, unbound roles."""

from collections.abc import Iterator

from katch_protocols.papers.content.tongue import PaperTexts

__all__ = ["open_questions", "unbound_roles", "unread_sources"]


def open_questions(tongue: PaperTexts) -> Iterator[tuple[str, str]]:
    """Yield each open question and whom it concerns."""
    for each in tongue.handbook.questions.values():
        yield tongue.label(each.title, each.id), tongue.parties(each.about)


def unread_sources(tongue: PaperTexts) -> Iterator[tuple[str, str]]:
    """Yield the title and citation of every source whose text was not read."""
    for each in tongue.handbook.sources.values():
        if not each.read:
            yield tongue.label(each.title, each.id), each.cite or ""


def unbound_roles(tongue: PaperTexts) -> Iterator[tuple[str, str, str]]:
    """Yield region, role and what is known, for roles that nobody is known to hold."""
    for region in tongue.handbook.regions.values():
        for role, binding in region.roles.items():
            if binding.unbound is not None:
                said = tongue.label(binding.unbound)
                yield tongue.label(region.title, region.id), tongue.party(role), said
