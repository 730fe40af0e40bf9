"""The comments of a new file, in English, Russian and Kazakh."""

from collections.abc import Mapping

__all__ = ["COMMENTS", "TITLES"]

COMMENTS: Mapping[str, Mapping[str, str]] = {
    "handbook": {
        "en": "A handbook is a folder. This file holds what every protocol shares.",
        "ru": "Сборник протоколов: папка. В этом файле общее для всех протоколов.",
        "kk": "Жинақ: бір қалта. Бұл файлда барлық хаттамаға ортақ нәрселер.",
    },
    "invented": {
        "en": "Saltmarsh is an invented district: replace each body by one of yours.",
        "ru": "Соляные Плавни — вымышленный район: замените его органы своими.",
        "kk": "Сортаң — ойдан шығарылған аудан: органдарын өзіңіздікіне ауыстырыңыз.",
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
    "data": {
        "en": "what papers may say about a child; `consent`: only if the child agrees",
        "ru": "какие данные о ребёнке бывают в документах; `consent`: нужно согласие",
        "kk": "құжаттардағы бала туралы деректер; `consent`: келісім керек",
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
        "en": "Saltmarsh (invented district)",
        "ru": "Соляные Плавни (вымышленный район)",
        "kk": "Сортаң (ойдан шығарылған аудан)",
    },
    "protect": {
        "en": "Protection of a child",
        "ru": "Защита ребёнка",
        "kk": "Баланы қорғау",
    },
    "identity": {
        "en": "Identity",
        "ru": "Личность",
        "kk": "Жеке басы",
    },
    "health": {
        "en": "Health",
        "ru": "Здоровье",
        "kk": "Денсаулық",
    },
    "harbour_police": {
        "en": "Harbour police",
        "ru": "Полиция гавани",
        "kk": "Айлақ полициясы",
    },
    "welfare_office": {
        "en": "Welfare office",
        "ru": "Отдел помощи детям",
        "kk": "Балаларға көмек бөлімі",
    },
    "duty_officer": {
        "en": "Duty officer",
        "ru": "Дежурный",
        "kk": "Кезекші",
    },
    "caseworker": {
        "en": "Caseworker",
        "ru": "Специалист по делу",
        "kk": "Іс жүргізуші",
    },
    "line_manager": {
        "en": "Line manager",
        "ru": "Руководитель",
        "kk": "Басшы",
    },
    "harbour_act": {
        "en": "Harbour Act (invented)",
        "ru": "Закон о гавани (вымышленный)",
        "kk": "Айлақ туралы заң (ойдан шығарылған)",
    },
    "tide_guide": {
        "en": "Guide of the tides (invented)",
        "ru": "Руководство о приливах (вымышленное)",
        "kk": "Су тасуы жөніндегі нұсқау (ойдан шығарылған)",
    },
    "referral": {
        "en": "Referral",
        "ru": "Направление ребёнка",
        "kk": "Баланы жолдау",
    },
    "reported": {
        "en": "Concern reported",
        "ru": "О тревоге сообщено",
        "kk": "Алаңдаушылық хабарланды",
    },
    "make_safe": {
        "en": "Make the child safe",
        "ru": "Обеспечить безопасность ребёнка",
        "kk": "Баланың қауіпсіздігін қамтамасыз ету",
    },
    "safe": {
        "en": "Child safe",
        "ru": "Ребёнок в безопасности",
        "kk": "Бала қауіпсіз жерде",
    },
    "refer": {
        "en": "Refer the child to the welfare office",
        "ru": "Направить ребёнка в отдел помощи детям",
        "kk": "Баланы көмек бөліміне жолдау",
    },
    "helped": {
        "en": "Help under way",
        "ru": "Помощь оказывается",
        "kk": "Көмек көрсетілуде",
    },
    "close_case": {
        "en": "Close the case",
        "ru": "Закрыть дело",
        "kk": "Істі жабу",
    },
    "closed": {
        "en": "Case closed",
        "ru": "Дело закрыто",
        "kk": "Іс жабылды",
    },
    "protocol": {
        "en": "Example protocol",
        "ru": "Пример протокола",
        "kk": "Хаттама үлгісі",
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
    "help_agreed": {
        "en": "Help agreed",
        "ru": "Помощь согласована",
        "kk": "Көмек келісілді",
    },
}
"""What the invented names of a new file are called, by id and by language."""
