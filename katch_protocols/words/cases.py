"""Why a live case refuses, and who could act: in English, Russian and Kazakh.

Names stand between « and » and are never inflected; several are parted by a stroke.
"""

from collections.abc import Mapping

__all__ = ["CASES"]

_CASE: Mapping[str, Mapping[str, str]] = {
    "refused": {
        "en": "Refused: {activity}.",
        "ru": "Отказано: {activity}.",
        "kk": "Рұқсат жоқ: {activity}.",
    },
    "ended": {
        "en": "The case is complete; nothing more can be done in it.",
        "ru": "Дело завершено; в нём больше ничего нельзя сделать.",
        "kk": "Іс аяқталды; онда енді ештеңе істеуге болмайды.",
    },
    "state": {
        "en": "It can be done only in {states}. The case is in {now}.",
        "ru": "Это можно сделать только здесь: {states}. Дело сейчас здесь: {now}.",
        "kk": "Мұны тек осы күйде істеуге болады: {states}. Іс қазір осы күйде: {now}.",
    },
    "when": {
        "en": "It needs that {condition}.",
        "ru": "Нужно, чтобы было так: {condition}.",
        "kk": "Мынадай болуы керек: {condition}.",
    },
    "documents": {
        "en": "These documents do not exist yet: {documents}.",
        "ru": "Этих документов ещё нет: {documents}.",
        "kk": "Бұл құжаттар әлі жоқ: {documents}.",
    },
    "facts": {
        "en": "It must be stated as well: {facts}.",
        "ru": "Нужно также указать: {facts}.",
        "kk": "Мынаны да көрсету керек: {facts}.",
    },
    "surplus-facts": {
        "en": "This is not stated with it: {facts}.",
        "ru": "При этом это не указывают: {facts}.",
        "kk": "Бұл жерде мынаны көрсетпейді: {facts}.",
    },
    "reason": {
        "en": "It needs a reason, one of {reasons}.",
        "ru": "Нужна причина, одна из: {reasons}.",
        "kk": "Себебі керек, біреуі: {reasons}.",
    },
    "surplus-reason": {
        "en": "No reason is given with it.",
        "ru": "Причину при этом не указывают.",
        "kk": "Бұл жерде себеп көрсетілмейді.",
    },
    "role": {
        "en": "It needs the role {roles}.",
        "ru": "Нужна роль: {roles}.",
        "kk": "Мына рөл керек: {roles}.",
    },
    "holder": {
        "en": "Nobody holds {roles} in {region}.",
        "ru": "Эту роль здесь никто не исполняет: {roles}, {region}.",
        "kk": "Бұл рөлді мұнда ешкім атқармайды: {roles}, {region}.",
    },
    "agency": {
        "en": "The role {roles} is held here by {agencies}.",
        "ru": "Эту роль здесь исполняет другой орган: {roles}, {agencies}.",
        "kk": "Бұл рөлді мұнда басқа орган атқарады: {roles}, {agencies}.",
    },
    "region": {
        "en": "The case belongs to {region}.",
        "ru": "Дело относится к региону: {region}.",
        "kk": "Іс мына өңірге жатады: {region}.",
    },
    "qualification": {
        "en": "It needs the training {qualifications}.",
        "ru": "Нужна подготовка: {qualifications}.",
        "kk": "Мына даярлық керек: {qualifications}.",
    },
    "partner": {
        "en": "Another person must take part as {roles}.",
        "ru": "Должен участвовать ещё один человек в роли: {roles}.",
        "kk": "Тағы бір адам мына рөлде қатысуы керек: {roles}.",
    },
    "surplus-partner": {
        "en": "Somebody takes part who has no part in it, or takes part twice.",
        "ru": "Участвует тот, у кого здесь нет роли, или один человек дважды.",
        "kk": "Мұнда рөлі жоқ адам қатысады немесе бір адам екі рет қатысады.",
    },
    "separation": {
        "en": "Whoever did {other} may not do this as well ({safeguard}).",
        "ru": "Кто уже сделал это, тот второго не делает: {other} ({safeguard}).",
        "kk": "Мынаны істеген адам екіншісін істемейді: {other} ({safeguard}).",
    },
    "agency-separation": {
        "en": "The agency that did {other} may not do this as well ({safeguard}).",
        "ru": "Орган, уже сделавший это, второго не делает: {other} ({safeguard}).",
        "kk": "Мынаны істеген орган екіншісін істемейді: {other} ({safeguard}).",
    },
    "binding": {
        "en": "Only whoever did {other} may do this ({safeguard}).",
        "ru": "Это делает только тот, кто сделал: {other} ({safeguard}).",
        "kk": "Мұны тек мынаны істеген адам істейді: {other} ({safeguard}).",
    },
    "only": {
        "en": "Only {actors} may do this ({safeguard}).",
        "ru": "Это делает только: {actors} ({safeguard}).",
        "kk": "Мұны тек осы істейді: {actors} ({safeguard}).",
    },
    "choice": {
        "en": "It can be done in several ways; say in which state or role: {states}.",
        "ru": "Сделать можно по-разному; укажите состояние или роль: {states}.",
        "kk": "Бірнеше жолы бар; қай күйде не рөлде екенін көрсетіңіз: {states}.",
    },
    "time": {
        "en": "Time runs backwards: the last event was at {last}.",
        "ru": "Время идёт назад: последнее событие было {last}.",
        "kk": "Уақыт кері кетті: соңғы оқиға {last} болды.",
    },
    "clock": {
        "en": "The clock moves first: a step was due at {due}. Advance the case.",
        "ru": "Сначала шаг делают часы: срок был {due}. Продвиньте дело во времени.",
        "kk": "Алдымен сағат қадам жасайды: мерзімі {due}. Істің уақытын жылжытыңыз.",
    },
    "version": {
        "en": "The case has changed: it is at version {version}, not {expected}.",
        "ru": "Дело изменилось: его версия {version}, а не {expected}.",
        "kk": "Іс өзгерді: оның нұсқасы {version}, {expected} емес.",
    },
    "key": {
        "en": "The key of the request was used for something else.",
        "ru": "Ключ запроса уже использован для другого.",
        "kk": "Сұраудың кілті басқа нәрсеге қолданылған.",
    },
    "opening": {
        "en": "The protocol is not in force on that day: {since} to {until}.",
        "ru": "Протокол в этот день не действует: {since} — {until}.",
        "kk": "Хаттама бұл күні қолданылмайды: {since} — {until}.",
    },
}

_WHO: Mapping[str, Mapping[str, str]] = {
    "could": {
        "en": "Who could act: {who}.",
        "ru": "Кто мог бы действовать: {who}.",
        "kk": "Кім әрекет ете алады: {who}.",
    },
    "could-nobody": {
        "en": "Nobody could act here now.",
        "ru": "Сейчас здесь никто не мог бы действовать.",
        "kk": "Қазір мұнда ешкім әрекет ете алмайды.",
    },
    "everywhere": {
        "en": "the whole country",
        "ru": "вся страна",
        "kk": "бүкіл ел",
    },
}

CASES: Mapping[str, Mapping[str, str]] = {**_CASE, **_WHO}
"""Each sentence as a template, by key and by language."""
