"""What proofs say: the steps of a story, and why it breaks a sentence.

Titles stand between « and » and are never inflected. A gap in the plural, such as
``{states}``, brings its own « and ».
"""

from collections.abc import Mapping

from katch_protocols.words.knowing import KNOWING
from katch_protocols.words.numbers import NUMBERS
from katch_protocols.words.proofs_why import WHY

__all__ = ["PROOFS"]

_STORY: Mapping[str, Mapping[str, str]] = {
    "begins": {
        "en": "A case begins in {states}.",
        "ru": "Дело начинается здесь: {states}.",
        "kk": "Іс осы күйден басталады: {states}.",
    },
    "does": {
        "en": "{who}: «{what}».",
        "ru": "{who}: «{what}».",
        "kk": "{who}: «{what}».",
    },
    "clock": {
        "en": "The time in «{state}» is over: {limit}.",
        "ru": "Время в состоянии «{state}» истекло: {limit}.",
        "kk": "«{state}» күйіндегі уақыт бітті: {limit}.",
    },
    "recorded": {
        "en": "Recorded: «{fact}» is «{value}».",
        "ru": "Записано: «{fact}» — «{value}».",
        "kk": "Жазылды: «{fact}» — «{value}».",
    },
    "now": {
        "en": "The case is now in {states}.",
        "ru": "Теперь дело здесь: {states}.",
        "kk": "Іс енді осы күйде: {states}.",
    },
    "stays": {
        "en": "The case stays where it is.",
        "ru": "Дело остаётся на месте.",
        "kk": "Іс орнында қалады.",
    },
    "complete": {
        "en": "The case is complete.",
        "ru": "Дело завершено.",
        "kk": "Іс аяқталды.",
    },
    "broken-at": {
        "en": "Broken at step {number}:",
        "ru": "Нарушено на шаге {number}:",
        "kk": "{number}-қадамда бұзылды:",
    },
    "broken-after": {
        "en": "Broken after step {number}:",
        "ru": "Нарушено после шага {number}:",
        "kk": "{number}-қадамнан кейін бұзылды:",
    },
    "broken-at-start": {
        "en": "Broken at the start:",
        "ru": "Нарушено в самом начале:",
        "kk": "Басында-ақ бұзылды:",
    },
    "depends-at": {
        "en": "Step {number} depends on who acts:",
        "ru": "На шаге {number} всё зависит от того, кто действует:",
        "kk": "{number}-қадамда бәрі кімнің әрекет ететініне байланысты:",
    },
}

