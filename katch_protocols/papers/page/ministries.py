"""My ministry on the page: what its sheet on paper says, in all languages at once."""

from collections.abc import Iterator, Mapping, Sequence

from katch_protocols.charts.chart import Chart
from katch_protocols.duties.duty_pictures import family_picture
from katch_protocols.duties.family_duties import FamilyDuty, FamilyReader
from katch_protocols.duties.nouns import Duty
from katch_protocols.duties.path_nouns import ChildPath
from katch_protocols.duties.path_places import PathPlaces
from katch_protocols.duties.responsibility import responsibility_of
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.papers.content.ministry import (
    Ministry,
    MinistryLine,
    left_out,
    ministry,
)
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.page.book_nouns import PageMinistry, PageMinistryLine
from katch_protocols.papers.page.texts import Text

__all__ = ["ministries"]


def ministries(
    charts: Sequence[Chart],
    handbook: Handbook,
    colours: Mapping[Id, str],
    path: ChildPath | None = None,
) -> Iterator[PageMinistry]:
    """Yield every ministry that has a duty in the story of a child.

    ``charts`` are those of all protocols. Its duties stand at moments of the ``path``,
    where there is one.
    """
    if any(each.problems for each in charts):
        return
    answer = responsibility_of(charts, handbook)
    reader = FamilyReader(charts, answer, handbook)
    places = None if path is None else PathPlaces(path)
    languages = [PaperTexts(handbook, each) for each in handbook.languages]
    for name in reader.families:
        said = [ministry(reader, name, wording, colours) for wording in languages]
        rest = [left_out(reader, name, wording) for wording in languages]
        yield _ministry(reader, name, said, rest, places)


def _ministry(
    reader: FamilyReader,
    name: Id,
    said: Sequence[Ministry],
    rest: Sequence[Sequence[MinistryLine]],
    places: PathPlaces | None,
) -> PageMinistry:
    found, first = reader.family(name), said[0]
    return PageMinistry(
        id=name,
        title=_each(said, "title"),
        bodies=_each(said, "bodies"),
        members=found.bodies,
        colour=first.colour,
        headline=_each(said, "headline"),
        does=_each(said, "does"),
        answers=_each(said, "answers"),
        lines=_lines(found.chosen, [each.lines for each in said], places),
        more=_lines(found.rest, rest, places),
        never=tuple(zip(*(each.never for each in said), strict=True)),
        undecided=_pairs([each.undecided for each in said]),
        late=_pairs([each.late for each in said]),
        rest=_each(said, "rest"),
        counted=_each(said, "counted"),
        picture=family_picture(reader.handbook, name),
    )


def _lines(
    duties: Sequence[FamilyDuty],
    said: Sequence[Sequence[MinistryLine]],
    places: PathPlaces | None,
) -> tuple[PageMinistryLine, ...]:
    return tuple(
        _line(each.duty, texts, None if places is None else places.of(each.duty))
        for each, *texts in zip(duties, *said, strict=True)
    )


def _line(
    duty: Duty, said: Sequence[MinistryLine], moment: int | None
) -> PageMinistryLine:
    first = said[0]
    return PageMinistryLine(
        protocol=duty.protocol,
        act=duty.activity,
        does=first.does,
        stage=_each(said, "stage"),
        title=_each(said, "title"),
        who=_each(said, "who"),
        comes=_each(said, "comes"),
        goes=_each(said, "goes"),
        span=tuple(each.due.span if each.due else "" for each in said),
        basis=first.due.basis if first.due else "",
        without=_each(said, "without"),
        note=_each(said, "note"),
        never=tuple(zip(*(each.never for each in said), strict=True)),
        moment=moment,
    )


def _each(said: Sequence[object], name: str) -> Text:
    return tuple(getattr(each, name) for each in said)


def _pairs(
    said: Sequence[Sequence[tuple[str, str]]],
) -> tuple[tuple[Text, Text], ...]:
    """Return pairs of texts, each a text a language."""
    return tuple(
        (tuple(one for one, _ in pairs), tuple(other for _, other in pairs))
        for pairs in zip(*said, strict=True)
    )
