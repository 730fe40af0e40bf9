"""Everything a simulation needs, as lists of whole numbers: what the loop goes by.

What is possible, what follows and when it is due are the table's; who may do it is
``people``'s. A list ``x_at`` says where in ``x`` each owner's part begins.
"""

from msgspec import Struct

__all__ = ["ASIDE", "MOST_SEATS", "NEVER", "PLAN_FIELDS", "Op", "Plan"]

MOST_SEATS = 12
"""How many people one task can need at once."""

NEVER = 1 << 60
"""After every instant."""

ASIDE = 4
"""A bit beside the sides of a sentence that is set aside: it is remembered who acts."""


class _Ops(Struct, frozen=True):
    LEAVE_STATE: int = 0
    ENTER_STATE: int = 1
    LEAVE_CLOCK: int = 2
    PAUSE_CLOCK: int = 3
    ENTER_CLOCK: int = 4
    EVENT: int = 5
    LEFT: int = 6
    RESUME: int = 7
    FIRED: int = 8
    MEASURE: int = 9
    SENTENCE_OFF: int = 10
    SENTENCE_THEN: int = 11
    SENTENCE_AFTER: int = 12
    OPEN: int = 13
    PAST: int = 14
    DUTY: int = 15
    END: int = 16
    BACK: int = 17
    GO_ON: int = 18
    RESTART: int = 19
    LAST: int = 20
    DROP_CLOCK: int = 21
    TAKE_UP: int = 22


Op = _Ops()
"""What a step does to a case, besides leading to another configuration."""


class Plan(Struct, frozen=True):
    """See the module's text; every field is a list of whole numbers, or one.

    Each configuration (``cf``) has places (``op``: a state and its candidates ``cd``),
    timers (``tm``) and happenings (``ev``); each of these has transitions (``tr``), one
    for each combination of values, and each transition an effect (``ef``: operations).
    ``ac_ask`` is what an activity asks of each of its posts, by number: how many of its
    seats, in parts of ``WHOLE``; a seat that several can fill is asked of each in part.
    An activity has a number for each group of people who sit at it, by what sentences
    bind where; ``ac_place`` is the first of them, and ``varied`` 1 where some have
    more.
    ``holds`` of a transition are the sentences ``A at least D after B`` of which it has
    the A: how many, then of each its number, the bits of its exception, and 1 where the
    step has the B before, so that it is always too early.
    ``wv`` are the ends of waivers in the run, each of one protocol: its cases are in
    ``cf_later`` of their configurations from then on.
    """

    horizon: int
    gap: list[int]
    first: int
    first_protocol: int
    widths: list[int]
    keys: list[int]
    order: int
    if_kept: int
    varied: int
    months: list[int]
    is_work: list[int]
    before: list[int]
    working: list[int]
    cf_final: list[int]
    cf_protocol: list[int]
    op_at: list[int]
    op_state: list[int]
    cd_at: list[int]
    cd_act: list[int]
    cd_once: list[int]
    cd_held: list[int]
    cd_tr: list[int]
    cd_sides_at: list[int]
    sides: list[int]
    tm_at: list[int]
    tm_id: list[int]
    tm_tr: list[int]
    ev_at: list[int]
    ev_id: list[int]
    ev_tr: list[int]
    be_next: list[int]
    be_effect: list[int]
    tr_next: list[int]
    tr_effect: list[int]
    tr_holds: list[int]
    holds: list[int]
    ef_at: list[int]
    ef_code: list[int]
    ef_arg: list[int]
    ef_more: list[int]
    st_key: list[int]
    ac_key: list[int]
    ac_place: list[int]
    ac_weight: list[int]
    ac_work: list[int]
    ac_wait: list[int]
    ac_office: list[int]
    ac_share: list[int]
    ac_posts: list[int]
    ac_ask_at: list[int]
    ac_ask: list[int]
    ac_seat_at: list[int]
    ac_fact_at: list[int]
    ac_fact: list[int]
    ac_clock_at: list[int]
    ac_clock: list[int]
    ac_duty_at: list[int]
    ac_duty: list[int]
    seat_at: list[int]
    seat_acts: list[int]
    seat_post: list[int]
    seat_able: list[int]
    seat_agency: list[int]
    fa_key: list[int]
    fa_at: list[int]
    fa_weight: list[int]
    post_at: list[int]
    post_people: list[int]
    post_hours: list[int]
    tables: list[int]
    ck_limit: list[int]
    ck_start: list[int]
    ck_around: list[int]
    du_limit: list[int]
    du_start: list[int]
    du_around: list[int]
    du_again: list[int]
    ti_limit: list[int]
    ti_clock: list[int]
    li_plain: list[int]
    li_days: list[int]
    due_days: list[int]
    re_kind: list[int]
    he_share: list[int]
    he_table: list[int]
    he_key: list[int]
    he_fact_at: list[int]
    he_fact: list[int]
    he_protocol: list[int]
    se_limit: list[int]
    wa_limit: list[int]
    sp_kind: list[int]
    nw_at: list[int]
    nw_id: list[int]
    cf_later: list[int]
    wv_at: list[int]
    wv_protocol: list[int]


PLAN_FIELDS = Plan.__struct_fields__
"""The names of its fields."""
