"""Small invented handbooks: protocols of a few states, one region with a few desks."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.staffing.co_occurrence import occurring
from katch_protocols.staffing.protocol_study import ProtocolStudy
from tests.rules.saltmarsh import FILES

__all__ = ["REGION", "book", "desk", "desk_of", "region", "worlds"]

REGION = "north_shore"
ROLES = """
roles:
  duty_officer: {title: Duty officer, agency: harbour_police}
  caseworker: {title: Caseworker, agency: welfare_office}
  line_manager: {title: Line manager, agency: welfare_office}
  child: {title: Child, agency: none}
  interpreter: {title: Interpreter, agency: none, interprets: true}
  panel:
    title: Panel
    members: [duty_officer, caseworker, line_manager]
    quorum: 2
    chair: caseworker
"""


def region(posts: str, more: str = "") -> str:
    """Write the region from the lines of its posts."""
    head = f"region: {REGION}\ntitle: North shore\n{more}"
    return head + (f"posts:\n{posts}" if posts else "")


def book(
    protocol: str, place: str, *, handbook: str = FILES["handbook.yaml"]
) -> Handbook:
    """Read a handbook with one protocol and one region."""
    files = {
        **FILES,
        "handbook.yaml": handbook,
        "roles.yaml": ROLES,
        "referral.yaml": protocol,
        f"regions/{REGION}.yaml": place,
    }
    return read_texts(files).sound()


def desk(
    handbook: Handbook, name: str = "referral", *, place: str = REGION
) -> ProtocolStudy:
    """Return the desk of one protocol in a region."""
    made = chart(handbook.protocols[name], handbook)
    return ProtocolStudy(place, Holders(handbook), occurring(made))


def desk_of(protocol: str, place: str) -> ProtocolStudy:
    """Return the desk of texts."""
    return desk(book(protocol, place))


PEOPLE = ("duty_officer", "caseworker", "line_manager")
ACTS = ("a", "b", "c", "d")
SENTENCES = tuple(
    f"{one} and {other} {how}"
    for one, other in (("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("b", "d"))
    for how in ("by different people", "by the same person", "by different agencies")
)


@st.composite
def worlds(draw: st.DrawFn, *, panel: bool = False) -> tuple[str, str]:
    """Draw a protocol whose acts part into two ways, and a region with small desks.

    With a ``panel`` one act may be its.
    """
    roles = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True)
    acts = {name: _act(name, draw(roles), draw) for name in ACTS}
    if panel and draw(st.booleans()):
        acts[draw(st.sampled_from(ACTS))] = _act("it", ["panel"], draw)
    ends = draw(st.sampled_from(["s1", "s2", "closed"]))
    rules = draw(st.lists(st.sampled_from(SENTENCES), max_size=4, unique=True))
    posts = "".join(
        f"  desk_{number}: {{title: Desk {number}, roles: [{', '.join(draw(roles))}], "
        f"people: {draw(st.integers(1, 2))}{draw(st.sampled_from(MORE))}}}\n"
        for number in range(draw(st.integers(1, 3)))
    )
    safeguards = "".join(
        f"  g{n}: {{rule: {rule}, source: [harbour_act]}}\n"
        for n, rule in enumerate(rules)
    )
    states = (
        _state("s0", {"a": ("s1", acts["a"]), "b": (ends, acts["b"])})
        + _state("s1", {"c": ("s2", acts["c"])})
        + _state("s2", {"d": ("closed", acts["d"])})
    )
    text = _protocol(states, safeguards)
    return text, region(posts)


MORE = ("", ", cover: always", ", qualified: {child_interviewing: 1}")


def _act(name: str, roles: list[str], draw: st.DrawFn) -> str:
    more = draw(st.sampled_from(("", "", ", qualified: child_interviewing")))
    return f"title: Do {name}, by: [{', '.join(roles)}]{more}"


def _state(name: str, acts: Mapping[str, tuple[str, Any]]) -> str:
    lines = "".join(
        f"      {act}: {{{text}, to: {to}}}\n" for act, (to, text) in acts.items()
    )
    limit = "    within: 3 hours\n" if name == "s1" else ""
    return (
        f"  {name}:\n    title: State {name}\n    held_by: duty_officer\n"
        f"{limit}    activities:\n{lines}"
    )


def _protocol(states: str, safeguards: str) -> str:
    return (
        "protocol: referral\ntitle: Referral\nvalid_from: 2026-01-01\ninitial: s0\n"
        f"states:\n{states}"
        "  closed: {title: Closed, final: true, outcome: protected}\n"
        + (f"safeguards:\n{safeguards}" if safeguards else "")
    )
