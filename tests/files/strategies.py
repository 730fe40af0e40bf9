"""Random handbooks of every noun and field, and random slips in their texts.

They say nothing sensible: names are not found and states lead nowhere. What is written
must be read as it was, sensible or not.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from unicodedata import normalize

from hypothesis import strategies as st

from katch_protocols.files.characters import is_clean
from katch_protocols.model.activities import Activity, Handover, Raci
from katch_protocols.model.agreements import Agreement
from katch_protocols.model.checklists import Checklist, ChecklistItem, ChecklistLine
from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Basis, Deadline, Escalation
from katch_protocols.model.documents import (
    DataCategory,
    Document,
    Fact,
    Family,
    Function,
    Titled,
)
from katch_protocols.model.handbook import Handbook, Question, Source, SourceKind
from katch_protocols.model.indicators import Indicator
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
from katch_protocols.model.path import Depicted, Inject, StoryMoment
from katch_protocols.model.pictures import Picture
from katch_protocols.model.progress import Progress, ProgressStage, Reached
from katch_protocols.model.protocol import Fragment, Protocol, Status, Waiver
from katch_protocols.model.register import RegisterEntry
from katch_protocols.model.safeguards import Principle, Safeguard
from katch_protocols.model.states import Branch, OnPause, Outcome, State, Timer
from tests.strategies_measures import indicator_fields
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
    'Child safe"',
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
    """Draw texts as people write them, and texts that YAML could misread.

    In composed letters (NFC), for reading composes them.
    """
    composed = st.text(min_size=1, max_size=30).map(partial(normalize, "NFC"))
    drawn = composed.filter(is_clean).map(str.strip)
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
_places = st.lists(
    st.sampled_from((*_WORDS, "art. 16(2)", "12", "п. 3", "a, b", "annex")),
    max_size=2,
    unique=True,
).map(tuple)
citations = st.builds(Citation, source=names, places=_places)
sources_cited = st.lists(citations, max_size=2, unique_by=lambda each: each.source).map(
    tuple
)
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
) | table(Fact, 1, title=labels(), checklist=names, initially=st.none() | names)
_lines = st.builds(
    ChecklistLine,
    value=names,
    title=maybe,
    when=st.dictionaries(names, st.integers(1, 9), max_size=2),
)
indicators = table(Indicator, 1, title=labels(), note=maybe, **indicator_fields)
checklists = table(
    Checklist,
    1,
    title=labels(),
    note=maybe,
    source=sources_cited,
    weights=st.dictionaries(names, labels(), max_size=2),
    items=table(ChecklistItem, title=labels(), weight=names),
    gives=st.lists(_lines, max_size=3).map(tuple),
)
documents = table(Document, title=labels(), contains=several, source=sources_cited)
promises = {
    "principle": st.none() | names,
    "promise": maybe,
    "never": maybe,
    "rule": safeguards(),
    "title": maybe,
    "note": maybe,
    "source": sources_cited,
}

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
    source=sources_cited,
    start=st.none() | events(),
)
_recurring = st.builds(
    Deadline, limit=durations(), basis=st.sampled_from(Basis), source=sources_cited
)
_handovers = st.builds(
    Handover,
    to=st.lists(names, min_size=1, max_size=3, unique=True).map(tuple),
    within=st.none() | _deadlines,
    decline=st.none() | targets(),
)
_act = {
    "title": maybe,
    "short": maybe,
    "note": maybe,
    "source": sources_cited,
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
        source=sources_cited,
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
    source=sources_cited,
    use=several,
    initial=st.none() | names,
    waivers=st.dictionaries(names, _waivers, max_size=1),
    moves=st.dictionaries(names, names, max_size=1),
    **_piece,
)
_bindings = st.builds(
    Binding,
    agency=names,
    note=maybe,
    source=sources_cited,
    valid_from=days,
    valid_to=days,
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
_reached = st.builds(Reached, since=_days, source=sources_cited)
_progress = st.builds(
    Progress, **{stage.value: st.none() | _reached for stage in ProgressStage}
)
_agencies = {
    "title": labels(),
    "short": maybe,
    "kind": st.sampled_from(AgencyKind),
    "level": st.sampled_from(Level),
    "part_of": st.none() | names,
    "family": st.none() | names,
    "mandates": st.dictionaries(names, sources_cited, max_size=2),
    "may_see": several,
    "external": flags,
    "agreement": st.none() | citations,
    "note": maybe,
    "source": sources_cited,
    **dated,
}
_sources = {
    "title": labels(),
    "kind": st.sampled_from(SourceKind),
    "cite": maybe,
    "url": st.none() | st.just("https://example.org/a?b=c#d"),
    "note": maybe,
    **dated,
    "read": flags,
}


@st.composite
def _panels(draw: st.DrawFn) -> Role:
    """Draw a panel: some role may have two seats, its chair has one."""
    chair, *others = draw(st.lists(names, min_size=3, max_size=5, unique=True))
    members = draw(st.permutations([chair, *others, others[0]]))
    return Role(
        id=draw(names),
        title=draw(labels()),
        members=tuple(members),
        quorum=draw(st.none() | st.integers(2, len(members))),
        chair=chair,
        interprets=draw(st.booleans()),
        note=draw(maybe),
    )


_words = st.sampled_from(_WORDS) | names | st.booleans() | st.integers(0, 99)
_facets = st.dictionaries(
    names,
    st.recursive(
        _words,
        lambda inner: (
            st.lists(inner, max_size=3).map(tuple)
            | st.dictionaries(names, inner, max_size=2)
        ),
        max_leaves=4,
    ),
    max_size=3,
)
_agreements = st.builds(
    Agreement,
    on=days,
    source=sources_cited,
    text=names,
    duties=st.dictionaries(names, _facets, max_size=2),
)

_path = st.lists(
    st.builds(
        StoryMoment,
        at=st.lists(names, min_size=1, max_size=3).map(".".join),
        picture=st.none() | st.sampled_from(Picture),
        promises=several,
    ),
    max_size=2,
).map(tuple)


_pictures = st.lists(
    st.builds(
        Depicted,
        at=st.lists(names, min_size=1, max_size=3).map(".".join),
        picture=st.sampled_from(Picture),
    ),
    max_size=2,
).map(tuple)


_injects = st.lists(
    st.builds(
        Inject,
        at=st.lists(names, min_size=1, max_size=3).map(".".join),
        text=labels(),
        promises=several,
    ),
    max_size=2,
).map(tuple)


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
        functions=table(
            Function,
            title=labels(),
            note=maybe,
            oversight=st.booleans(),
            picture=st.none() | st.sampled_from(Picture),
        ),
        qualifications=titled,
        measured=titled,
        families=table(
            Family,
            title=labels(),
            note=maybe,
            picture=st.none() | st.sampled_from(Picture),
        ),
        path=_path,
        pictures=_pictures,
        injects=_injects,
        principles=table(
            Principle, title=labels(), promise=maybe, never=maybe, note=maybe
        ),
        questions=table(
            Question, title=labels(), note=maybe, source=sources_cited, about=several
        ),
        data=table(DataCategory, title=labels(), consent=flags),
        escalation=st.lists(
            st.builds(Escalation, after=durations(smallest=0), tell=names), max_size=2
        ).map(tuple),
        facts=facts,
        checklists=checklists,
        agencies=table(Agency, **_agencies),
        roles=table(Role, title=labels(), agencies=several, note=maybe)
        | _panels().map(lambda panel: {panel.id: panel}),
        sources=table(Source, **_sources),
        safeguards=table(Safeguard, **promises, binds=several),
        agreed=st.dictionaries(
            names, st.dictionaries(names, _agreements, max_size=2), max_size=2
        ),
        indicators=indicators,
        known_gaps=table(
            RegisterEntry,
            finding=names,
            at=names,
            owner=st.none() | names,
            due=days,
            note=maybe,
            source=sources_cited,
        ),
        regions=table(
            Region,
            title=labels(),
            note=maybe,
            posts=_posts,
            roles=st.dictionaries(names, _bindings, max_size=2),
            progress=st.dictionaries(names, _progress, max_size=2),
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
