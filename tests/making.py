"""Nouns from short plain data, so that a test shows a protocol in a few lines.

The keys are those of the files: ``{"a": {"activities": {"go": {"to": "b"}}}}``.
A target is text (``b``, ``resume c``); a line of ``decide`` is ``(condition, target)``.
Titles, holders and other things that change no behaviour are filled in.
"""

from collections.abc import Mapping
from typing import Any

from katch_protocols.model.activities import (
    Activity,
    Elsewhere,
    Handover,
    Opens,
    Raci,
    Target,
    is_told,
)
from katch_protocols.model.checklists import (
    Checklist,
    ChecklistItem,
    ChecklistLine,
)
from katch_protocols.model.conditions import Condition
from katch_protocols.model.deadlines import Basis, Deadline
from katch_protocols.model.documents import Document, Fact, Titled
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label
from katch_protocols.model.parties import Agency, AgencyKind, Level, Region, Role
from katch_protocols.model.protocol import Fragment, Protocol
from katch_protocols.model.states import Branch, State, Timer
from katch_protocols.sentences.text import parse_condition, parse_duration

__all__ = ["make_fragment", "make_handbook", "make_protocol"]

Plain = Mapping[str, Any]

ROLES = {"officer": ("police",), "nurse": ("clinic",), "teacher": ("school",)}
"""Every role of a made handbook, with its home agencies; besides there is a panel."""

PANEL = Role(
    id="case_panel",
    title=Label.of(en="Case panel"),
    members=tuple(ROLES),
    quorum=2,
    chair="nurse",
)


def make_protocol(plain: Plain, *, name: str = "case") -> Protocol:
    """Make a protocol; it starts in its first state unless it has an ``initial``."""
    return Protocol(
        id=name,
        title=_label(name),
        initial=plain.get("initial", next(iter(plain["states"]))),
        use=tuple(plain.get("use", ())),
        **_pieces(plain),
    )


def make_fragment(plain: Plain, *, name: str) -> Fragment:
    """Make a fragment of states, activities, facts and documents."""
    return Fragment(id=name, title=_label(name), **_pieces(plain))


def make_handbook(
    *protocols: Protocol,
    fragments: tuple[Fragment, ...] = (),
    facts: Mapping[str, tuple[str, ...]] | None = None,
    measured: tuple[str, ...] = (),
    checklists: Mapping[str, tuple[str, ...]] | None = None,
    regions: tuple[str, ...] = (),
) -> Handbook:
    """Make a handbook with the made roles and agencies.

    Of a checklist the values are given that its ticks lead to, the last for none.
    """
    agencies = dict.fromkeys(home for homes in ROLES.values() for home in homes)
    return Handbook(
        id="made",
        title=_label("made"),
        facts={name: _fact(name, values) for name, values in (facts or {}).items()},
        measured={name: Titled(id=name, title=_label(name)) for name in measured},
        agencies={name: _agency(name) for name in agencies},
        roles={
            name: Role(id=name, title=_label(name), agencies=homes)
            for name, homes in ROLES.items()
        }
        | {PANEL.id: PANEL},
        fragments={each.id: each for each in fragments},
        checklists={n: _checklist(n, gives) for n, gives in (checklists or {}).items()},
        regions={name: Region(id=name, title=_label(name)) for name in regions},
        protocols={each.id: each for each in protocols},
    )


def _checklist(name: str, gives: tuple[str, ...]) -> Checklist:
    """Make a list with a tick for each value but the last."""
    *ticked, last = gives
    return Checklist(
        id=name,
        title=_label(name),
        weights={value: _label(value) for value in ticked},
        items={
            f"{value}_seen": ChecklistItem(
                id=f"{value}_seen", title=_label(value), weight=value
            )
            for value in ticked
        },
        gives=(
            *(ChecklistLine(value=value, when={value: 1}) for value in ticked),
            ChecklistLine(value=last),
        ),
    )


def _label(text: str) -> Label:
    return Label.of(en=text.replace("_", " ").capitalize())


def _agency(name: str) -> Agency:
    return Agency(
        id=name, title=_label(name), kind=AgencyKind.SERVICE, level=Level.DISTRICT
    )


