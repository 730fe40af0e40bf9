"""What the offline page says of agencies, regions and findings, in en, ru and kk."""

from collections.abc import Mapping

from katch_protocols.words.counts import COUNTS

__all__ = ["PAGE_AGENCIES"]

PAGE_AGENCIES: Mapping[str, Mapping[str, str]] = {
    "part-of": {"en": "Part of", "ru": "Входит в", "kk": "Құрамында:"},
    "with-bodies": {
        "en": "Bodies under it:",
        "ru": "Подведомственные органы:",
        "kk": "Бағынысты органдар:",
    },
    "no-part-yet": {
        "en": "No protocol of this handbook gives this agency a duty yet.",
        "ru": "Ни один протокол этого сборника пока не даёт ведомству обязанностей.",
        "kk": "Бұл жинақтың бірде-бір хаттамасы әзірге ведомствоға міндет жүктемейді.",
    },
    "must-do": {
        "en": "What we must do",
        "ru": "Что мы обязаны делать",
        "kk": "Не істеуге міндеттіміз",
    },
    "nothing-own": {
        "en": "It has no duty of its own here.",
        "ru": "Своих обязанностей здесь нет.",
        "kk": "Мұнда өз міндеті жоқ.",
    },
    "takes-part": {
        "en": "Asked before, or told after: {n}",
        "ru": "Даёт совет до или извещается после: {n}",
        "kk": "Алдын ала кеңес береді не кейін хабар алады: {n}",
    },
    **{
        f"counts-{name}": {language: forms[-1] for language, forms in said.items()}
        for name, said in COUNTS.items()
    },
    "at-a-glance": {"en": "At a glance", "ru": "Коротко", "kk": "Қысқаша"},
    "protocol": {"en": "Protocol", "ru": "Протокол", "kk": "Хаттама"},
    "gets-papers": {
        "en": "Documents it receives",
        "ru": "Какие документы получает",
        "kk": "Қандай құжат алады",
    },
    "sends-papers": {
        "en": "Documents it sends",
        "ru": "Какие документы передаёт",
        "kk": "Қандай құжат жібереді",
    },
    "same-everywhere": {
        "en": "Roles that are the same in every region: {n}",
        "ru": "Роли, одинаковые во всех регионах: {n}",
        "kk": "Барлық өңірде бірдей рөлдер: {n}",
    },
    "part": {"en": "Part", "ru": "Роль", "kk": "Рөлі"},
    "duty": {"en": "Duty", "ru": "Обязанность", "kk": "Міндет"},
    "as-role": {"en": "As", "ru": "В качестве", "kk": "Кім ретінде"},
    "at-step": {"en": "At step", "ru": "На шаге", "kk": "Қай қадамда"},
    "any-step": {"en": "any step", "ru": "любой шаг", "kk": "кез келген қадам"},
    "comes-from": {
        "en": "From whom the child comes",
        "ru": "От кого приходит ребёнок",
        "kk": "Бала кімнен келеді",
    },
    "goes-to": {
        "en": "To whom the child goes",
        "ru": "Кому передаётся ребёнок",
        "kk": "Бала кімге беріледі",
    },
    "nobody": {"en": "Nobody.", "ru": "Никто.", "kk": "Ешкім."},
    "our-place": {
        "en": "Our place in the protocol",
        "ru": "Наше место в протоколе",
        "kk": "Хаттамадағы орнымыз",
    },
    "mandates": {
        "en": "What it may answer for",
        "ru": "За что может отвечать",
        "kk": "Не үшін жауап бере алады",
    },
    "may-see": {
        "en": "What it may know about a child",
        "ru": "Что может знать о ребёнке",
        "kk": "Бала туралы не біле алады",
    },
    "may-see-why": {
        "en": "Nothing else may be sent to it.",
        "ru": "Другое передавать нельзя.",
        "kk": "Басқасын жіберуге болмайды.",
    },
    "not-read": {
        "en": "text not read by the authors",
        "ru": "текст авторами не прочитан",
        "kk": "мәтінін авторлар оқымаған",
    },
    # Regions.
    "regions": {"en": "Regions", "ru": "Регионы", "kk": "Өңірлер"},
    "regions-why": {
        "en": "Who plays each role in each region, and where nobody does.",
        "ru": "Кто исполняет каждую роль в каждом регионе и где её никто не исполняет.",
        "kk": "Әр өңірде әр рөлді кім атқарады және қай жерде ешкім атқармайды.",
    },
    "role": {"en": "Role", "ru": "Роль", "kk": "Рөл"},
    "usually": {"en": "Usually", "ru": "Обычно", "kk": "Әдетте"},
    "as-usual": {"en": "as usual", "ru": "как обычно", "kk": "әдеттегідей"},
    "own-here": {
        "en": "settled for this region",
        "ru": "определено для региона",
        "kk": "өңір үшін белгіленген",
    },
    "nobody-here": {"en": "nobody", "ru": "никто", "kk": "ешкім"},
    "no-agency": {"en": "no agency", "ru": "не ведомство", "kk": "ведомство емес"},
    "who-plays": {
        "en": "Who plays each role",
        "ru": "Кто исполняет роли",
        "kk": "Рөлдерді кім атқарады",
    },
    "posts": {"en": "Posts", "ru": "Посты", "kk": "Посттар"},
    "post": {"en": "Post", "ru": "Пост", "kk": "Пост"},
    "roles-played": {"en": "Roles", "ru": "Роли", "kk": "Рөлдер"},
    "people": {"en": "People", "ru": "Человек", "kk": "Адам"},
    "cover": {"en": "On duty", "ru": "Дежурство", "kk": "Кезекшілік"},
    # Findings and proofs.
    "findings": {"en": "Findings", "ru": "Замечания", "kk": "Ескертулер тізімі"},
    "findings-why": {
        "en": "What the check of the handbook saw: what is "
        "missing, and how to mend it.",
        "ru": "Что показала проверка сборника: чего не хватает и как это исправить.",
        "kk": "Жинақты тексеру не көрсетті: не жетіспейді және оны қалай түзету керек.",
    },
    "nothing-found": {
        "en": "The check found nothing.",
        "ru": "Проверка ничего не нашла.",
        "kk": "Тексеру ештеңе таппады.",
    },
    "proofs": {"en": "Proofs", "ru": "Доказательства", "kk": "Дәлелдер"},
    "proofs-why": {
        "en": "A promise is proved over every case that can ever run.",
        "ru": "Гарантия доказывается для всех возможных дел.",
        "kk": "Кепілдік барлық ықтимал істер үшін дәлелденеді.",
    },
}
"""Each text by key and by language."""
