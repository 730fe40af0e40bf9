"""A case moves twice: the clocks of its duties go on from where the first move left."""

from datetime import timedelta

from katch_protocols.cases.case import Case
from katch_protocols.cases.chapters import chapters, pin_now
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.migrating import moved_case, retold
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import NOW, handbook

DAY = timedelta(days=1)
LOOK = "look: {title: {en: Look, ru: Смотреть, kk: Қарау}, by: worker, within: 3 days}"
GO = "go: {title: {en: Go, ru: Идти, kk: Бару}, by: worker, to: second}"
HEAD = """
protocol: plan
title: {en: Plan, ru: План, kk: Жоспар}
initial: START
states:
"""
TAIL = f"""
  second:
    title: {{en: Second, ru: Второе, kk: Екінші}}
    held_by: worker
    activities:
      {LOOK}
      close: {{title: {{en: Close, ru: Закрыть, kk: Жабу}}, by: worker, to: over}}
  over: {{title: {{en: Over, ru: Конец, kk: Соңы}}, final: true, outcome: protected}}
"""
FIRST = f"""
title: {{en: First, ru: Первое, kk: Бірінші}}
held_by: worker
activities:
  {GO}
"""
AROUND = f"""
title: {{en: Around, ru: Вокруг, kk: Айнала}}
held_by: worker
activities:
  {LOOK}
initial: first
states:
  first:"""


def indented(text, by):
    return "".join(f"{' ' * by}{line}\n" for line in text.splitlines() if line)


PLAIN = HEAD.replace("START", "first") + "  first:\n" + indented(FIRST, 4) + TAIL
WRAPPED = (
    HEAD.replace("START", "around")
    + "  around:\n"
    + indented(AROUND, 4)
    + indented(FIRST, 8)
    + TAIL
)
LATER = WRAPPED.replace("within: 3 days", "within: 4 days")


def moved(case, books, at, protocol="plan"):
    """Move a case to the last of some handbooks, through its record."""
    every = [compiled_case(book.protocols[protocol], book) for book in books]
    known = {each.edition.pin: each for each in every}
    record = case.snapshot()
    read = list(chapters(record, pin_now(record), known.__getitem__))
    past = retold(read, every[-1])
    assert past.gaps == ()
    return Case(moved_case(past, read[-1].state, at))


def test_a_clock_that_began_with_a_move_keeps_its_start_in_the_next():
    """The same activity has a clock in another state too: that is another duty."""
    books = [handbook(plan=text) for text in (PLAIN, WRAPPED, LATER)]
    case = open_case(
        books[0].protocols["plan"], reference="case-1", region="east", at=NOW
    )
    once = moved(case, books[:2], NOW + DAY)
    (due,) = once.due(NOW)
    assert (due.activity, due.state, due.since) == ("look", "around", NOW + DAY)
    twice = moved(once, books, NOW + 2 * DAY)
    (due,) = twice.due(NOW)
    assert (due.since, due.began, due.at) == (NOW + DAY, 0, NOW + 5 * DAY)
    again = Case.restore(books[2].protocols["plan"], twice.snapshot())
    assert again.due(NOW) == twice.due(NOW)
