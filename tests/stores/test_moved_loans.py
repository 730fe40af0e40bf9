"""A loan goes along with a case that moves, if the new version asks for its role."""

import re
from datetime import timedelta

import pytest

from katch_protocols.errors import ActivityRefusedError
from katch_protocols.files.read import read_texts
from katch_protocols.refusals import Need
from tests.cases.harbour import FILES, handbook
from tests.stores.test_migration import CROWD, edited, live
from tests.stores.test_steps import Clock

MONTH = timedelta(days=30)
ROLES = FILES["roles.yaml"]
JUDGE = ROLES[ROLES.index("  judge:") : ROLES.index("  carer:")]
LONGER = edited(FILES["referral.yaml"], ("within: 2 hours", "within: 4 hours"))


def renamed(old, new):
    """Return the handbook with another id for a role."""
    texts = {name: re.sub(rf"\b{old}\b", new, text) for name, text in FILES.items()}
    return read_texts(texts).sound()


def without_judge():
    """Return the handbook without a role that its protocols can do without."""
    roles = edited(ROLES, (JUDGE, ""))
    texts = {**FILES, "roles.yaml": roles}
    for name in ("referral.yaml", "hearing.yaml"):
        text = texts[name].replace("[judge, officer]", "officer")
        texts[name] = text.replace("[worker, judge]", "worker")
    return read_texts(texts).sound()


@pytest.mark.parametrize(
    ("new", "by", "role", "kept"),
    [
        (handbook(referral=LONGER), "u2", "worker", [("worker", "u9")]),
        (renamed("worker", "helper"), "u2", "worker", []),
        (without_judge(), "u6", "judge", []),
    ],
    ids=["as it was", "renamed", "removed"],
)
def test_it_is_the_same_image_whichever_handbook_a_process_has(
    open_store, new, by, role, kept
):
    clock = Clock()
    words = {"actors": CROWD.get, "clock": clock}
    store = open_store(**words)
    reference = live(store, 2)
    store.stand_in(reference, by=by, deputy="u9", role=role, until=clock.now + MONTH)
    assert store.plan_migration(new).carry_out().moved == (reference,)
    image = store.case(reference).events[-1].migration["image"]
    assert [(lent, deputy) for lent, deputy, *_ in image["loans"]] == kept
    for each in (store, open_store(handbook=new, **words), open_store(handbook=None)):
        assert each.verify().unsound == ()


def test_an_older_process_lends_no_role_that_the_new_text_lacks(open_store):
    clock = Clock()
    words = {"actors": CROWD.get, "clock": clock}
    store, new = open_store(**words), renamed("worker", "helper")
    reference = live(store, 2)
    store.plan_migration(new).carry_out()
    until = clock.now + MONTH
    with pytest.raises(ActivityRefusedError) as caught:
        store.stand_in(reference, by="u2", deputy="u9", role="worker", until=until)
    (unmet,) = caught.value.refusal.unmet
    assert (unmet.need, "helper" in unmet.facts["roles"]) == (Need.ROLE, True)
    for each in (store, open_store(handbook=new, **words)):
        assert each.verify().unsound == ()
        assert each.case(reference).version == 3
