"""draw: a protocol on paper, in one view and one language."""

from datetime import date

from katch_protocols.arguments import typed
from katch_protocols.budget import Budget
from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw as draw_chart
from katch_protocols.drawings.drawing import Drawing
from katch_protocols.drawings.known_views import view_named
from katch_protocols.drawings.view import Reads
from katch_protocols.errors import NoHandbookError
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.releases import Release
from katch_protocols.model.simulations import Result
from katch_protocols.verbs.budgeting import within

__all__ = ["draw"]


@typed
def draw(  # noqa: PLR0913 - keywords with defaults, one a wish
    protocol: Protocol | Release | Result,
    *,
    view: str | None = None,
    language: str | None = None,
    phase: Id | None = None,
    agency: Id | None = None,
    region: Id | None = None,
    as_of: date | None = None,
    theme: str = "colour",
    handbook: Handbook | None = None,
    budget: Budget | str | None = None,
) -> Drawing:
    """Draw ``protocol``: who does what and by when, or another ``view`` of it.

    What a simulation answers is drawn as ``times`` or ``backlog``; it needs its
    ``handbook``.

    A release of indicators is drawn as ``scorecard`` of a ``region`` (of all, without
    one) or as ``multiples``: small charts of every region. It needs its ``handbook``.

    The views are those of ``katch draw --view``: ``lanes``, ``raci`` and so on; what
    each answers is said there and in the documentation. ``agency`` needs an ``agency``.
    The language is the handbook's own unless another is given. With a ``phase`` only
    that chapter is drawn, in a view that can show one alone.
    ``as_of`` is the day on which bindings and agencies count; without it all do. The
    ``theme`` is ``colour``, or ``grey`` for printers without colour. ``budget`` is what
    it may spend, as ``"60s,4GB"``: 30 seconds of the processor and 1 GB unless more is
    given.

    Example:
        >>> draw(handbook.protocols["referral"], language="kk").save("referral.svg")

    Raises:
        NoHandbookError: The protocol was made alone and no ``handbook`` is given.
        ProtocolError: The protocol has problems; ``check`` says which.
        BudgetError: The budget was met; nothing is drawn by half.
        UnknownNameError: There is no such ``view``, ``phase``, ``agency`` or ``theme``,
            or the handbook does not speak the ``language``.
        WrongTypeError: An argument has another type.
    """
    if isinstance(protocol, Release):
        if handbook is None:
            raise NoHandbookError(protocol.handbook)
        # Lazy, for a fast start: most draw a protocol. It goes down, as below.
        from katch_protocols.drawings.releases.draw import draw_release  # noqa: PLC0415

        shown = view or "scorecard"
        return draw_release(
            protocol,
            handbook,
            view=shown,
            language=language,
            region=region,
            theme=theme,
        )
    if isinstance(protocol, Result):
        if handbook is None:
            raise NoHandbookError(protocol.scenario)
        from katch_protocols.drawings.simulated.draw import draw_result  # noqa: PLC0415

        return draw_result(
            protocol, handbook, view=view or "times", language=language, theme=theme
        )
    home = handbook or Handbook.of(protocol)
    view = view or "lanes"
    with within(budget):
        reads = view_named(view).reads
        return draw_chart(
            chart(protocol, home),
            home,
            view=view,
            language=language,
            phase=phase,
            agency=agency,
            as_of=as_of,
            theme=theme,
            findings=_found(home, as_of) if Reads.FINDINGS in reads else (),
        )


def _found(home: Handbook, as_of: date | None) -> tuple[Finding, ...]:
    # Lazy, for a fast start: most views need no rules and no proofs. It goes down.
    from katch_protocols.rules.check import check  # noqa: PLC0415 - see above

    return check(home, as_of=as_of)
