"""One name that means two things."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Chart
from katch_protocols.findings import Path, Severity
from katch_protocols.model.activities import Activity
from katch_protocols.model.documents import Document
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Spot, noted, problem_spots, rule


@rule("document-shares-data-id", Severity.ERROR)
def _document_shares_data_id(context: Context) -> Iterator[Spot]:
    """A document and a data category with the same id."""
    for path, document in context.every(Document):
        if document.id in context.handbook.data:
            yield Spot(path, {"id": document.id})


@rule("facts-disagree", Severity.ERROR)
def _facts_disagree(context: Context) -> Iterator[Spot]:
    """A fact that two protocols share and declare differently."""
    for spot in problem_spots(context, "facts-disagree"):
        # A second declaration of a shared fact is a finding of its own.
        if spot.facts["fact"] not in context.handbook.facts:
            yield spot


@rule("measured-shares-id", Severity.ERROR)
def _measured_shares_id(context: Context) -> Iterator[Spot]:
    """What is measured bears the id of a state or an activity."""
    measured = context.handbook.measured
    found: dict[Path, Spot] = {}
    for chart in context.charts.values() if measured else ():
        for path, name, home in _named(chart):
            if name in measured:
                facts = {"id": name, "protocol": home}
                found.setdefault(path, Spot(path, facts))
    yield from found.values()


def _named(chart: Chart) -> Iterator[tuple[Path, str, str]]:
    """Yield where each state and activity is written, its bare name, whose it is."""
    for node in chart.nodes:
        yield node.path, node.bare, node.home
    for entry in chart.entries:
        yield entry.path, entry.act.id, entry.home


@rule("role-shares-agency-id", Severity.ERROR)
def _role_shares_agency_id(context: Context) -> Iterator[Spot]:
    """A role and an agency with the same id."""
    for name in context.handbook.roles:
        if name in context.handbook.agencies:
            yield Spot(("roles", name), {"id": name})


@rule("state-shares-activity-id", Severity.ERROR)
def _state_shares_activity_id(context: Context) -> Iterator[Spot]:
    """A state and an activity with the same id."""
    acts = {
        (user, act.id)
        for path, act in context.every(Activity)
        for user in context.users(path)
    }
    for path, state in context.every(State):
        for user in context.users(path):
            if (user, state.id) in acts:
                yield Spot(path, {"id": state.id, "protocol": user})


_NOTED = (
    noted("ambiguous-state", Family.NAMES),
    noted("documents-disagree", Family.NAMES),
)
