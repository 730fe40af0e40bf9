"""What the lists of a handbook say: the glossary, and the questions to a lawyer."""

from collections.abc import Mapping

__all__ = ["GLOSSARY", "QUESTIONS", "TERMS", "VERBS"]

Words = Mapping[str, Mapping[str, str]]

GLOSSARY: Words = {
    "title": {
        "en": "Glossary",
        "ru": "Словарь",
        "kk": "Сөздік",
    },
    "intro": {
        "en": "The words of this handbook in each of its languages.",
        "ru": "Слова этого сборника на каждом из его языков.",
        "kk": "Осы жинақтың сөздері, әр тілде.",
    },
    "terms": {
        "en": "Words of a protocol",
        "ru": "Слова протокола",
        "kk": "Хаттама сөздері",
    },
    "verbs": {
        "en": "What is done",
        "ru": "Что делают",
        "kk": "Не істеледі",
    },
    "protocols": {"en": "Protocols", "ru": "Протоколы", "kk": "Хаттамалар"},
    "agencies": {"en": "Agencies", "ru": "Органы", "kk": "Органдар"},
    "short": {
        "en": "Short names of agencies",
        "ru": "Краткие названия органов",
        "kk": "Органдардың қысқа атаулары",
    },
    "roles": {"en": "Roles", "ru": "Роли", "kk": "Рөлдер"},
    "functions": {"en": "Functions", "ru": "Функции", "kk": "Функциялар"},
    "qualifications": {
        "en": "Qualifications",
        "ru": "Квалификации",
        "kk": "Біліктіліктер",
    },
    "measured": {
        "en": "What is measured for a child",
        "ru": "Что измеряется для ребёнка",
        "kk": "Бала үшін не өлшенеді",
    },
    "data": {
        "en": "Kinds of data",
        "ru": "Виды данных",
        "kk": "Деректер түрлері",
    },
    "documents": {"en": "Documents", "ru": "Документы", "kk": "Құжаттар"},
    "facts": {"en": "Facts", "ru": "Факты", "kk": "Фактілер"},
    "regions": {"en": "Regions", "ru": "Регионы", "kk": "Өңірлер"},
}

TERMS: Words = {
    "handbook": {"en": "handbook", "ru": "сборник", "kk": "жинақ"},
    "protocol": {"en": "protocol", "ru": "протокол", "kk": "хаттама"},
    "case": {"en": "case", "ru": "дело", "kk": "іс"},
    "state": {"en": "state", "ru": "состояние", "kk": "күй"},
    "activity": {"en": "activity", "ru": "действие", "kk": "әрекет"},
    "handover": {"en": "handover", "ru": "передача", "kk": "тапсыру"},
    "deadline": {"en": "deadline", "ru": "срок", "kk": "мерзім"},
    "escalation": {
        "en": "escalation",
        "ru": "передача выше",
        "kk": "жоғары деңгейге жеткізу",
    },
    "safeguard": {"en": "safeguard", "ru": "гарантия", "kk": "кепілдік"},
    "waiver": {"en": "waiver", "ru": "отступление", "kk": "шегініс"},
    "responsible": {"en": "responsible", "ru": "исполняет", "kk": "орындайды"},
    "accountable": {"en": "accountable", "ru": "отвечает", "kk": "жауап береді"},
    "consulted": {"en": "consulted", "ru": "спрашивают", "kk": "кеңес алынады"},
    "informed": {"en": "informed", "ru": "сообщают", "kk": "хабарланады"},
    "statutory": {
        "en": "statutory (read in a law)",
        "ru": "по закону (прочитано)",
        "kk": "заң бойынша (оқылған)",
    },
    "guidance": {
        "en": "guidance (foreign or international)",
        "ru": "рекомендация (зарубежная или международная)",
        "kk": "ұсынымдық (шетелдік не халықаралық)",
    },
    "proposed": {
        "en": "proposed (to be agreed)",
        "ru": "предложено (предстоит согласовать)",
        "kk": "ұсынылған (келісілуге тиіс)",
    },
}

