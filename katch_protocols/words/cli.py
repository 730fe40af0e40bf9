"""What the command line says, in English, Russian and Kazakh."""

from collections.abc import Mapping

from katch_protocols.words.preview import PREVIEW
from katch_protocols.words.roles import ROLES
from katch_protocols.words.staffing import STAFFING
from katch_protocols.words.walk import WALK

__all__ = ["CLI", "tell"]

CLI: Mapping[str, Mapping[str, str]] = {
    **PREVIEW,
    **ROLES,
    **STAFFING,
    **WALK,
    "unknown-command": {
        "en": "'{name}' is not a command of katch.",
        "ru": "«{name}» не команда katch.",
        "kk": "«{name}» katch командасы емес.",
    },
    "unknown-option": {
        "en": "'{name}' is not an option of 'katch {command}'.",
        "ru": "«{name}» не параметр команды «katch {command}».",
        "kk": "«{name}» «katch {command}» командасының параметрі емес.",
    },
    "missing-argument": {
        "en": "'katch {command}' needs {name}.",
        "ru": "Команде «katch {command}» нужно указать {name}.",
        "kk": "«katch {command}» командасына {name} көрсету керек.",
    },
    "misused-option": {
        "en": "'katch {command}' cannot use '{name}' like this.",
        "ru": "Команда «katch {command}» не принимает «{name}» в таком виде.",
        "kk": "«katch {command}» командасы «{name}» дегенді бұлай қабылдамайды.",
    },
    "too-many-words": {
        "en": "'katch {command}' was given more than it takes.",
        "ru": "Команде «katch {command}» указано лишнее.",
        "kk": "«katch {command}» командасына артық сөз берілді.",
    },
    "unknown-choice": {
        "en": "'{name}' is none of: {choices}.",
        "ru": "«{name}» не входит в список: {choices}.",
        "kk": "«{name}» мына тізімде жоқ: {choices}.",
    },
    "nearest": {
        "en": "The nearest is '{near}'.",
        "ru": "Ближайшее имя: «{near}».",
        "kk": "Ең жақын атау: «{near}».",
    },
    "see-help": {
        "en": "'katch {command} --help' lists what it takes.",
        "ru": "«katch {command} --help» перечисляет всё, что она принимает.",
        "kk": "«katch {command} --help» не көрсетуге болатынын тізеді.",
    },
    "see-front-page": {
        "en": "'katch --help' lists the commands.",
        "ru": "«katch --help» перечисляет команды.",
        "kk": "«katch --help» командаларды тізеді.",
    },
    "no-handbook": {
        "en": "There is no handbook in '{folder}'.",
        "ru": "В папке «{folder}» нет сборника.",
        "kk": "«{folder}» қалтасында жинақ жоқ.",
    },
    "not-a-handbook": {
        "en": "'{file}' is a file; a handbook is a folder.",
        "ru": "«{file}» — файл, а сборник — это папка.",
        "kk": "«{file}» — файл, ал жинақ — қалта.",
    },
    "one-protocol": {
        "en": "Give the folder, and '--protocol PROTOCOL' for one of its protocols.",
        "ru": "Укажите папку и «--protocol ПРОТОКОЛ» для одного из её протоколов.",
        "kk": "Қалтаны және оның бір хаттамасы үшін «--protocol ХАТТАМА» көрсетіңіз.",
    },
    "start-handbook": {
        "en": "'katch new handbook {folder}' starts one.",
        "ru": "«katch new handbook {folder}» начинает новый сборник.",
        "kk": "«katch new handbook {folder}» жаңа жинақ бастайды.",
    },
    "use-folder": {
        "en": "Give the folder: '{folder}'.",
        "ru": "Укажите папку: «{folder}».",
        "kk": "Қалтаны көрсетіңіз: «{folder}».",
    },
    "unknown-protocol": {
        "en": "'{name}' is not the id of any protocol.",
        "ru": "Протокола с именем «{name}» нет.",
        "kk": "«{name}» атты хаттама жоқ.",
    },
    "no-folder": {
        "en": "There is no folder '{folder}'.",
        "ru": "Папки «{folder}» нет.",
        "kk": "«{folder}» қалтасы жоқ.",
    },
    "nothing-to-draw": {
        "en": "No case breaks a promise here, so nothing was drawn.",
        "ru": "Ни одно дело ничего не нарушает, рисовать нечего.",
        "kk": "Ешбір іс ештеңе бұзбайды, салынатын сурет жоқ.",
    },
    "unknown-safeguard": {
        "en": "'{name}' is no safeguard of this protocol.",
        "ru": "Гарантии «{name}» у этого протокола нет.",
        "kk": "Бұл хаттамада «{name}» атты кепілдік жоқ.",
    },
    "unknown-rule": {
        "en": "'{name}' is not the name of any rule.",
        "ru": "Правила с именем «{name}» нет.",
        "kk": "«{name}» атты ереже жоқ.",
    },
    "unknown-language": {
        "en": "'{name}' is not a language that can be used here.",
        "ru": "Язык «{name}» здесь не подходит.",
        "kk": "«{name}» тілін мұнда қолдануға болмайды.",
    },
    "unknown-kind": {
        "en": "'{name}' is nothing that katch can start.",
        "ru": "«{name}» начать нельзя.",
        "kk": "«{name}» дегенді бастауға болмайды.",
    },
    "no-mandate": {
        "en": "No role has a home agency with a mandate. Declare one first.",
        "ru": "Ни у одной роли нет органа с мандатом. Сначала объявите его.",
        "kk": "Ешбір рөлдің өкілеттігі бар органы жоқ. Алдымен оны жариялаңыз.",
    },
    "unknown-family": {
        "en": "'{name}' is no family of rules. Write FAMILY/RULE.",
        "ru": "Семьи правил «{name}» нет. Пишите СЕМЬЯ/ПРАВИЛО.",
        "kk": "«{name}» атты ережелер тобы жоқ. ТОП/ЕРЕЖЕ деп жазыңыз.",
    },
    "bad-rule-name": {
        "en": "'{name}' is not a name for a rule: use a-z, 0-9 and -.",
        "ru": "«{name}» не годится как имя правила: нужны a-z, 0-9 и -.",
        "kk": "«{name}» ереже атауына жарамайды: a-z, 0-9 және - керек.",
    },
    "no-checkout": {
        "en": "A rule is written in a checkout of the library, with its docs.",
        "ru": "Правило пишут в копии исходного кода вместе с документацией.",
        "kk": "Ереже бастапқы код көшірмесінде құжаттамасымен бірге жазылады.",
    },
    "rule-next": {
        "en": "Next: list it in the family's RULES, and say it in Russian and Kazakh.",
        "ru": "Далее: внесите его в RULES семьи и скажите по-русски и по-казахски.",
        "kk": "Енді: оны топтың RULES тізіміне енгізіп, орысша және қазақша айтыңыз.",
    },
    "unknown-phase": {
        "en": "'{name}' is not a phase of this protocol.",
        "ru": "Этапа «{name}» в этом протоколе нет.",
        "kk": "Бұл хаттамада «{name}» кезеңі жоқ.",
    },
    "unknown-picture": {
        "en": "'{name}' has no ending that katch can draw.",
        "ru": "У «{name}» нет расширения, в котором katch умеет рисовать.",
        "kk": "«{name}» кеңейтімінде katch сала алмайды.",
    },
    "not-ours": {
        "en": "'{folder}' holds '{file}', which katch did not draw. "
        "Nothing was changed.",
        "ru": "В папке «{folder}» есть «{file}», это рисовал не katch. "
        "Ничего не изменено.",
        "kk": "«{folder}» қалтасында «{file}» бар, оны katch салған жоқ. "
        "Ештеңе өзгерген жоқ.",
    },
    "drawing": {
        "en": "Drawing",
        "ru": "Рисую",
        "kk": "Салынуда",
    },
    "proving": {
        "en": "Proving",
        "ru": "Доказываю",
        "kk": "Дәлелденуде",
    },
    "built": {
        "en": "Files in '{folder}': {count}.",
        "ru": "Файлов в папке «{folder}»: {count}.",
        "kk": "«{folder}» қалтасындағы файлдар: {count}.",
    },
    "built-kept": {
        "en": "Up to date already: {count}.",
        "ru": "Из них уже были готовы: {count}.",
        "kk": "Оның ішінде бұрыннан дайын: {count}.",
    },
    "hidden-in-name": {
        "en": "The name '{name}' has a character that nobody can see. Leave it out.",
        "ru": "В имени «{name}» есть знак, которого не видно. Уберите его.",
        "kk": "«{name}» атауында көрінбейтін таңба бар. Оны алып тастаңыз.",
    },
    "bad-id": {
        "en": "'{name}' is not an id: use a-z, 0-9 and _, with a letter first.",
        "ru": "«{name}» не годится как имя: нужны a-z, 0-9 и _, сначала буква.",
        "kk": "«{name}» атауға жарамайды: a-z, 0-9 және _ керек, бірінші әріп.",
    },
    "bad-languages": {
        "en": "'{name}' is no list of languages: write codes such as en,ru,kk.",
        "ru": "«{name}» не список языков: укажите коды, например en,ru,kk.",
        "kk": "«{name}» тілдер тізімі емес: en,ru,kk сияқты кодтарды жазыңыз.",
    },
    "only-for-a-handbook": {
        "en": "--languages and --example are for a handbook, not for a {kind}.",
        "ru": "--languages и --example нужны для сборника, но не для {kind}.",
        "kk": "--languages және --example жинаққа арналған, {kind} үшін емес.",
    },
    "already-there": {
        "en": "'{file}' is there already. Nothing was changed.",
        "ru": "Файл «{file}» уже есть. Ничего не изменено.",
        "kk": "«{file}» файлы бұрыннан бар. Ештеңе өзгерген жоқ.",
    },
    "more-of-rule": {
        "en": "And {number} more of {rule}; 'katch check --format json' has all.",
        "ru": "И ещё {number}: {rule}; все есть в «katch check --format json».",
        "kk": "Тағы {number}: {rule}; бәрі «katch check --format json» жауабында.",
    },
    "over-budget": {
        "en": "The budget of {budget} ({bound}) was met before all was done.",
        "ru": "Бюджет {budget} ({bound}) исчерпан раньше, чем всё сделано.",
        "kk": "{budget} бюджеті ({bound}) бәрі біткенше таусылды.",
    },
    "over-budget-at": {
        "en": "{where}The budget of {budget} ({bound}) was met at '{part}'.",
        "ru": "{where}Бюджет {budget} ({bound}) исчерпан здесь: '{part}'.",
        "kk": "{where}{budget} бюджеті ({bound}) мына жерде таусылды: '{part}'.",
    },
    "see-budget": {
        "en": "Make it simpler there, or give more: '--budget 60s,4GB'.",
        "ru": "Упростите это место или дайте больше: «--budget 60s,4GB».",
        "kk": "Сол жерді оңайлатыңыз не көбірек беріңіз: «--budget 60s,4GB».",
    },
    "page-cut": {
        "en": "Not all was decided within {budget}; the page says what. "
        "The whole needs more: '--budget 60s,4GB'.",
        "ru": "В пределах {budget} решено не всё; страница говорит, что именно. "
        "Для целого нужно больше: «--budget 60s,4GB».",
        "kk": "{budget} ішінде бәрі шешілмеді; бет нақты нені айтады. "
        "Толығына көбірек керек: «--budget 60s,4GB».",
    },
    "cannot-run": {
        "en": "katch could not go on: {reason}.",
        "ru": "katch не смог продолжить: {reason}.",
        "kk": "katch әрі қарай жұмыс істей алмады: {reason}.",
    },
    "own-fault": {
        "en": "katch stopped at a fault of its own ({fault}). Please report it.",
        "ru": "katch остановился из-за своей ошибки ({fault}). Сообщите о ней.",
        "kk": "katch өз қатесінен тоқтады ({fault}). Бұл туралы хабарлаңыз.",
    },
    "see-traceback": {
        "en": "'KATCH_TRACEBACK=1' shows where.",
        "ru": "«KATCH_TRACEBACK=1» покажет место.",
        "kk": "«KATCH_TRACEBACK=1» орнын көрсетеді.",
    },
    "written": {
        "en": "Written: {file}",
        "ru": "Записано: {file}",
        "kk": "Жазылды: {file}",
    },
    "severity-error": {"en": "error", "ru": "ошибка", "kk": "қате"},
    "severity-warning": {"en": "warning", "ru": "предупреждение", "kk": "ескерту"},
    "severity-gap": {"en": "gap", "ru": "пробел", "kk": "олқылық"},
    "severity-note": {"en": "note", "ru": "заметка", "kk": "ескертпе"},
    "counts": {
        "en": "Errors: {error}. Warnings: {warning}. Gaps: {gap}. Notes: {note}.",
        "ru": "Ошибок: {error}. Предупреждений: {warning}. "
        "Пробелов: {gap}. Заметок: {note}.",
        "kk": "Қате: {error}. Ескерту: {warning}. Олқылық: {gap}. Ескертпе: {note}.",
    },
    "choose": {
        "en": "Choose one of: {choices}.",
        "ru": "Выберите из списка: {choices}.",
        "kk": "Мына тізімнен таңдаңыз: {choices}.",
    },
}
"""Each sentence as a template, by key and by language."""


def tell(key: str, language: str, **facts: object) -> str:
    """Return the sentence ``key`` in ``language``, its gaps filled with ``facts``.

    A language that the library does not speak gets English.
    """
    said = CLI[key]
    return said.get(language, said["en"]).format_map(facts)
