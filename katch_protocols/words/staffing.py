"""What ``katch staff`` says, in English, Russian and Kazakh.

Titles stand between « and » or in a cell of a table, and are never inflected.
"""

from collections.abc import Mapping

__all__ = ["STAFFING"]

STAFFING: Mapping[str, Mapping[str, str]] = {
    "staffed": {
        "en": "«{protocol}»: every case can be staffed.",
        "ru": "«{protocol}»: людей хватает на любой случай.",
        "kk": "«{protocol}»: кез келген іске адам жетеді.",
    },
    "not-staffed": {
        "en": "«{protocol}»: some case cannot be staffed.",
        "ru": "«{protocol}»: на некоторые случаи людей не хватает.",
        "kk": "«{protocol}»: кейбір іске адам жетпейді.",
    },
    "not-exact": {
        "en": "Too many cases to look at each: some of this may never occur.",
        "ru": "Случаев слишком много, каждый не проверен: что-то может не встретиться.",
        "kk": "Істер тым көп, әрқайсысы қаралмады: кейбірі кездеспеуі мүмкін.",
    },
    "perhaps-staffed": {
        "en": "«{protocol}»: it was not decided whether every case can be staffed.",
        "ru": "«{protocol}»: не решено, хватит ли людей на любой случай.",
        "kk": "«{protocol}»: кез келген іске адам жете ме, анықталмады.",
    },
    "not-decided": {
        "en": "A search gave up: a clash may be missing. The extra 'staffing' helps.",
        "ru": "Поиск прерван: часть может быть не найдена. Поможет extra «staffing».",
        "kk": "Іздеу аяқталмады: бірі табылмауы мүмкін. «staffing» extra көмектеседі.",
    },
    "no-posts": {
        "en": "No post is written for this region. Only roles that nobody plays show.",
        "ru": "Для этого региона посты не записаны. Видны только роли без исполнителя.",
        "kk": "Бұл өңірде орындар жазылмаған. Тек орындаушысы жоқ рөлдер көрінеді.",
    },
    "missing": {
        "en": "What is missing",
        "ru": "Чего не хватает",
        "kk": "Не жетіспейді",
    },
    "roles": {"en": "Role", "ru": "Роль", "kk": "Рөл"},
    "activities": {"en": "Activities", "ru": "Действия", "kk": "Әрекеттер"},
    "post": {"en": "Post", "ru": "Пост", "kk": "Орын"},
    "held": {
        "en": "somebody who plays the role",
        "ru": "исполнитель роли",
        "kk": "рөлді атқаратын адам",
    },
    "on-duty": {
        "en": "duty at all hours ({limit})",
        "ru": "круглосуточное дежурство ({limit})",
        "kk": "тәулік бойы кезекшілік ({limit})",
    },
    "trained": {
        "en": "training: {name}",
        "ru": "подготовка: {name}",
        "kk": "дайындық: {name}",
    },
    "spoken": {"en": "language: {name}", "ru": "язык: {name}", "kk": "тіл: {name}"},
    "only": {
        "en": "one of those in {name}",
        "ru": "кто-то из названных в {name}",
        "kk": "{name} ішінде аталғандардың бірі",
    },
    "clash": {
        "en": "These demands cannot be met together:",
        "ru": "Эти требования нельзя выполнить вместе:",
        "kk": "Бұл талаптарды бірге орындау мүмкін емес:",
    },
    "part-held": {
        "en": "«{activity}» needs somebody: {roles}.",
        "ru": "Для «{activity}» нужен исполнитель: {roles}.",
        "kk": "«{activity}» үшін адам керек: {roles}.",
    },
    "part-on-duty": {
        "en": "«{activity}» needs duty at all hours ({limit}).",
        "ru": "Для «{activity}» нужно круглосуточное дежурство ({limit}).",
        "kk": "«{activity}» үшін тәулік бойы кезекшілік керек ({limit}).",
    },
    "part-trained": {
        "en": "«{activity}» needs training: {name}.",
        "ru": "Для «{activity}» нужна подготовка: {name}.",
        "kk": "«{activity}» үшін дайындық керек: {name}.",
    },
    "part-spoken": {
        "en": "«{activity}» needs the language {name}.",
        "ru": "Для «{activity}» нужен язык {name}.",
        "kk": "«{activity}» үшін {name} тілі керек.",
    },
    "part-only": {
        "en": "Only some may do «{activity}»: {name}.",
        "ru": "Делать «{activity}» могут лишь некоторые: {name}.",
        "kk": "«{activity}» әрекетін кейбіреулер ғана жасай алады: {name}.",
    },
    "part-together": {
        "en": "In «{activity}» each part needs a person of its own.",
        "ru": "В «{activity}» для каждой роли нужен отдельный человек.",
        "kk": "«{activity}» ішінде әр рөлге бөлек адам керек.",
    },
    "part-different-people": {
        "en": "«{activity}» and «{other}» are done by different people: {name}.",
        "ru": "«{activity}» и «{other}» делают разные люди: {name}.",
        "kk": "«{activity}» мен «{other}» әрекеттерін әртүрлі адам жасайды: {name}.",
    },
    "part-different-agencies": {
        "en": "«{activity}» and «{other}» are done by different agencies: {name}.",
        "ru": "«{activity}» и «{other}» делают разные ведомства: {name}.",
        "kk": "«{activity}» мен «{other}» әрекеттерін әртүрлі мекеме жасайды: {name}.",
    },
    "part-same-person": {
        "en": "«{activity}» and «{other}» are done by the same person: {name}.",
        "ru": "«{activity}» и «{other}» делает один человек: {name}.",
        "kk": "«{activity}» мен «{other}» әрекеттерін бір адам жасайды: {name}.",
    },
    "single-points": {
        "en": "If one of these posts is absent, some case stops: {posts}.",
        "ru": "Без любого из этих постов некоторые случаи встанут: {posts}.",
        "kk": "Бұл орындардың бірі болмаса, кейбір іс тоқтайды: {posts}.",
    },
    "thin": {
        "en": "Some case stops when one person is absent here: {posts}.",
        "ru": "Некоторые случаи встанут, если здесь нет одного человека: {posts}.",
        "kk": "Мына жерде бір адам болмаса, кейбір іс тоқтайды: {posts}.",
    },
    "sets": {
        "en": "Some case stops when these are absent together: {posts}.",
        "ru": "Некоторые случаи встанут, если этих нет одновременно: {posts}.",
        "kk": "Мыналар бірге болмаса, кейбір іс тоқтайды: {posts}.",
    },
    "agencies": {
        "en": "Agencies without which some case stops: {agencies}.",
        "ru": "Ведомства, без которых некоторые случаи встанут: {agencies}.",
        "kk": "Оларсыз кейбір іс тоқтайтын мекемелер: {agencies}.",
    },
    "gain": {
        "en": "What one more would bring",
        "ru": "Что дало бы одно изменение",
        "kk": "Бір өзгеріс не берер еді",
    },
    "brings": {"en": "It brings", "ru": "Результат", "kk": "Нәтиже"},
    "change-person": {
        "en": "one more person",
        "ru": "ещё один человек",
        "kk": "тағы бір адам",
    },
    "change-trained": {
        "en": "one more trained person: {name}",
        "ru": "ещё один обученный: {name}",
        "kk": "тағы бір дайындалған адам: {name}",
    },
    "change-always": {
        "en": "duty at all hours",
        "ru": "круглосуточное дежурство",
        "kk": "тәулік бойы кезекшілік",
    },
    "change-language": {
        "en": "one more language: {name}",
        "ru": "ещё один язык: {name}",
        "kk": "тағы бір тіл: {name}",
    },
    "covers": {
        "en": "can be staffed: {activities}",
        "ru": "будет кому выполнять: {activities}",
        "kk": "орындайтын адам болады: {activities}",
    },
    "frees": {
        "en": "one absence no longer matters: {posts}",
        "ru": "отсутствие одного уже не страшно: {posts}",
        "kk": "бір адамның болмауы кедергі емес: {posts}",
    },
    "training": {"en": "Training", "ru": "Подготовка", "kk": "Дайындық"},
    "people": {"en": "People", "ru": "Людей", "kk": "Адам"},
    "have-it": {"en": "Trained", "ru": "Обучены", "kk": "Дайындалған"},
    "uncounted": {
        "en": "No post here has these roles, so nobody is counted: {roles}.",
        "ru": "Ни у одного поста нет этих ролей, люди не подсчитаны: {roles}.",
        "kk": "Мұндағы ешбір орында бұл рөлдер жоқ, адам саналмады: {roles}.",
    },
    "unknown-region": {
        "en": "There is no region '{name}'.",
        "ru": "Нет региона «{name}».",
        "kk": "«{name}» өңірі жоқ.",
    },
}
