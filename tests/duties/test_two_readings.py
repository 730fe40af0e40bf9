"""The answer agrees with a second reading, straight from the model."""

from collections import Counter

from hypothesis import HealthCheck, given, settings

from katch_protocols.charts.chart import EntryKind
from katch_protocols.duties.coverage import CoverageStatus
from katch_protocols.duties.nouns import Part
from katch_protocols.duties.responsibility import responsibility
from katch_protocols.model.handbook import Handbook
from tests.duties.dressed import dressed
from tests.duties.naive import asked, holding

SLOW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def _places(handbook: Handbook) -> tuple[str | None, ...]:
    return tuple(handbook.regions) or (None,)


@SLOW
@given(dressed())
def test_every_written_activity_is_a_duty_of_those_who_are_written(made):
    handbook = made.handbook
    naive = {
        (each.protocol, each.activity, each.state, each.function, part, names)
        for each in asked(handbook, "first")
        for part, names in each.parts
    }
    found = {
        (duty.protocol, duty.activity, state, duty.function, part.value, names)
        for duty in responsibility(handbook, only="first").raci
        if duty.kind is EntryKind.WRITTEN
        for state in duty.states
        for part in Part
        for names in [_written(duty, part)]
    }
    assert found == naive


def _written(duty, part):
    names = duty.names[part]
    return duty.names[Part.RESPONSIBLE] if names == ("actor",) else names


@SLOW
@given(dressed())
def test_an_agency_has_the_parts_of_the_roles_that_it_holds(made):
    handbook = made.handbook
    naive = {
        (agency, each.protocol, each.activity, part)
        for each in asked(handbook, "first")
        for part, names in each.parts
        for place in _places(handbook)
        for name in names
        for agency in holding(handbook, name, place, every=part != "accountable")
        if agency in handbook.agencies
    }
    found = {
        (name, share.duty.protocol, share.duty.activity, part.value)
        for name, agency in responsibility(handbook, only="first").agencies.items()
        for share in agency.shares
        if share.duty.kind is EntryKind.WRITTEN
        for part in share.parts
    }
    assert found == naive


@SLOW
@given(dressed())
def test_a_region_has_a_gap_where_a_reader_of_the_files_finds_nobody(made):
    handbook = made.handbook
    naive = set()
    for each in asked(handbook, "first"):
        parts = dict(each.parts)
        for place in _places(handbook):
            held = {
                name: holding(handbook, name, place)
                for names in parts.values()
                for name in names
            }
            if not any(held[name] for name in parts["responsible"]):
                naive.add((each.protocol, each.activity, place, "responsible"))
            if not each.is_actor and not any(held[n] for n in parts["accountable"]):
                naive.add((each.protocol, each.activity, place, "accountable"))
            if not all(held[name] for name in parts["with"]):
                naive.add((each.protocol, each.activity, place, "with"))
    generated = {
        (duty.protocol, duty.activity)
        for duty in responsibility(handbook, only="first").raci
        if duty.kind is not EntryKind.WRITTEN
    }
    found = {
        (*activity, gap.region, gap.missing.value)
        for gap in responsibility(handbook, only="first").gaps
        for activity in gap.activities
        if activity not in generated
    }
    assert found == naive


@SLOW
@given(dressed())
def test_the_parts_of_an_answer_fit_together(made):
    handbook = made.handbook
    answer = responsibility(handbook, only="first")
    for region in _places(handbook):
        gaps = [gap for gap in answer.gaps if gap.region == region]
        named = {gap.function for gap in gaps} - {None}
        shown = {
            cell.function
            for cell in answer.matrix
            if cell.region == region and cell.status is CoverageStatus.GAP
        }
        assert named == shown
    for name, agency in answer.agencies.items():
        assert agency.load.cases_out == len(agency.hands)
        assert all(each.sender == name for each in agency.hands)
    sent = Counter(
        each.sender for each in answer.handoffs if each.sender in handbook.agencies
    )
    assert sent == Counter(
        {n: len(a.hands) for n, a in answer.agencies.items() if a.hands}
    )
    assert answer.to_json() == responsibility(handbook, only="first").to_json()


@SLOW
@given(dressed())
def test_what_is_so_somewhere_is_so_in_one_of_the_regions(made):
    handbook = made.handbook
    whole = responsibility(handbook, only="first")
    parts = [
        responsibility(handbook, only="first", region=name) for name in handbook.regions
    ]
    for kind in ("handoffs", "deliveries"):
        everywhere = {_pair(each) for each in getattr(whole, kind)}
        each_region = {_pair(each) for part in parts for each in getattr(part, kind)}
        assert not parts or everywhere == each_region
    assert not parts or len(whole.gaps) == sum(len(part.gaps) for part in parts)
    assert not parts or whole.matrix == tuple(
        cell
        for row in zip(*(_rows(part) for part in parts), strict=True)
        for cells in row
        for cell in cells
    )


def _pair(each):
    return each.protocol, each.activity, each.sender, each.receiver


def _rows(answer):
    functions = dict.fromkeys(cell.function for cell in answer.matrix)
    return [
        [cell for cell in answer.matrix if cell.function == name] for name in functions
    ]
