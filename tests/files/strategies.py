"""Random handbooks of every noun and field, and random slips in their texts.

They say nothing sensible: names are not found and states lead nowhere. What is written
must be read as it was, sensible or not.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from katch_protocols.files.characters import is_clean
from katch_protocols.model.activities import Activity, Handover, Raci
from katch_protocols.model.deadlines import Basis, Deadline, Escalation
from katch_protocols.model.documents import (
    DataCategory,
    Document,
    Fact,
    Function,
    Titled,
)
from katch_protocols.model.handbook import Handbook, Question, Source, SourceKind
from katch_protocols.model.noun import Label
from katch_protocols.model.parties import (
    Agency,
    AgencyKind,
    Binding,
    Cover,
    Level,
    Post,
    Region,
    Role,
)
from katch_protocols.model.protocol import Fragment, Protocol, Status, Waiver
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.model.states import Branch, OnPause, Outcome, State, Timer
from tests.strategies_sentences import (
    conditions,
    durations,
    events,
    safeguards,
    targets,
)

__all__ = ["drafted", "shared", "texts"]

Drawn = st.SearchStrategy[Any]

_AWKWARD = (
    *("true", "null", "12", "- a", "a: b", "a #b", "#", "'", '"', "a, [b]", "{", "@"),
    *("yes", "a?", "=", "<<", "~", "1_0", "24:00"),
)
names = st.sampled_from(("a", "b2", "c_d", "yes", "null", "true", "x" * 64))
several = st.lists(names, max_size=2, unique=True).map(tuple)
flags = st.booleans()
_days = st.dates(date(1000, 1, 1), date(2999, 12, 31))
days = st.none() | _days
dated = {"valid_from": days, "valid_to": days}


def texts() -> Drawn:
    """Draw texts as people write them, and texts that YAML could misread."""
    drawn = st.text(min_size=1, max_size=30).filter(is_clean).map(str.strip)
    lines = st.lists(drawn, max_size=40).map(" ".join).map(str.strip)
    return st.one_of(drawn, lines, st.sampled_from(_AWKWARD)).filter(bool)


_WORDS = ("Safe", "Күй", "два слова", "a: b, c", "true", "- x", "7")


def labels() -> Drawn:
    """Draw labels of few texts; ``texts`` has its own test."""
    spoken = st.dictionaries(
        st.sampled_from(("en", "ru", "kk")), st.sampled_from(_WORDS), min_size=1
    )
    return st.builds(Label, texts=spoken)


maybe = st.none() | labels()
choices = st.dictionaries(names, st.none() | labels(), min_size=1, max_size=3)


def table(noun: Callable[..., Any], most: int = 2, **fields: Drawn) -> Drawn:
    """Draw a registry: nouns that bear the id under which they stand."""
    bodies = st.fixed_dictionaries(fields)
    drawn = st.dictionaries(names, bodies, max_size=most)
    return drawn.map(
        lambda found: {name: noun(id=name, **body) for name, body in found.items()}
    )


titled = table(Titled, title=labels(), note=maybe)
facts = choices.flatmap(
    lambda values: table(
        Fact,
        1,
        title=labels(),
        values=st.just(values),
        initially=st.none() | st.sampled_from(list(values)),
        note=maybe,
    )
)
documents = table(Document, title=labels(), contains=several, source=several)
promises = {"rule": safeguards(), "title": maybe, "note": maybe, "source": several}

_raci = st.builds(
    Raci,
    by=several,
    together_with=several,
    accountable=several | st.just(("actor",)),
    consult=several,
    inform=several,
)
_deadlines = st.builds(
    Deadline,
    limit=durations(),
    basis=st.sampled_from(Basis),
    source=several,
    start=st.none() | events(),
)
_recurring = st.builds(
    Deadline, limit=durations(), basis=st.sampled_from(Basis), source=several
)
_handovers = st.builds(
    Handover,
    to=names,
    within=st.none() | _deadlines,
    decline=st.none() | targets(),
)
_act = {
    "title": maybe,
    "note": maybe,
    "source": several,
    "function": st.none() | names,
    "raci": _raci,
    "qualified": several,
    "counts_as": several,
    "when": st.none() | conditions(most=2),
    "needs": several,
    "produces": several,
    "records": several,
    "sets": st.dictionaries(names, names, max_size=2),
    "forgets": several,
    "sends": st.dictionaries(names, several, max_size=2),
    "reason": flags,
    "reasons": st.just({}) | choices,
    "to": st.none() | targets(),
    "handover": st.none() | _handovers,
    "within": st.none() | _deadlines,
    "every": st.none() | _recurring,
    "may": flags,
    "escalate_to": several,
}
activities = table(Activity, 1, **_act)
anywhere = table(
    Activity, 1, **_act, origins=st.lists(events(), max_size=2, unique=True).map(tuple)
)

_timers = st.dictionaries(durations(), targets(), max_size=2).map(
    lambda drawn: tuple(Timer(limit=limit, to=to) for limit, to in drawn.items())
)
_branches = st.builds(Branch, when=st.none() | conditions(most=2), to=targets())


def states(depth: int) -> Drawn:
    inner = states(depth - 1) if depth else st.just({})
    return table(
        State,
        title=maybe,
        note=maybe,
        source=several,
        phase=st.none() | names,
        held_by=st.none() | names,
        function=st.none() | names,
        within=st.none() | _deadlines,
        escalate_to=several,
        after=_timers,
        activities=activities,
        initial=st.none() | names,
        states=inner,
        parallel=inner,
        done=st.none() | targets(),
        decide=st.lists(_branches, max_size=2).map(tuple),
        runs=st.none() | names,
        then=st.dictionaries(names, targets(), max_size=2),
        final=flags,
        outcome=st.none() | st.sampled_from(Outcome),
        counts_as=several,
        on_pause=st.sampled_from(OnPause),
    )


_piece = {
    "note": maybe,
    "phases": titled,
    "facts": facts,
    "documents": documents,
    "states": states(1),
    "activities": anywhere,
    "safeguards": table(Safeguard, 1, **promises),
}
_waivers = st.builds(
    Waiver,
    reason=labels(),
    by=names,
    until=st.dates(date(1000, 1, 1), date(2999, 12, 31)),
)
protocols = table(
    Protocol,
    1,
    title=labels(),
    version=st.sampled_from(("1.0.0", "2", "2.1-draft.3")),
    status=st.sampled_from(Status),
    valid_from=days,
    valid_to=days,
    source=several,
    use=several,
    initial=st.none() | names,
    waivers=st.dictionaries(names, _waivers, max_size=1),
    **_piece,
)
_bindings = st.builds(
    Binding, agency=names, note=maybe, source=several, valid_from=days, valid_to=days
) | st.builds(Binding, unbound=labels())
_posts = table(
    Post,
    title=labels(),
    roles=several,
    people=st.integers(0, 99),
    cover=st.sampled_from(Cover),
    languages=st.just(()) | st.just(("kk", "ru")),
    qualified=st.dictionaries(names, st.integers(0, 9), max_size=2),
)
_agencies = {
    "title": labels(),
    "short": maybe,
    "kind": st.sampled_from(AgencyKind),
    "level": st.sampled_from(Level),
    "part_of": st.none() | names,
    "mandates": st.dictionaries(names, several, max_size=2),
    "may_see": several,
    "external": flags,
    "agreement": st.none() | names,
    "note": maybe,
    "source": several,
    **dated,
}
_sources = {
    "title": labels(),
    "kind": st.sampled_from(SourceKind),
    "cite": st.none() | st.sampled_from(_WORDS),
    "url": st.none() | st.just("https://example.org/a?b=c#d"),
    "note": maybe,
    **dated,
    "read": flags,
}


def shared() -> st.SearchStrategy[Handbook]:
    """Draw a handbook without protocols."""
    return st.builds(
        Handbook,
        id=names,
        title=labels(),
        note=maybe,
        languages=st.permutations(("en", "ru", "kk")).map(tuple),
        timezone=st.sampled_from(("UTC", "Asia/Almaty")),
        holidays=st.none() | st.just("KZ"),
        functions=table(Function, title=labels(), note=maybe, oversight=st.booleans()),
        qualifications=titled,
        measured=titled,
        questions=table(
            Question, title=labels(), note=maybe, source=several, about=several
        ),
        data=table(DataCategory, title=labels(), consent=flags),
        escalation=st.lists(
            st.builds(Escalation, after=durations(smallest=0), tell=names), max_size=2
        ).map(tuple),
        facts=facts,
        agencies=table(Agency, **_agencies),
        roles=table(Role, title=labels(), agencies=several, note=maybe),
        sources=table(Source, **_sources),
        safeguards=table(Safeguard, **promises, binds=several),
        regions=table(
            Region,
            title=labels(),
            note=maybe,
            posts=_posts,
            roles=st.dictionaries(names, _bindings, max_size=2),
            **dated,
        ),
    )


def drafted() -> st.SearchStrategy[Handbook]:
    """Draw a handbook of protocols and fragments."""
    return st.builds(
        Handbook,
        id=names,
        title=labels(),
        languages=st.just(("en", "ru", "kk")),
        fragments=table(Fragment, 1, title=maybe, **_piece),
        protocols=protocols,
    )