_ANSWERS: Mapping[str, Mapping[str, str]] = {
    "soundness": {
        "en": "Every case can still end, and end well.",
        "ru": "Любое дело ещё может завершиться, и завершиться хорошо.",
        "kk": "Кез келген іс әлі де аяқтала алады және жақсы аяқтала алады.",
    },
    "vacuous": {
        "en": "What it speaks of never happens, or only after its exception.",
        "ru": "Описанное в ней не происходит никогда или только после исключения.",
        "kk": "Ол айтатын жағдай ешқашан болмайды немесе тек ерекше жағдайдан кейін "
        "болады.",
    },
    "in-time": {
        "en": "The longest time: {total}. It is made of: {sum}.",
        "ru": "Самое долгое время: {total}. Из чего оно складывается: {sum}.",
        "kk": "Ең ұзақ уақыт: {total}. Ол мыналардан құралады: {sum}.",
    },
    "in-limit": {
        "en": "No case takes longer than {limit}.",
        "ru": "Ни одно дело не длится дольше: {limit}.",
        "kk": "Ешбір іс бұдан ұзаққа созылмайды: {limit}.",
    },
    "idle": {
        "en": "Something in it never occurs; 'katch check' says what.",
        "ru": "Что-то в нём никогда не происходит; «katch check» скажет, что именно.",
        "kk": "Ондағы бірдеңе ешқашан болмайды; «katch check» нақтысын айтады.",
    },
    "undefined-name": {
        "en": "This name means nothing here, or several things: «{name}».",
        "ru": "Это имя здесь ничего не значит или значит разное: «{name}».",
        "kk": "Бұл атау мұнда ештеңе білдірмейді немесе бірнеше мағынада: «{name}».",
    },
    "not-exhausted": {
        "en": "There are more configurations than were looked at.",
        "ru": "Конфигураций больше, чем было просмотрено.",
        "kk": "Конфигурациялар қаралғаннан көп.",
    },
    "too-large": {
        "en": "The protocol crosses a bound of the library: {bound}, at most {limit}.",
        "ru": "Протокол превышает предел библиотеки: {bound}, не более {limit}.",
        "kk": "Хаттама кітапхананың шегінен асады: {bound}, ең көбі {limit}.",
    },
    "over-budget": {
        "en": "The budget of {budget} ({bound}) was met. Give more with `--budget`.",
        "ru": "Исчерпан бюджет {budget} ({bound}). Увеличьте его: `--budget`.",
        "kk": "{budget} бюджеті ({bound}) таусылды. Көбейтіңіз: `--budget`.",
    },
    "too-wide": {
        "en": "Too many strands (parts that run side by side) "
        "to decide a sentence of this kind.",
        "ru": "Слишком много ветвей (частей, идущих рядом), "
        "чтобы решить гарантию такого вида.",
        "kk": "Тармақ (қатар жүретін бөлік) тым көп, "
        "мұндай кепілдікті шешу мүмкін емес.",
    },
    "too-many-duties": {
        "en": "Too many different duties meet in this sentence.",
        "ru": "В этой гарантии сходится слишком много разных обязанностей.",
        "kk": "Бұл кепілдікте тым көп түрлі міндет түйіседі.",
    },
    "many-ways": {
        "en": "There are too many ways to take the time.",
        "ru": "Время может складываться слишком многими способами.",
        "kk": "Уақыт тым көп жолмен жиналуы мүмкін.",
    },
    "time-not-proved": {
        "en": "The order of events is right; the time is not proved.",
        "ru": "Порядок событий верен; время не доказано.",
        "kk": "Оқиғалардың реті дұрыс; уақыты дәлелденбеген.",
    },
    "time-not-decided": {
        "en": "The clocks meet in a way that is not decided.",
        "ru": "Сроки пересекаются так, что решить это не удалось.",
        "kk": "Мерзімдер шешілмейтіндей қиылысады.",
    },
    "a-case": {
        "en": "Only a near look was taken: this is a case, and a shorter one may "
        "break it.",
        "ru": "Просмотрена лишь ближайшая часть: это один из случаев, "
        "и может быть короче.",
        "kk": "Тек жақын бөлігі қаралды: бұл жағдайлардың бірі, одан қысқасы да "
        "болуы мүмкін.",
    },
    "configurations-first": {
        "en": "Configurations, that is, different situations of a case: {number}.",
        "ru": "Конфигураций, то есть разных положений дела: {number}.",
        "kk": "Конфигурация саны, яғни істің әртүрлі жағдайлары: {number}.",
    },
    "configurations": {
        "en": "Configurations: {number}.",
        "ru": "Конфигураций: {number}.",
        "kk": "Конфигурация саны: {number}.",
    },
    "waived": {
        "en": "Waived {until} by «{by}»: {reason}",
        "ru": "Отступление {until}, кто разрешил: «{by}». {reason}",
        "kk": "{until} шегініс, рұқсат берген: «{by}». {reason}",
    },
    "nearest": {
        "en": "It could be: {names}.",
        "ru": "Возможно: {names}.",
        "kk": "Мүмкін: {names}.",
    },
    "tally": {
        "en": "{tally}.",
        "ru": "{tally}.",
        "kk": "{tally}.",
    },
    "at-most-days": {
        "en": "{limit} (at most {most})",
        "ru": "{limit} (самое большее {most})",
        "kk": "{limit} (ең көбі {most})",
    },
}

PROOFS: Mapping[str, Mapping[str, str]] = {
    **_STORY,
    **WHY,
    **_ANSWERS,
    **NUMBERS,
    **KNOWING,
}
"""Each phrase as a template, by key and by language."""
