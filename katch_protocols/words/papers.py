"""What posters, cards, booklets, slides and annexes say around the handbook's words."""

from collections.abc import Mapping

from katch_protocols.words.bases import BASES
from katch_protocols.words.parts import LETTERS, PARTS

__all__ = ["PAPERS"]

PAPERS: Mapping[str, Mapping[str, str]] = {
    **LETTERS,
    **PARTS,
    **BASES,
    # Titles of papers and of their parts.
    "booklet": {"en": "Handbook", "ru": "Сборник", "kk": "Жинақ"},
    "contents": {"en": "Contents", "ru": "Содержание", "kk": "Мазмұны"},
    "card": {
        "en": "Card of duties",
        "ru": "Карта обязанностей",
        "kk": "Міндеттер картасы",
    },
    "raci": {
        "en": "Who does what, who answers, who is asked and told",
        "ru": "Кто делает, кто отвечает, с кем советуются, кого извещают",
        "kk": "Кім орындайды, кім жауап береді, кіммен кеңеседі, кімге хабарлайды",
    },
    "deadlines": {"en": "Deadlines", "ru": "Сроки", "kk": "Мерзімдер"},
    "safeguards": {
        "en": "What must hold in every case",
        "ru": "Что должно соблюдаться в любом деле",
        "kk": "Кез келген істе не сақталуы тиіс",
    },
    "agencies": {
        "en": "Agencies and their duties",
        "ru": "Органы и их обязанности",
        "kk": "Органдар және олардың міндеттері",
    },
    "glossary": {"en": "Glossary", "ru": "Словарь", "kk": "Сөздік"},
    "questions": {
        "en": "What must still be asked",
        "ru": "Что ещё предстоит выяснить",
        "kk": "Әлі нені сұрау керек",
    },
    "sources": {"en": "Sources", "ru": "Источники", "kk": "Дереккөздер"},
    "drawing": {"en": "The way of a case", "ru": "Путь дела", "kk": "Істің жолы"},
    "steps": {"en": "Steps", "ru": "Шаги", "kk": "Қадамдар"},
    "decision": {
        "en": "What we ask you to decide",
        "ru": "О чём мы просим принять решение",
        "kk": "Қандай шешім қабылдауды сұраймыз",
    },
    "handed-out": {
        "en": "{agencies} agencies, {steps} steps, {duties} duties, "
        "{deadlines} deadlines",
        "ru": "Органов: {agencies}, шагов: {steps}, обязанностей: "
        "{duties}, сроков: {deadlines}",
        "kk": "Органдар: {agencies}, қадамдар: {steps}, міндеттер: "
        "{duties}, мерзімдер: {deadlines}",
    },
    "promises-stand": {
        "en": "Promises to the child: {tally}",
        "ru": "Гарантии ребёнку: {tally}",
        "kk": "Балаға кепілдіктер: {tally}",
    },
    "not-law": {
        "en": "Made from the handbook. Nothing here is law until a lawyer confirms it.",
        "ru": "Составлено по сборнику. Ничто здесь не закон, пока юрист не подтвердил.",
        "kk": "Жинақтан жасалды. Заңгер растамайынша, мұндағы ештеңе заң емес.",
    },
    "ask-agree": {
        "en": "Agree to this protocol, or say what must change in it.",
        "ru": "Согласовать этот протокол или указать, что в нём изменить.",
        "kk": "Осы хаттаманы келісу немесе онда нені өзгерту керегін айту.",
    },
    "ask-deadlines": {
        "en": "Agree to the deadlines that are only proposed: {count}.",
        "ru": "Согласовать сроки, которые пока только предложены: {count}.",
        "kk": "Әзірге тек ұсынылған мерзімдерді келісу: {count}.",
    },
    "ask-questions": {
        "en": "Name who answers the open questions: {count}.",
        "ru": "Назвать, кто ответит на открытые вопросы: {count}.",
        "kk": "Ашық сұрақтарға кім жауап беретінін атау: {count}.",
    },
    # Cards.
    "must-do": {
        "en": "What we must do",
        "ru": "Что мы обязаны делать",
        "kk": "Не істеуге міндеттіміз",
    },
    "comes-to-us": {
        "en": "From whom the case comes to us",
        "ru": "От кого к нам поступает дело",
        "kk": "Іс бізге кімнен келеді",
    },
    "goes-from-us": {
        "en": "To whom we hand the case on",
        "ru": "Кому мы передаём дело",
        "kk": "Істі кімге береміз",
    },
    "may-receive": {
        "en": "Documents that we may receive",
        "ru": "Документы, которые мы вправе получать",
        "kk": "Біз ала алатын құжаттар",
    },
    "asked-told": {
        "en": "We are asked before, or told after",
        "ru": "С нами советуются до или нас извещают после",
        "kk": "Бізбен алдын ала кеңеседі немесе бізге кейін хабарлайды",
    },
    "goes-on": {
        "en": "Too much for one page: goes on overleaf.",
        "ru": "Не помещается на одну страницу: продолжение на обороте.",
        "kk": "Бір бетке сыймайды: жалғасы келесі бетте.",
    },
    "text-hash": {"en": "text {hash}", "ru": "текст {hash}", "kk": "мәтін {hash}"},
    "none": {"en": "None.", "ru": "Нет.", "kk": "Жоқ."},
    "confirmed": {
        "en": "the receiver confirms",
        "ru": "получатель подтверждает",
        "kk": "қабылдаушы растайды",
    },
    "only-in": {
        "en": "only in: {regions}",
        "ru": "только: {regions}",
        "kk": "тек мұнда: {regions}",
    },
    "no-mandate": {
        "en": "no mandate for this function",
        "ru": "полномочия на эту функцию нет",
        "kk": "бұл функцияға өкілеттігі жоқ",
    },
    "if-late": {
        "en": "If a deadline passes, these are told: {told}.",
        "ru": "Если срок прошёл, извещаются: {told}.",
        "kk": "Мерзім өтсе, мыналарға хабарланады: {told}.",
    },
    "at-once": {"en": "{who} (at once)", "ru": "{who} (сразу)", "kk": "{who} (бірден)"},
    "after": {
        "en": "{who} (after {span})",
        "ru": "{who} (через {span})",
        "kk": "{who} ({span} өткен соң)",
    },
    "any-step": {
        "en": "At any step",
        "ru": "На любом шаге",
        "kk": "Кез келген қадамда",
    },
    # Heads of columns.
    "agency": {"en": "Agency", "ru": "Орган", "kk": "Орган"},
    "number": {"en": "No.", "ru": "№", "kk": "№"},
    "duty": {"en": "Duty", "ru": "Обязанность", "kk": "Міндет"},
    "part": {"en": "Our part", "ru": "Наше участие", "kk": "Біздің рөліміз"},
    "by-when": {"en": "By when", "ru": "Срок", "kk": "Мерзімі"},
    "beside": {"en": "Note", "ru": "Примечание", "kk": "Ескерту"},
    "basis": {"en": "Basis", "ru": "Основание", "kk": "Негізі"},
    "texts": {"en": "Sources", "ru": "Источники", "kk": "Дереккөздер"},
    "document": {"en": "Document", "ru": "Документ", "kk": "Құжат"},
    "data": {"en": "Data in it", "ru": "Данные в нём", "kk": "Ондағы деректер"},
    "sender": {"en": "From whom", "ru": "От кого", "kk": "Кімнен"},
    "where": {"en": "Where", "ru": "Где", "kk": "Қайда"},
    "step": {"en": "Step", "ru": "Шаг", "kk": "Қадам"},
    "holder": {
        "en": "Who holds the case",
        "ru": "Кто ведёт дело",
        "kk": "Істі кім ұстайды",
    },
    "next": {
        "en": "What is done, and the next step",
        "ru": "Что делается и следующий шаг",
        "kk": "Не істеледі және келесі қадам",
    },
    "verdict": {"en": "Verdict", "ru": "Вывод", "kk": "Қорытынды"},
    "promise": {"en": "Promise", "ru": "Гарантия", "kk": "Кепілдік"},
    "unread": {
        "en": "its text was not read",
        "ru": "текст не прочитан",
        "kk": "мәтіні оқылмаған",
    },
    # Foot lines.
    "version": {
        "en": "version {version}",
        "ru": "версия {version}",
        "kk": "{version} нұсқасы",
    },
    "draft": {"en": "draft", "ru": "проект", "kk": "жоба"},
    "enacted": {"en": "enacted", "ru": "действует", "kk": "күшінде"},
    "retired": {"en": "retired", "ru": "отменён", "kk": "күші жойылған"},
    "valid-from": {"en": "from {date}", "ru": "с {date}", "kk": "{date} бастап"},
}
"""Each text by key and by language."""
