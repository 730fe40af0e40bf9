"""export: a protocol in another notation, with the report of what got lost."""

from collections.abc import Iterator, Sequence
from datetime import date

from katch_protocols.arguments import typed
from katch_protocols.cases.case import Case
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.charts.build import chart
from katch_protocols.errors import (
    ProtocolError,
    RecordError,
    UnknownNameError,
    WrongTypeError,
)
from katch_protocols.exchange.export import Export
from katch_protocols.exchange.export import export as export_source
from katch_protocols.exchange.logged_cases import LoggedCase, logged
from katch_protocols.exchange.notation import ExportInput
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["export"]


@typed
def export(  # noqa: PLR0913 - what is written, and how; all but it have names
    protocol: Protocol,
    *,
    to: str,
    language: str | None = None,
    handbook: Handbook | None = None,
    cases: Sequence[Case] | None = None,
    on: date | None = None,
) -> Export:
    """Write ``protocol``, or live cases of it, in the notation called ``to``.

    What the notation cannot say is in ``losses``, by place, and in a comment of the
    file. The language is the handbook's own unless another is given.

    Example:
        >>> export(handbook.protocols["referral"], to="mermaid").save("referral.mmd")
        >>> export(handbook.protocols["referral"], to="xes", cases=[case]).save("a.xes")

    Args:
        protocol: what is written, or what the cases follow.
        to: the name of the notation; ``katch export --help`` lists them.
        language: the language of titles.
        handbook: the one that the protocol was read from, unless another is given.
        cases: live cases of the protocol, for notations that write cases. No token of
            a person is written; references are, as they stand.
        on: the day from which every clock of the protocol is told to run, for a
            calendar without cases.

    Raises:
        SubjectError: The notation writes something else: ``cases`` or ``on`` is missing
            or too much.
        InstantError: The day is outside the years 1970 to 2399.
        RecordError: A case follows another protocol, or another meaning of it.
        NoHandbookError: The protocol was made alone and no ``handbook`` is given.
        ProtocolError: The protocol has problems; ``check`` says which.
        UnknownNameError: There is no such notation, or the handbook does not speak the
            ``language``.
        MissingExtraError: The notation needs a library that is not installed.
        WrongTypeError: An argument has another type.
    """
    home = handbook or Handbook.of(protocol)
    spoken = language or home.languages[0]
    if spoken not in home.languages:
        near = nearest_names(spoken, home.languages)
        raise UnknownNameError("language", spoken, near)
    drawn = chart(protocol, home)
    if drawn.problems:
        raise ProtocolError(protocol.id, [problem.code for problem in drawn.problems])
    logs = None if cases is None else tuple(_logged(cases, protocol, home))
    return export_source(ExportInput(drawn, home, spoken, logs, on), to=to)


def _logged(
    cases: Sequence[Case], protocol: Protocol, handbook: Handbook
) -> Iterator[LoggedCase]:
    """Yield each case as a log may tell it; raises as ``export`` does."""
    meant = compiled_case(protocol, handbook)
    for case in cases:
        given: object = case
        if not isinstance(given, Case):
            raise WrongTypeError("cases", "case", type(given))
        found = case.view().compiled
        if found.protocol.id != protocol.id:
            raise RecordError("protocol")
        if found.edition.pin != meant.edition.pin:
            raise RecordError("pin")
        yield logged(case)
