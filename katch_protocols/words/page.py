"""What the offline page says besides its handbook, in English, Russian and Kazakh."""

from collections.abc import Mapping

from katch_protocols.words.counts import TILES
from katch_protocols.words.page_agencies import PAGE_AGENCIES
from katch_protocols.words.page_codes import PAGE_CODES
from katch_protocols.words.page_walk import PAGE_WALK

__all__ = ["PAGE"]

PAGE: Mapping[str, Mapping[str, str]] = {
    **PAGE_AGENCIES,
    **PAGE_CODES,
    **PAGE_WALK,
    **TILES,
    # The frame.
    "needs-scripts": {
        "en": "This page needs JavaScript. It asks nothing of any network.",
        "ru": "Странице нужен JavaScript. К сети она не обращается.",
        "kk": "Бұл бетке JavaScript керек. Ол желіге жүгінбейді.",
    },
    "skip": {
        "en": "Skip to the content",
        "ru": "Перейти к содержанию",
        "kk": "Мазмұнға өту",
    },
    "menu": {"en": "Menu", "ru": "Меню", "kk": "Мәзір"},
    "language": {"en": "Language", "ru": "Язык", "kk": "Тіл"},
    "start": {"en": "Start", "ru": "Начало", "kk": "Басы"},
    "not-here": {
        "en": "There is no such page here",
        "ru": "Такой страницы здесь нет",
        "kk": "Мұнда ондай бет жоқ",
    },
    "foot": {
        "en": "One file, no network. It holds protocols only: nothing about any child.",
        "ru": "Один файл, без сети. Только протоколы: ни о "
        "каком ребёнке здесь нет данных.",
        "kk": "Бір файл, желісіз. Тек хаттамалар: ешбір бала туралы дерек жоқ.",
    },
    "print": {"en": "Print", "ru": "Печать", "kk": "Басып шығару"},
    "print-a3": {"en": "Print on A3", "ru": "Печать на A3", "kk": "A3 парағына басу"},
    # The start page.
    "lead": {
        "en": "Who must do what, by when, for a child; and what is proved of it.",
        "ru": "Кто, что и в какой срок обязан сделать для "
        "ребёнка; и что из этого доказано.",
        "kk": "Бала үшін кім, нені, қай мерзімде істеуге "
        "міндетті; және не дәлелденген.",
    },
    "protocols": {"en": "Protocols", "ru": "Протоколы", "kk": "Хаттамалар"},
    "see-protocol": {
        "en": "See the protocol",
        "ru": "Открыть протокол",
        "kk": "Хаттаманы ашу",
    },
    "choose-agency": {
        "en": "Choose your agency",
        "ru": "Выберите своё ведомство",
        "kk": "Ведомствоңызды таңдаңыз",
    },
    "choose-agency-why": {
        "en": "Each page shows duties, deadlines, and who hands the child to whom.",
        "ru": "На странице ведомства: обязанности, сроки, кто кому передаёт ребёнка.",
        "kk": "Ведомство бетінде: міндеттер, мерзімдер, баланы кім кімге береді.",
    },
    "agencies": {"en": "Agencies", "ru": "Ведомства", "kk": "Ведомстволар"},
    "in-n-protocols": {
        "en": "protocols: {n}",
        "ru": "протоколов: {n}",
        "kk": "хаттама: {n}",
    },
    "no-part": {
        "en": "in no protocol yet",
        "ru": "пока ни в одном протоколе",
        "kk": "әзірге хаттамада жоқ",
    },
    "open-questions": {
        "en": "What is still open",
        "ru": "Что ещё не решено",
        "kk": "Әлі шешілмегені",
    },
    "open-said": {
        "en": "Gaps that nobody fills: {gaps}. Findings in all: {findings}.",
        "ru": "Пробелов, которые никто не закрывает: {gaps}. "
        "Всего замечаний: {findings}.",
        "kk": "Ешкім толтырмаған олқылықтар: {gaps}. Барлық ескерту: {findings}.",
    },
    "version": {
        "en": "Version {version}",
        "ru": "Версия {version}",
        "kk": "{version}-нұсқа",
    },
    "valid-from": {
        "en": "valid from {date}",
        "ru": "действует с {date}",
        "kk": "{date} бастап қолданылады",
    },
    # A protocol.
    "drawing-of": {
        "en": "Drawing: {title}",
        "ru": "Схема: {title}",
        "kk": "Сызба: {title}",
    },
    "drawing-tools": {
        "en": "Look at the drawing",
        "ru": "Просмотр схемы",
        "kk": "Сызбаны қарау",
    },
    "zoom-in": {"en": "Closer", "ru": "Ближе", "kk": "Жақынырақ"},
    "zoom-out": {"en": "Farther", "ru": "Дальше", "kk": "Алысырақ"},
    "whole": {"en": "Whole", "ru": "Вся схема", "kk": "Толық"},
    "all": {"en": "All", "ru": "Все", "kk": "Бәрі"},
    "step-n": {
        "en": "Step {n}: {title}",
        "ru": "Шаг {n}: {title}",
        "kk": "{n}-қадам: {title}",
    },
    "how-to-read": {
        "en": "How to read it",
        "ru": "Как читать схему",
        "kk": "Сызбаны қалай оқу керек",
    },
    "read-columns": {
        "en": "One column is one agency: it answers for the "
        "child while the case is there.",
        "ru": "Столбец — ведомство: оно отвечает за ребёнка, пока дело у него.",
        "kk": "Бір баған — бір ведомство: іс сонда тұрғанда балаға сол жауап береді.",
    },
    "read-down": {
        "en": "Time runs down. A thick coloured arrow is a handoff.",
        "ru": "Время идёт вниз. Толстая цветная стрелка — передача ребёнка.",
        "kk": "Уақыт төмен қарай жүреді. Жуан түсті көрсеткі — баланы беру.",
    },
    "read-press": {
        "en": "Press a column or a step to see its duties.",
        "ru": "Нажмите столбец или шаг, чтобы увидеть обязанности.",
        "kk": "Міндеттерді көру үшін бағанды немесе қадамды басыңыз.",
    },
    "all-duties": {
        "en": "All duties of this agency",
        "ru": "Все обязанности ведомства",
        "kk": "Ведомствоның барлық міндеті",
    },
    "any-of": {
        "en": "One of these bodies:",
        "ru": "Один из этих органов:",
        "kk": "Осы органдардың бірі:",
    },
    "our-steps": {"en": "Steps here", "ru": "Шаги здесь", "kk": "Осындағы қадамдар"},
    "may-happen": {
        "en": "What may be done here",
        "ru": "Что здесь можно сделать",
        "kk": "Мұнда не істеуге болады",
    },
    "always-possible": {
        "en": "Possible at many steps",
        "ru": "Возможно на многих шагах",
        "kk": "Көп қадамда мүмкін",
    },
    "outcome": {"en": "Outcome", "ru": "Итог", "kk": "Нәтижесі"},
    "steps-in-words": {
        "en": "Steps in words",
        "ru": "Шаги словами",
        "kk": "Қадамдар сөзбен",
    },
    "number": {"en": "No.", "ru": "№", "kk": "№"},
    "step": {"en": "Step", "ru": "Шаг", "kk": "Қадам"},
    "who": {"en": "Who", "ru": "Кто", "kk": "Кім"},
    "by-when": {"en": "By when", "ru": "Срок", "kk": "Мерзімі"},
    "then": {"en": "What comes next", "ru": "Что дальше", "kk": "Әрі қарай"},
    "matrix": {
        "en": "Who does what",
        "ru": "Кто за что отвечает",
        "kk": "Кім не үшін жауапты",
    },
    "act": {"en": "Activity", "ru": "Действие", "kk": "Әрекет"},
    "measures": {
        "en": "What it means for one child",
        "ru": "Что это значит для одного ребёнка",
        "kk": "Бір бала үшін нені білдіреді",
    },
    "deadlines": {"en": "Deadlines", "ru": "Сроки", "kk": "Мерзімдер"},
    "basis": {"en": "Basis", "ru": "На чём основан", "kk": "Неге негізделген"},
    "bars-log": {
        "en": "The bars are on a logarithmic scale of time.",
        "ru": "Шкала времени логарифмическая.",
        "kk": "Уақыт шкаласы логарифмдік.",
    },
    "if-late": {
        "en": "If a deadline is broken",
        "ru": "Если срок нарушен",
        "kk": "Мерзім бұзылса",
    },
    "told-after": {
        "en": "after {span} is told:",
        "ru": "через {span} узнаёт:",
        "kk": "{span} өткен соң хабар алады:",
    },
    "promises": {
        "en": "Promises to the child",
        "ru": "Гарантии ребёнку",
        "kk": "Балаға кепілдіктер",
    },
    "promises-why": {
        "en": "Each was tested against every case that can ever "
        "run, not against examples.",
        "ru": "Каждая проверена на всех возможных делах, а не на примерах.",
        "kk": "Әрқайсысы мысалдармен емес, барлық ықтимал істермен тексерілген.",
    },
    "seen-cases": {
        "en": "situations looked at: {n}",
        "ru": "рассмотрено положений: {n}",
        "kk": "қаралған жағдай: {n}",
    },
    "story": {
        "en": "How it is broken",
        "ru": "Как это нарушается",
        "kk": "Қалай бұзылады",
    },
}
"""Each text by key and by language."""