def _pieces(plain: Plain) -> dict[str, Any]:
    return {
        "facts": {
            name: _fact(name, values) for name, values in plain.get("facts", {}).items()
        },
        "documents": {
            name: Document(id=name, title=_label(name))
            for name in plain.get("documents", ())
        },
        "states": _states(plain["states"]),
        "activities": _activities(plain.get("activities", {})),
    }


def _fact(name: str, values: tuple[str, ...] | str) -> Fact:
    """Make a fact; a value marked with a star is the one that it has at the start.

    Text for its values is the name of the checklist that gives them.
    """
    if isinstance(values, str):
        return Fact(id=name, title=_label(name), checklist=values)
    initially = [value[1:] for value in values if value.startswith("*")]
    return Fact(
        id=name,
        title=_label(name),
        values={value.lstrip("*"): None for value in values},
        initially=initially[0] if initially else None,
    )


def _states(plain: Plain) -> dict[str, State]:
    return {name: _state(name, state) for name, state in plain.items()}


def _state(name: str, plain: Plain) -> State:
    inner = plain.get("states", {})
    return State(
        id=name,
        title=_label(name),
        held_by=plain.get("held_by"),
        activities=_activities(plain.get("activities", {})),
        after=tuple(
            Timer(limit=parse_duration(limit), to=_target(to))
            for limit, to in plain.get("after", {}).items()
        ),
        initial=plain.get("initial", next(iter(inner), None)),
        states=_states(inner),
        parallel=_states(plain.get("parallel", {})),
        done=_target(plain.get("done")),
        decide=tuple(
            Branch(when=_condition(when), to=_target(to))
            for when, to in plain.get("decide", ())
        ),
        runs=plain.get("runs"),
        then={end: _target(to) for end, to in plain.get("then", {}).items()},
        final=plain.get("final", False),
        outcome=plain.get("outcome"),
        opens=_opens(plain),
        counts_as=tuple(plain.get("counts_as", ())),
    )


def _activities(plain: Plain) -> dict[str, Activity]:
    return {name: _activity(name, activity) for name, activity in plain.items()}


def _activity(name: str, plain: Plain) -> Activity:
    return Activity(
        id=name,
        title=_label(name),
        raci=_raci(plain),
        when=_condition(plain.get("when")),
        to=_target(plain.get("to")),
        may=plain.get("may", False),
        within=_clock(plain.get("within")),
        every=_clock(plain.get("every")),
        handover=_handover(plain.get("handover")),
        sets=plain.get("sets", {}),
        opens=_opens(plain),
        sends=dict.fromkeys(plain.get("sends", ()), ("clinic",)),
        origins=tuple(plain.get("from", ())),
        **{
            key: tuple(plain.get(key, ()))
            for key in ("needs", "produces", "records", "forgets", "counts_as")
        },
    )


def _clock(text: str | None) -> Deadline | None:
    """Read ``3 hours`` or ``foreign 3 hours from EVENT``."""
    if text is None:
        return None
    limit, _, start = text.removeprefix("foreign ").partition(" from ")
    basis = Basis.FOREIGN if text.startswith("foreign ") else Basis.PROPOSED
    return Deadline(limit=parse_duration(limit), start=start or None, basis=basis)


def _raci(plain: Plain) -> Raci:
    by = plain.get("by", "officer")
    names = (by,) if isinstance(by, str) else tuple(by)
    if any(map(is_told, names)):
        return Raci(by=names, inform=tuple(plain.get("inform", ())))
    return Raci(
        by=(by,) if isinstance(by, str) else tuple(by),
        together_with=tuple(plain.get("together_with", ())),
        accountable=("police",),
    )


def _opens(plain: Plain) -> tuple[Opens, ...]:
    """Make openings of ``second``, or of ``another second``."""
    texts = plain.get("opens", ())
    each = (texts,) if isinstance(texts, str) else texts
    return tuple(
        Opens(
            protocol=text.rpartition(" ")[2],
            region=Elsewhere.ANOTHER if " " in text else None,
        )
        for text in each
    )


def _handover(plain: Plain | None) -> Handover | None:
    if plain is None:
        return None
    to = plain["to"]
    return Handover(
        to=(to,) if isinstance(to, str) else tuple(to),
        decline=_target(plain.get("decline")),
    )


def _condition(text: str | None) -> Condition | None:
    return None if text is None else parse_condition(text)


def _target(text: str | None) -> Target | None:
    if text is None:
        return None
    name = text.removeprefix("resume ")
    return Target(state=name, resume=name != text)
