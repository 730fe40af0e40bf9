"""What the Word annex of a joint order says around the protocol's own words."""

from collections.abc import Mapping

__all__ = ["ANNEX"]

ANNEX: Mapping[str, Mapping[str, str]] = {
    "annex-to": {
        "en": "Annex ___ to the joint order\nof ____________ 20__ No. ____",
        "ru": "Приложение ___ к совместному приказу\nот ____________ 20__ года № ____",
        "kk": "20__ жылғы ____________\n№ ____ бірлескен бұйрыққа ___-қосымша",
    },
    "chapter": {
        "en": "Chapter {number}. {title}",
        "ru": "Глава {number}. {title}",
        "kk": "{number}-тарау. {title}",
    },
    "general": {
        "en": "General provisions",
        "ru": "Общие положения",
        "kk": "Жалпы ережелер",
    },
    "purpose": {
        "en": "This annex sets out the protocol «{title}», version {version}.",
        "ru": "Настоящее приложение излагает протокол «{title}», версия {version}.",
        "kk": "Осы қосымша «{title}» хаттамасын баяндайды, {version} нұсқасы.",
    },
    "applies-from": {
        "en": "It applies from {date}.",
        "ru": "Оно применяется с {date}.",
        "kk": "Ол {date} күнінен бастап қолданылады.",
    },
    "rests-on": {
        "en": "It rests on the sources {sources} of the list at the end.",
        "ru": "Оно опирается на источники {sources} из перечня в конце.",
        "kk": "Ол соңындағы тізімнің {sources} дереккөздеріне сүйенеді.",
    },
    "holders": {
        "en": "The roles of this annex are held as follows:",
        "ru": "Роли настоящего приложения исполняют:",
        "kk": "Осы қосымшадағы рөлдерді мыналар атқарады:",
    },
    "held-by": {
        "en": "{role}: {agencies}",
        "ru": "{role}: {agencies}",
        "kk": "{role}: {agencies}",
    },
    "late": {
        "en": "If a deadline passes, the following are told: {told}.",
        "ru": "Если срок прошёл, извещаются: {told}.",
        "kk": "Мерзім өтсе, мыналарға хабарланады: {told}.",
    },
    "basis-means": {
        "en": "Of each deadline it is said whether it is set by law, comes "
        "from guidance, or is proposed.",
        "ru": "О каждом сроке сказано, установлен ли он законом, взят ли "
        "из рекомендаций или предложен.",
        "kk": "Әр мерзім туралы заңмен белгіленгені, ұсынымнан алынғаны не "
        "ұсынылғаны айтылған.",
    },
    "anybody": {
        "en": "Whoever holds the case",
        "ru": "Тот, кто ведёт дело",
        "kk": "Істі жүргізетін тұлға",
    },
    "answers": {
        "en": "answers for it: {who}",
        "ru": "отвечает: {who}",
        "kk": "жауап береді: {who}",
    },
    "whoever-acts": {
        "en": "whoever does it",
        "ru": "тот, кто выполняет",
        "kk": "орындаған тараптың өзі",
    },
    "with": {
        "en": "takes part: {who}",
        "ru": "участвует: {who}",
        "kk": "қатысады: {who}",
    },
    "consulted": {
        "en": "is consulted before: {who}",
        "ru": "с кем советуются до этого: {who}",
        "kk": "алдын ала кіммен кеңеседі: {who}",
    },
    "informed": {
        "en": "is told after: {who}",
        "ru": "кого извещают после: {who}",
        "kk": "кейін кімге хабарланады: {who}",
    },
    "when": {
        "en": "only if: {condition}",
        "ru": "только если: {condition}",
        "kk": "мына шартпен ғана: {condition}",
    },
    "in-states": {
        "en": "at the step: {states}",
        "ru": "на шаге: {states}",
        "kk": "мына қадамда: {states}",
    },
    "within": {
        "en": "deadline: {span} ({basis})",
        "ru": "срок: {span} ({basis})",
        "kk": "мерзімі: {span} ({basis})",
    },
    "needs": {
        "en": "needs the document: {documents}",
        "ru": "требует документа: {documents}",
        "kk": "мына құжатты қажет етеді: {documents}",
    },
    "produces": {
        "en": "makes the document: {documents}",
        "ru": "составляет документ: {documents}",
        "kk": "мына құжатты жасайды: {documents}",
    },
    "records": {
        "en": "records: {facts}",
        "ru": "фиксирует: {facts}",
        "kk": "мынаны жазады: {facts}",
    },
    "sends": {
        "en": "sends «{document}» to: {who}",
        "ru": "направляет «{document}»: {who}",
        "kk": "«{document}» құжатын мына тарапқа жібереді: {who}",
    },
    "hands-to": {
        "en": "hands over to: {who}; answers until the receiver confirms",
        "ru": "передаёт: {who}; отвечает, пока получатель не подтвердит",
        "kk": "мына тарапқа береді: {who}; қабылдаушы растағанша өзі жауап береді",
    },
    "texts": {
        "en": "sources: {sources}",
        "ru": "источники: {sources}",
        "kk": "дереккөздер: {sources}",
    },
    "safeguards": {
        "en": "What must hold in every case",
        "ru": "Что должно соблюдаться в любом деле",
        "kk": "Кез келген істе не сақталуы тиіс",
    },
    "list-of-steps": {
        "en": "Table of steps",
        "ru": "Таблица шагов",
        "kk": "Қадамдар кестесі",
    },
    "list-of-sources": {
        "en": "List of sources",
        "ru": "Перечень источников",
        "kk": "Дереккөздер тізімі",
    },
    "page-of": {
        "en": "Page {page} of {pages}",
        "ru": "Страница {page} из {pages}",
        "kk": "{page}-бет, барлығы {pages}",
    },
}
"""Each text by key and by language."""
