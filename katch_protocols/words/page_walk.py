"""What the case walk of the offline page says, in English, Russian and Kazakh."""

from collections.abc import Mapping

__all__ = ["PAGE_WALK"]

PAGE_WALK: Mapping[str, Mapping[str, str]] = {
    "walk-case": {
        "en": "Walk through a case",
        "ru": "Пройти дело по шагам",
        "kk": "Істі қадамдап өту",
    },
    "walk-of": {
        "en": "Case walk: {title}",
        "ru": "Дело по шагам: {title}",
        "kk": "Іс қадамдап: {title}",
    },
    "walk-moves": {
        "en": "Steps of the walk",
        "ru": "Шаги по делу",
        "kk": "Іс бойынша қадамдар",
    },
    "undo": {"en": "One step back", "ru": "Шаг назад", "kk": "Бір қадам артқа"},
    "next": {"en": "Next step", "ru": "Следующий шаг", "kk": "Келесі қадам"},
    "begin-own": {
        "en": "Begin an own case",
        "ru": "Начать своё дело",
        "kk": "Өз ісін бастау",
    },
    "example": {
        "en": "Show an example",
        "ru": "Показать пример",
        "kk": "Мысал көрсету",
    },
    "broken-link": {
        "en": "This link belongs to another version. The case "
        "stands where it still fits.",
        "ru": "Ссылка от другой версии. Дело стоит там, где она ещё подходит.",
        "kk": "Сілтеме басқа нұсқадан. Іс сілтеме сәйкес келетін жерде тұр.",
    },
    "too-large-to-walk": {
        "en": "This protocol is too large to walk through here. Use 'katch walk'.",
        "ru": "Этот протокол слишком велик для этой страницы. Есть команда katch walk.",
        "kk": "Бұл хаттама осы бет үшін тым үлкен. katch walk командасы бар.",
    },
    "clock-says": {
        "en": "Time used, if everybody waits until the last hour:",
        "ru": "Прошло времени, если все действуют в последний час:",
        "kk": "Бәрі соңғы сағатта әрекет етсе, өткен уақыт:",
    },
    "at-latest": {
        "en": "at the latest {time} after the case began",
        "ru": "не позднее чем через {time} от начала дела",
        "kk": "іс басталғаннан кейін {time} ішінде",
    },
    "n-days": {"en": "{n} d", "ru": "{n} дн.", "kk": "{n} күн"},
    "n-hours": {"en": "{n} h", "ru": "{n} ч", "kk": "{n} сағ"},
    "n-working-days": {
        "en": "{n} working d",
        "ru": "{n} раб. дн.",
        "kk": "{n} жұмыс күні",
    },
    "now": {"en": "Where the case is", "ru": "Где дело сейчас", "kk": "Іс қазір қайда"},
    "holds-case": {
        "en": "Answers for the child now",
        "ru": "Сейчас отвечает за ребёнка",
        "kk": "Балаға қазір жауапты",
    },
    "leave-within": {"en": "Deadline:", "ru": "Срок:", "kk": "Мерзімі:"},
    "waits-for": {
        "en": "Waits until {who} confirms. Until then the sender answers.",
        "ru": "Ждёт подтверждения: {who}. До того отвечает отправитель.",
        "kk": "Растау күтілуде: {who}. Оған дейін жіберуші жауап береді.",
    },
    "what-may-happen": {
        "en": "What may happen now",
        "ru": "Что может произойти сейчас",
        "kk": "Енді не болуы мүмкін",
    },
    "nothing-possible": {
        "en": "Nothing is possible here.",
        "ru": "Здесь ничего не возможно.",
        "kk": "Мұнда ештеңе мүмкін емес.",
    },
    "does": {"en": "Done by", "ru": "Исполняет", "kk": "Орындайды"},
    "with": {"en": "Together with", "ru": "Вместе с", "kk": "Бірге"},
    "answers": {"en": "Answers for it", "ru": "Отвечает", "kk": "Жауап береді"},
    "asked": {"en": "Asked before", "ru": "Консультирует", "kk": "Кеңес береді"},
    "told": {"en": "Told after", "ru": "Получает сообщение", "kk": "Хабар алады"},
    "qualified": {
        "en": "Training needed",
        "ru": "Нужна подготовка",
        "kk": "Қажет даярлық",
    },
    "only-if": {"en": "Only if", "ru": "Только если", "kk": "Тек мына жағдайда:"},
    "records": {"en": "Records", "ru": "Записывает", "kk": "Жазады"},
    "needs": {"en": "Needs", "ru": "Нужны документы", "kk": "Қажет құжаттар"},
    "makes": {"en": "Produces", "ru": "Создаёт", "kk": "Жасайды"},
    "sends": {"en": "Sends", "ru": "Передаёт", "kk": "Жібереді"},
    "confirms": {"en": "Must confirm", "ru": "Подтверждает", "kk": "Растайды"},
    "leads": {"en": "Leads to", "ru": "Ведёт к", "kk": "Апарады"},
    "stays": {
        "en": "the case stays where it is",
        "ru": "дело остаётся на месте",
        "kk": "іс орнында қалады",
    },
    "rests-on": {"en": "Rests on", "ru": "Основание", "kk": "Негізі"},
    "reason": {"en": "Reason", "ru": "Мотивы", "kk": "Уәжі"},
    "reason-written": {
        "en": "must be written down",
        "ru": "излагаются письменно",
        "kk": "жазбаша жазылады",
    },
    "do-it": {"en": "Do it", "ru": "Выполнить", "kk": "Орындау"},
    "time-passes": {
        "en": "Let the time pass",
        "ru": "Пусть срок пройдёт",
        "kk": "Уақыт өтсін",
    },
    "clock-after": {
        "en": "By itself, after {span}",
        "ru": "Само собой, по прошествии: {span}",
        "kk": "Өздігінен, {span} өткен соң",
    },
    "clock-itself": {
        "en": "The clock does this; nobody decides.",
        "ru": "Это делает время; никто не решает.",
        "kk": "Мұны уақыт жасайды; ешкім шешпейді.",
    },
    "not-known": {"en": "not known", "ru": "неизвестно", "kk": "белгісіз"},
    "answer-first": {
        "en": "First answer: {fact}.",
        "ru": "Сначала ответьте: {fact}.",
        "kk": "Алдымен жауап беріңіз: {fact}.",
    },
    "answers-clash": {
        "en": "With these answers it is not possible now.",
        "ru": "С такими ответами это сейчас невозможно.",
        "kk": "Мұндай жауаптармен бұл қазір мүмкін емес.",
    },
    "case-file": {"en": "Case file", "ru": "Материалы дела", "kk": "Іс материалдары"},
    "on-record": {
        "en": "Recorded facts",
        "ru": "Что записано",
        "kk": "Жазылған деректер",
    },
    "documents": {"en": "Documents", "ru": "Документы", "kk": "Құжаттар"},
    "nothing-yet": {
        "en": "Nothing yet.",
        "ru": "Пока ничего.",
        "kk": "Әзірге ештеңе жоқ.",
    },
    "the-way": {"en": "The way so far", "ru": "Пройденный путь", "kk": "Өткен жол"},
    "example-way": {
        "en": "An example that ends well",
        "ru": "Пример с хорошим исходом",
        "kk": "Жақсы аяқталған мысал",
    },
    "promises-here": {
        "en": "Promises about this step: {n}",
        "ru": "Гарантии об этом шаге: {n}",
        "kk": "Осы қадам туралы кепілдіктер: {n}",
    },
    "promises-rest": {
        "en": "Others, proved for the whole protocol: {n}.",
        "ru": "Другие, доказаны для всего протокола: {n}.",
        "kk": "Басқалары, бүкіл хаттама үшін тексерілген: {n}.",
    },
    "case-ended": {
        "en": "The case has ended.",
        "ru": "Дело завершено.",
        "kk": "Іс аяқталды.",
    },
    "no-outcome": {
        "en": "The protocol names no outcome.",
        "ru": "Итог в протоколе не назван.",
        "kk": "Хаттамада нәтиже аталмаған.",
    },
    "ended-after": {
        "en": "Steps: {n}. Time used at most: {time}.",
        "ru": "Шагов: {n}. Времени не более: {time}.",
        "kk": "Қадам саны: {n}. Уақыт ең көбі: {time}.",
    },
    "case-begins": {
        "en": "A case begins.",
        "ru": "Дело начинается.",
        "kk": "Іс басталады.",
    },
    "step-done": {
        "en": "Step {n} done: {title}.",
        "ru": "Шаг {n} выполнен: {title}.",
        "kk": "{n}-қадам орындалды: {title}.",
    },
    "now-at": {
        "en": "Now: {place}. {who}.",
        "ru": "Сейчас: {place}. {who}.",
        "kk": "Қазір: {place}. {who}.",
    },
    "n-choices": {
        "en": "Possible now: {n}.",
        "ru": "Возможно сейчас: {n}.",
        "kk": "Қазір мүмкін: {n}.",
    },
    "whoever-acts": {
        "en": "whoever acts",
        "ru": "тот, кто действует",
        "kk": "әрекет етуші",
    },
}
"""Each text by key and by language."""
