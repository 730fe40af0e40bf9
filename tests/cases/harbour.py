"""Harbour: an invented handbook for live cases. Synthetic.

A child is reported, weighed and placed. A hearing is a protocol of its own that runs
inside; what it says of its own people must hold wherever it is inlined.
"""

from datetime import UTC, datetime

from katch_protocols.cases.case import Case
from katch_protocols.cases.request import Actor
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.verbs.live_cases import open_case

__all__ = ["FILES", "NOW", "actor", "begin", "book", "handbook"]

NOW = datetime(2026, 3, 18, 6, 0, tzinfo=UTC)
"""A Wednesday, eleven in the morning in Almaty, four days before Nauryz."""

FILES = {
    "handbook.yaml": """
handbook: harbour
title: Harbour (synthetic)
languages: [en, ru, kk]
timezone: Asia/Almaty
holidays: KZ
functions:
  protect: {title: {en: Protection, ru: Защита, kk: Қорғау}}
qualifications:
  interviewing: {title: {en: Interviewing, ru: Опрос, kk: Сұхбат}}
escalation:
  - {after: 0 hours, tell: chief}
  - {after: 24 hours, tell: office}
facts:
  danger: {title: {en: Danger, ru: Опасность, kk: Қауіп}, values: [present, absent]}
""",
    "agencies.yaml": """
agencies:
  police:
    {title: {en: Police, ru: Полиция, kk: Полиция}, kind: service, level: district,
     mandates: {protect: [act]}}
  office:
    {title: {en: Office, ru: Отдел, kk: Бөлім}, kind: service, level: district,
     mandates: {protect: [act]}}
  shelter:
    {title: {en: Shelter, ru: Приют, kk: Баспана}, kind: ngo, level: district,
     mandates: {protect: [act]}}
""",
    "roles.yaml": """
roles:
  officer: {title: {en: Officer, ru: Инспектор, kk: Инспектор}, agency: police}
  chief: {title: {en: Chief, ru: Начальник, kk: Бастық}, agency: police}
  worker: {title: {en: Worker, ru: Работник, kk: Қызметкер}, agency: office}
  judge:
    title: {en: Reviewer, ru: Проверяющий, kk: Тексеруші}
    agency: [office, police]
  carer: {title: {en: Carer, ru: Воспитатель, kk: Тәрбиеші}, agency: office}
  child: {title: {en: Child, ru: Ребёнок, kk: Бала}, agency: none}
""",
    "sources.yaml": """
sources:
  act: {title: {en: Harbour Act, ru: Закон, kk: Заң}, kind: law, valid_from: 2020-01-01,
        read: true}
""",
    "regions/east.yaml": """
region: east
title: {en: East, ru: Восток, kk: Шығыс}
roles:
  carer: {agency: shelter, valid_from: 2026-04-01}
""",
    "regions/west.yaml": """
region: west
title: {en: West, ru: Запад, kk: Батыс}
roles:
  carer: {unbound: {en: Nobody is known., ru: Никто не известен., kk: Ешкім белгісіз.}}
""",
    "hearing.yaml": """
protocol: hearing
title: {en: Hearing, ru: Слушание, kk: Тыңдау}
valid_from: 2026-01-01
initial: called
states:
  called:
    title: {en: Called, ru: Созвано, kk: Шақырылды}
    held_by: worker
    activities:
      hear:
        title: {en: Hear the child, ru: Выслушать ребёнка, kk: Баланы тыңдау}
        by: [worker, officer]
        together_with: [child]
        to: heard
  heard:
    title: {en: Heard, ru: Выслушано, kk: Тыңдалды}
    held_by: worker
    activities:
      rule_on:
        title: {en: Rule on it, ru: Принять решение, kk: Шешім қабылдау}
        by: [worker, judge]
        to: ruled
  ruled: {title: {en: Ruled, ru: Решено, kk: Шешілді}, final: true, outcome: protected}
safeguards:
  hearer_does_not_rule: {rule: hear and rule_on by different people, source: [act]}
""",
    "referral.yaml": """
protocol: referral
title: {en: Referral, ru: Направление, kk: Бағыттау}
version: 1.2.0
valid_from: 2026-01-01
documents:
  form: {title: {en: Form, ru: Бланк, kk: Бланк}}
initial: reported
states:
  reported:
    title: {en: Reported, ru: Сообщено, kk: Хабарланды}
    held_by: officer
    within: 2 hours
    activities:
      assess:
        title: {en: Assess the danger, ru: Оценить опасность, kk: Қауіпті бағалау}
        by: [officer, worker]
        qualified: [interviewing]
        records: [danger]
        produces: [form]
        to: assessed
  assessed:
    title: {en: Assessed, ru: Оценено, kk: Бағаланды}
    held_by: worker
    within: 3 working days
    after: {30 days: forgotten}
    activities:
      send:
        title: {en: Send to care, ru: Передать под опеку, kk: Қамқорлыққа беру}
        by: worker
        when: danger is absent
        needs: [form]
        to: hearing
        handover: {to: carer, within: 1 working day, decline: assessed}
      end_danger:
        title: {en: End the danger, ru: Устранить опасность, kk: Қауіпті жою}
        by: officer
        together_with: [worker]
        sets: {danger: absent}
  hearing:
    held_by: worker
    runs: hearing
    then: {ruled: agreed}
  agreed:
    title: {en: Agreed, ru: Согласовано, kk: Келісілді}
    held_by: worker
    activities:
      place:
        title: {en: Place the child, ru: Разместить ребёнка, kk: Баланы орналастыру}
        by: [worker, officer]
        to: placed
      review:
        title: {en: Review the plan, ru: Проверить план, kk: Жоспарды тексеру}
        by: [judge, officer]
        reason: true
        reasons: [yearly, complaint]
  placed:
    {title: {en: Placed, ru: Размещён, kk: Орналасты}, final: true, outcome: protected}
  forgotten:
    {title: {en: Forgotten, ru: Забыто, kk: Ұмытылды}, final: true, outcome: adverse}
safeguards:
  one_hand: {rule: assess and place by the same person, source: [act]}
  other_agency: {rule: assess and review by different agencies, source: [act]}
  child_present: {rule: place with child, source: [act]}
  office_sends: {rule: only office does send, source: [act]}
""",
}


def handbook(**changes: str) -> Handbook:
    """Return the handbook; a change gives a file (``referral``) another text."""
    files = {**FILES, **{f"{name}.yaml": text for name, text in changes.items()}}
    return read_texts(files).sound()


_BOOK = handbook()


def book() -> Handbook:
    """Return the handbook, read once."""
    return _BOOK


def begin(
    region: str = "east", *, at: datetime = NOW, protocol: str = "referral"
) -> Case:
    """Open a case of a protocol."""
    return open_case(
        book().protocols[protocol], reference="case-1", region=region, at=at
    )


_AGENCIES = {"officer": "police", "chief": "police", "worker": "office"}
_AGENCIES |= {"judge": "office", "carer": "office"}


def actor(
    token: str,
    *roles: str,
    agency: str | None = "",
    region: str | None = "east",
    trained: bool = True,
) -> Actor:
    """Make somebody of the home agency of their first role, trained."""
    home = _AGENCIES.get(roles[0]) if agency == "" else agency
    trainings = ("interviewing",) if trained else ()
    return Actor(token, roles=roles, agency=home, region=region, qualified=trainings)
