"""What ``katch walk`` says, in English, Russian and Kazakh."""

from collections.abc import Mapping

__all__ = ["WALK"]

WALK: Mapping[str, Mapping[str, str]] = {
    "walk-help": {
        "en": "A number, title or id: do it. 'undo': one step back. 'q': leave.",
        "ru": "Номер, название или id: выполнить. «undo»: шаг назад. «q»: выйти.",
        "kk": "Нөмір, атау не id: орындау. «undo»: бір қадам артқа. «q»: шығу.",
    },
    "walk-help-people": {
        "en": "'as ROLE': act as somebody. 'why NAME': why not. "
        "'wait 3 hours': time passes.",
        "ru": "«as РОЛЬ»: действовать в роли. «why ИМЯ»: почему нельзя. "
        "«wait 3 hours»: проходит время.",
        "kk": "«as РӨЛ»: рөлде әрекет ету. «why АТАУ»: неге болмайды. "
        "«wait 3 hours»: уақыт өтеді.",
    },
    "time-and-place": {
        "en": "It is {at} in {place}.",
        "ru": "Сейчас {at}, место: {place}.",
        "kk": "Қазір {at}, орны: {place}.",
    },
    "time-only": {
        "en": "It is {at}.",
        "ru": "Сейчас {at}.",
        "kk": "Қазір {at}.",
    },
    "acting-as": {
        "en": "You act as {who}.",
        "ru": "Вы действуете как {who}.",
        "kk": "Сіз былай әрекет етесіз: {who}.",
    },
    "as-whom": {
        "en": "Who does it: {roles}? A blank line takes the first.",
        "ru": "Кто это выполняет: {roles}? Пустая строка: первый.",
        "kk": "Мұны кім орындайды: {roles}? Бос жол: бірінші.",
    },
    "ask-reason": {
        "en": "Reason: {reasons}?",
        "ru": "Причина: {reasons}?",
        "kk": "Себебі: {reasons}?",
    },
    "may-not": {
        "en": "not you: {why}",
        "ru": "не вы: {why}",
        "kk": "сіз емес: {why}",
    },
    "may": {
        "en": "You may do it.",
        "ru": "Вы можете это сделать.",
        "kk": "Сіз мұны істей аласыз.",
    },
    "overdue": {
        "en": "overdue since {at}; told: {told}",
        "ru": "просрочено с {at}; сообщено: {told}",
        "kk": "мерзімі {at} өтті; хабарланды: {told}",
    },
    "clock-moved": {
        "en": "The clock took a step at {at}: {step}.",
        "ru": "Часы сделали шаг в {at}: {step}.",
        "kk": "Сағат {at} қадам жасады: {step}.",
    },
    "unknown-role": {
        "en": "'{name}' is not the name of any role.",
        "ru": "Роли с именем «{name}» нет.",
        "kk": "«{name}» атты рөл жоқ.",
    },
    "not-a-span": {
        "en": "'{name}' is not a span of time such as '3 hours'.",
        "ru": "«{name}» не промежуток времени вида «3 hours».",
        "kk": "«{name}» «3 hours» сияқты уақыт аралығы емес.",
    },
    "not-in-force": {
        "en": "The protocol is not in force on {day}. Choose another day with '--on'.",
        "ru": "Протокол {day} не действует. Выберите другой день: «--on».",
        "kk": "Хаттама {day} күні қолданылмайды. Басқа күнді «--on» арқылы таңдаңыз.",
    },
    "here": {
        "en": "The case is here:",
        "ru": "Дело сейчас здесь:",
        "kk": "Іс қазір мында:",
    },
    "possible": {
        "en": "Possible now:",
        "ru": "Сейчас возможно:",
        "kk": "Қазір мүмкін:",
    },
    "nothing-possible": {
        "en": "Nothing is possible here.",
        "ru": "Здесь ничего не возможно.",
        "kk": "Мұнда ештеңе мүмкін емес.",
    },
    "known": {
        "en": "known: {facts}",
        "ru": "известно: {facts}",
        "kk": "белгілі: {facts}",
    },
    "papers": {
        "en": "documents: {documents}",
        "ru": "документы: {documents}",
        "kk": "құжаттар: {documents}",
    },
    "held-by": {
        "en": "held by {role}",
        "ru": "отвечает: {role}",
        "kk": "жауапты: {role}",
    },
    "leave-within": {
        "en": "to leave within {limit}, by {at}",
        "ru": "срок: {limit}, до {at}",
        "kk": "мерзімі: {limit}, {at} дейін",
    },
    "the-clock": {
        "en": "the clock, by itself",
        "ru": "часы, сами собой",
        "kk": "сағат, өздігінен",
    },
    "whoever-acts": {
        "en": "whoever acts",
        "ru": "тот, кто действует",
        "kk": "әрекет етуші",
    },
    "by": {
        "en": "by {names}",
        "ru": "выполняет: {names}",
        "kk": "орындайды: {names}",
    },
    "with": {
        "en": "together with {names}",
        "ru": "вместе с: {names}",
        "kk": "бірге: {names}",
    },
    "answers": {
        "en": "{names} answers for it",
        "ru": "отвечает за это: {names}",
        "kk": "бұған жауап береді: {names}",
    },
    "consults": {
        "en": "asks {names}",
        "ru": "спрашивает: {names}",
        "kk": "кеңес алады: {names}",
    },
    "informs": {
        "en": "tells {names}",
        "ru": "сообщает: {names}",
        "kk": "хабарлайды: {names}",
    },
    "states-fact": {
        "en": "states {fact}: {values}",
        "ru": "указывает {fact}: {values}",
        "kk": "көрсетеді {fact}: {values}",
    },
    "ask-fact": {
        "en": "{fact}: {values}?",
        "ru": "{fact}: {values}?",
        "kk": "{fact}: {values}?",
    },
    "stays": {
        "en": "The case stays where it is.",
        "ru": "Дело остаётся на месте.",
        "kk": "Іс орнында қалады.",
    },
    "goes": {
        "en": "The case moves: {states}",
        "ru": "Дело переходит: {states}",
        "kk": "Іс көшеді: {states}",
    },
    "complete": {
        "en": "The case is complete. Outcome: {outcome}.",
        "ru": "Дело завершено. Итог: {outcome}.",
        "kk": "Іс аяқталды. Нәтижесі: {outcome}.",
    },
    "outcome-protected": {
        "en": "the child is protected",
        "ru": "ребёнок защищён",
        "kk": "бала қорғалған",
    },
    "outcome-transferred": {
        "en": "another protocol takes over",
        "ru": "дальше действует другой протокол",
        "kk": "әрі қарай басқа хаттама қолданылады",
    },
    "outcome-not_applicable": {
        "en": "this protocol does not apply",
        "ru": "этот протокол не применяется",
        "kk": "бұл хаттама қолданылмайды",
    },
    "outcome-adverse": {
        "en": "the child was not protected",
        "ru": "ребёнка не защитили",
        "kk": "бала қорғалмады",
    },
    "nothing-to-undo": {
        "en": "There is no step to undo.",
        "ru": "Нет шага, который можно отменить.",
        "kk": "Болдырмайтын қадам жоқ.",
    },
    "unknown-activity": {
        "en": "'{name}' is not the name of any activity.",
        "ru": "Действия с именем «{name}» нет.",
        "kk": "«{name}» атты әрекет жоқ.",
    },
    "not-possible-now": {
        "en": "'{name}' is not possible now.",
        "ru": "«{name}» сейчас невозможно.",
        "kk": "«{name}» қазір мүмкін емес.",
    },
    "unknown-fact": {
        "en": "'{name}' is not stated with this activity.",
        "ru": "«{name}» не указывают при этом действии.",
        "kk": "Бұл әрекетте «{name}» көрсетілмейді.",
    },
    "unknown-value": {
        "en": "'{name}' is not a value that fits.",
        "ru": "Значение «{name}» не подходит.",
        "kk": "«{name}» мәні сәйкес келмейді.",
    },
}
"""Each sentence as a template, by key and by language."""
