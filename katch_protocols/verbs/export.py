"""export: a protocol in another notation, with the report of what got lost."""

from katch_protocols.arguments import typed
from katch_protocols.charts.build import chart
from katch_protocols.errors import ProtocolError, UnknownNameError
from katch_protocols.exchange.export import Export
from katch_protocols.exchange.export import export as export_source
from katch_protocols.exchange.notation import Source
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["export"]


@typed
def export(
    protocol: Protocol,
    *,
    to: str,
    language: str | None = None,
    handbook: Handbook | None = None,
) -> Export:
    """Write ``protocol`` in the notation called ``to``, such as ``bpmn``.

    What the notation cannot say is in ``losses``, by place, and in a comment of the
    file. The language is the handbook's own unless another is given.

    Example:
        >>> export(handbook.protocols["referral"], to="mermaid").save("referral.mmd")

    Raises:
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
    return export_source(Source(drawn, home, spoken), to=to)
