"""The comments of a new file, in English, Russian and Kazakh."""

from collections.abc import Mapping

__all__ = ["COMMENTS", "TITLES"]

COMMENTS: Mapping[str, Mapping[str, str]] = {
    "handbook": {
        "en": "A handbook is a folder. This file holds what every protocol shares.",
        "ru": "Сборник протоколов: папка. В этом файле общее для всех протоколов.",
        "kk": "Жинақ: бір қалта. Бұл файлда барлық хаттамаға ортақ нәрселер.",
    },
    "languages": {
        "en": "the first is the source language; all are required",
        "ru": "первый язык исходный; тексты нужны на всех",
        "kk": "біріншісі негізгі тіл; мәтін барлық тілде керек",
    },
    "holidays": {
        "en": "working days follow this calendar",
        "ru": "рабочие дни считают по этому календарю",
        "kk": "жұмыс күндері осы күнтізбемен саналады",
    },
    "functions": {
        "en": "what a mandate covers and an activity performs",
        "ru": "что охватывает мандат и выполняет действие",
        "kk": "өкілеттік нені қамтиды және әрекет нені орындайды",
    },
    "escalation": {
        "en": "who is told when a deadline is broken",
        "ru": "кому сообщают, когда срок нарушен",
        "kk": "мерзім бұзылғанда кімге хабарланады",
    },
    "agencies": {
        "en": "The bodies that hold roles. Elsewhere the id stands for the title.",
        "ru": "Органы, которые исполняют роли. Везде пишут имя, а не название.",
        "kk": "Рөлдерді атқаратын органдар. Барлық жерде толық аты емес, id жазылады.",
    },
    "mandates": {
        "en": "a function, and the sources that give it",
        "ru": "функция и источники, которые её дают",
        "kk": "функция және оны беретін дереккөздер",
    },
    "roles": {
        "en": "What people do, never who they are. `agency` is the home of the role.",
        "ru": "Что делают люди, а не кто они. `agency` указывает орган этой роли.",
        "kk": "Адамдар не істейді, кім екені емес. `agency` рөлдің органын көрсетеді.",
    },
    "sources": {
        "en": "What is cited. `read: true` only when you have read the text.",
        "ru": "На что ссылаются. `read: true` только если вы читали текст.",
        "kk": "Сілтеме жасалатын құжаттар. `read: true` мәтінді оқысаңыз ғана.",
    },
    "protocol": {
        "en": "Read it aloud: it should sound like the agreed way of working.",
        "ru": "Прочтите вслух: должно звучать как согласованный порядок работы.",
        "kk": "Дауыстап оқыңыз: келісілген жұмыс тәртібі болып естілуі керек.",
    },
    "state": {
        "en": "a situation in which the case rests",
        "ru": "ситуация, в которой находится дело",
        "kk": "іс тұрған күй",
    },
    "held_by": {
        "en": "who answers for the child here",
        "ru": "кто здесь отвечает за ребёнка",
        "kk": "мұнда бала үшін кім жауап береді",
    },
    "within": {
        "en": "by when to leave, and on what that rests: statutory, guidance, proposed",
        "ru": "срок выхода и его основа: statutory, guidance или proposed",
        "kk": "шығу мерзімі және негізі: statutory, guidance немесе proposed",
    },
    "activity": {
        "en": "a duty: what to do, said as a request",
        "ru": "обязанность: что сделать",
        "kk": "міндет: не істеу керек",
    },
    "by": {
        "en": "who does it; several roles: any one of them",
        "ru": "кто выполняет; если ролей несколько, любая из них",
        "kk": "кім орындайды; рөл бірнешеу болса, кез келгені",
    },
    "outcome": {
        "en": "protected, transferred, not_applicable or adverse",
        "ru": "protected, transferred, not_applicable или adverse",
        "kk": "protected, transferred, not_applicable немесе adverse",
    },
}
"""What a key means, by key and by language."""

TITLES: Mapping[str, Mapping[str, str]] = {
    "handbook": {
        "en": "Example handbook",
        "ru": "Пример сборника",
        "kk": "Жинақ үлгісі",
    },
    "protect": {
        "en": "Protection of a child",
        "ru": "Защита ребёнка",
        "kk": "Баланы қорғау",
    },
    "children_office": {
        "en": "Example children's office",
        "ru": "Пример отдела по делам детей",
        "kk": "Балалар істері бөлімінің үлгісі",
    },
    "children_office_short": {
        "en": "Children's office",
        "ru": "Отдел по детям",
        "kk": "Балалар бөлімі",
    },
    "case_worker": {
        "en": "Case worker",
        "ru": "Специалист по делу",
        "kk": "Іс жүргізуші",
    },
    "team_lead": {
        "en": "Team lead",
        "ru": "Руководитель группы",
        "kk": "Топ жетекшісі",
    },
    "practice_note": {
        "en": "Example practice note",
        "ru": "Пример методической записки",
        "kk": "Әдістемелік жазба үлгісі",
    },
    "protocol": {
        "en": "Example protocol",
        "ru": "Пример протокола",
        "kk": "Хаттама үлгісі",
    },
    "reported": {
        "en": "Concern reported",
        "ru": "О тревоге сообщено",
        "kk": "Алаңдаушылық хабарланды",
    },
    "assess": {
        "en": "Assess the child's needs",
        "ru": "Оценить потребности ребёнка",
        "kk": "Баланың қажеттіліктерін бағалау",
    },
    "assessed": {
        "en": "Needs assessed",
        "ru": "Потребности оценены",
        "kk": "Қажеттіліктер бағаланды",
    },
    "agree_help": {
        "en": "Agree on help with the child",
        "ru": "Согласовать помощь с ребёнком",
        "kk": "Көмекті баламен келісу",
    },
    "helped": {
        "en": "Help agreed",
        "ru": "Помощь согласована",
        "kk": "Көмек келісілді",
    },
}
"""What the invented names of a new file are called, by id and by language."""