VERBS: Words = {
    "notify": {"en": "notify", "ru": "уведомить", "kk": "хабарлау"},
    "refer": {"en": "refer", "ru": "перенаправить", "kk": "қайта бағыттау"},
    "acknowledge": {
        "en": "acknowledge",
        "ru": "подтвердить получение",
        "kk": "алғанын растау",
    },
    "escalate": {
        "en": "escalate",
        "ru": "передать выше",
        "kk": "жоғары деңгейге жеткізу",
    },
    "identify": {
        "en": "identify",
        "ru": "выявить, идентифицировать",
        "kk": "анықтау, сәйкестендіру",
    },
    "screen": {
        "en": "screen",
        "ru": "провести первичную оценку",
        "kk": "алғашқы бағалау",
    },
    "assess_needs": {
        "en": "assess needs",
        "ru": "оценить потребности",
        "kk": "қажеттіліктерді бағалау",
    },
    "assess_risk": {
        "en": "assess risk",
        "ru": "оценить риск",
        "kk": "тәуекелді бағалау",
    },
    "appoint": {"en": "appoint", "ru": "назначить", "kk": "тағайындау"},
    "place": {"en": "place", "ru": "разместить", "kk": "орналастыру"},
    "decide": {"en": "decide", "ru": "принять решение", "kk": "шешім қабылдау"},
    "interview": {"en": "interview", "ru": "допросить", "kk": "жауап алу"},
    "escort": {"en": "escort", "ru": "сопроводить", "kk": "алып жүру"},
    "hand_over": {"en": "hand over", "ru": "передать", "kk": "тапсыру"},
    "enrol": {"en": "enrol", "ru": "зачислить", "kk": "қабылдау"},
    "review": {"en": "review", "ru": "пересмотреть", "kk": "қайта қарау"},
    "close": {"en": "close", "ru": "закрыть", "kk": "жабу"},
    "monitor": {
        "en": "monitor",
        "ru": "вести мониторинг",
        "kk": "мониторинг жүргізу",
    },
    "draft": {"en": "draft", "ru": "разработать", "kk": "әзірлеу"},
    "approve": {"en": "approve", "ru": "утвердить", "kk": "бекіту"},
    "sign": {"en": "sign", "ru": "подписать", "kk": "қол қою"},
    "register": {"en": "register", "ru": "зарегистрировать", "kk": "тіркеу"},
    "publish": {"en": "publish", "ru": "опубликовать", "kk": "жариялау"},
}
"""The domain brief, section 7."""

QUESTIONS: Words = {
    "title": {
        "en": "What must still be asked",
        "ru": "Что ещё предстоит выяснить",
        "kk": "Әлі нені сұрау керек",
    },
    "intro": {
        "en": "Made from the handbook. Nothing here is law until a lawyer confirms it.",
        "ru": "Составлено по сборнику. Ничто здесь не закон, пока юрист не подтвердил.",
        "kk": "Жинақтан жасалды. Заңгер растамайынша, мұндағы ештеңе заң емес.",
    },
    "open": {
        "en": "Open questions",
        "ru": "Открытые вопросы",
        "kk": "Ашық сұрақтар",
    },
    "concerns": {"en": "Concerns", "ru": "Касается", "kk": "Кімге қатысты"},
    "rests": {"en": "Texts", "ru": "Тексты", "kk": "Мәтіндер"},
    "unread": {
        "en": "Sources whose text was not read",
        "ru": "Источники, текст которых не прочитан",
        "kk": "Мәтіні оқылмаған дереккөздер",
    },
    "source": {"en": "Source", "ru": "Источник", "kk": "Дереккөз"},
    "cite": {"en": "Reference", "ru": "Реквизиты", "kk": "Деректемесі"},
    "uses": {
        "en": "Places that rest on it",
        "ru": "Сколько мест на него опирается",
        "kk": "Оған сүйенетін жерлер",
    },
    "statutory": {
        "en": "Deadlines from the law",
        "ru": "Сроки по закону",
        "kk": "Заңнан алынған мерзімдер",
    },
    "guidance": {
        "en": "Deadlines from guidance, to be confirmed",
        "ru": "Сроки из рекомендаций, требуют подтверждения",
        "kk": "Ұсынымдардан алынған, расталуға тиіс мерзімдер",
    },
    "proposed": {
        "en": "Deadlines that are proposed, to be agreed",
        "ru": "Предложенные сроки, предстоит согласовать",
        "kk": "Ұсынылған, келісілуге тиіс мерзімдер",
    },
    "protocol": {"en": "Protocol", "ru": "Протокол", "kk": "Хаттама"},
    "where": {"en": "Where", "ru": "Где", "kk": "Қайда"},
    "limit": {"en": "Limit", "ru": "Срок", "kk": "Мерзім"},
    "unbound": {
        "en": "Roles that nobody is known to hold",
        "ru": "Роли, исполнитель которых неизвестен",
        "kk": "Орындаушысы белгісіз рөлдер",
    },
    "region": {"en": "Region", "ru": "Регион", "kk": "Өңір"},
    "role": {"en": "Role", "ru": "Роль", "kk": "Рөл"},
    "reason": {"en": "What is known", "ru": "Что известно", "kk": "Не белгілі"},
    "none": {"en": "None.", "ru": "Нет.", "kk": "Жоқ."},
    "acknowledgement": {
        "en": "answer to «{activity}»",
        "ru": "ответ на «{activity}»",
        "kk": "«{activity}» әрекетіне жауап",
    },
}
