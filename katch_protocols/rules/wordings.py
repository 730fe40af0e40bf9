"""What each rule says in English."""

from katch_protocols.findings import Wording

WORDINGS = {
    "act-disagrees": Wording(
        "Two entries of '{activity}' differ in `{key}`.",
        "One duty with two names is counted, taught and asked for as two.",
        "Give both the same `{key}`, or give one of them another id.",
    ),
    "activity-in-passing-state": Wording(
        "'{activity}' stands in '{state}', in which no case ever rests.",
        "Nobody gets the chance to do this for a child.",
        "Move the activity to a state before or after it.",
    ),
    "ambiguous-activity": Wording(
        "'{activity}' is possible in '{state}' and in '{other}' at the same time.",
        "The same duty would lead a child to two different places.",
        "Keep one entry, or give the two conditions that exclude one another.",
    ),
    "complete-without-done": Wording(
        "All inside '{state}' can end, and nothing leads on from there.",
        "The child's case would stay in a state in which all is done.",
        "Add `done` with the state that follows.",
    ),
    "composite-without-initial": Wording(
        "Nothing says in which state '{state}' begins.",
        "Two people would begin the same case in two places.",
        "Add `initial` with the name of one of its states.",
    ),
    "condition-always-true": Wording(
        "The condition of '{activity}' always holds in '{state}'.",
        "A test that cannot fail protects no child.",
        "Remove the condition, or correct it.",
    ),
    "condition-never-true": Wording(
        "The condition of '{activity}' never holds in '{state}'.",
        "The door that it should open stays shut for every child.",
        "Correct the condition, or let an activity record what it asks.",
    ),
    "dead-end-state": Wording(
        "Nothing leads out of '{state}', and it is not final.",
        "A child's case that arrives here can never move on or be closed.",
        "Add an activity with `to`, or mark it `final: true`.",
    ),
    "decide-line-after-last": Wording(
        "In '{state}' a line of `decide` stands behind one without a condition.",
        "The earlier line is always taken, so this one never helps a child.",
        "Give the earlier line a condition, or move it to the end.",
    ),
    "decide-line-never-taken": Wording(
        "No case can take this line of `decide` in '{state}' to '{target}'.",
        "Readers believe in a way that is open to no child.",
        "Correct its condition, or remove the line.",
    ),
    "decide-without-last-line": Wording(
        "The last line of `decide` in '{state}' has a condition.",
        "A case for which no line holds would have nowhere to go.",
        "Add a last line with `to` and without `when`.",
    ),
    "done-never-taken": Wording(
        "`done` of '{state}' is never taken: something inside has no end.",
        "The step that should follow never comes for any child.",
        "Add a state with `final: true` inside, in every strand.",
    ),
    "endless-settling": Wording(
        "After '{activity}', choices and completions lead round in a circle.",
        "A child's case would never come to rest.",
        "Let one of the choices lead to a state where something is done.",
    ),
    "fact-changed-twice": Wording(
        "'{activity}' changes '{fact}' twice.",
        "Nobody could say which answer counts.",
        "Keep '{fact}' in one of `records`, `sets` and `forgets`.",
    ),
    "fact-never-answered": Wording(
        "Conditions ask about '{fact}', and no activity ever answers it.",
        "A door that waits for the answer stays shut for every child.",
        "Let an activity record or set '{fact}', or give it `initially`.",
    ),
    "fact-without-values": Wording(
        "Fact '{fact}' has no values.",
        "A question without answers can never be answered.",
        "List at least one value; `unknown` is always one more.",
    ),
    "generated-name-clash": Wording(
        "The name '{id}' is made by the language for a handover, and is taken.",
        "Two different waits would bear one name.",
        "Rename your state or activity '{id}'.",
    ),
    "impossible-activity": Wording(
        "'{activity}' is never possible in '{state}', although cases come there.",
        "A duty that nobody can ever do helps no child.",
        "Produce the documents it needs earlier, or remove it here.",
    ),
    "in-passing-state": Wording(
        "`in {state}` is never true: '{state}' is left at once.",
        "The door that it should open stays shut for every child.",
        "Ask for the state before or after the choice.",
    ),
    "key-without-effect": Wording(
        "`{key}` has no effect in '{state}'.",
        "A reader trusts a rule that is not there.",
        "Remove the key, or move it to the state that it is meant for.",
    ),
    "malformed-strand": Wording(
        "Strand '{strand}' is not made of states.",
        "Nobody could say where the child stands in it.",
        "Give it `initial` and `states`, or let it run another protocol.",
    ),
    "no-end": Wording(
        "Protocol '{protocol}' has no final state.",
        "No child's case could ever be closed with an outcome.",
        "Add a state with `final: true` and an `outcome`.",
    ),
    "not-fully-explored": Wording(
        "Protocol '{protocol}' was not explored whole: the check stops at {limit} configurations.",
        "What is never possible could not be found out.",
        "Prove it for a longer look, or record fewer facts.",
    ),
    "outcome-misplaced": Wording(
        "'{state}' has an outcome and is no end of the protocol.",
        "A child would be counted as protected while the case goes on.",
        "Remove `outcome`, or make it a final state at the top.",
    ),
    "outcome-missing": Wording(
        "The end '{state}' has no outcome.",
        "Nobody could count how many children were protected.",
        "Add `outcome` with one of protected, transferred, not_applicable, adverse.",
    ),
    "over-budget": Wording(
        "The check met its budget of {budget} ({bound}) at '{place}'. Not decided: {undecided}.",
        "What was not looked at may be wrong, and nobody would know.",
        "Make it simpler there, or give more: `katch check --budget 60s,4GB`.",
    ),
    "protocol-too-large": Wording(
        "'{culprit}' in protocol '{protocol}' needs more than {limit} {bound}.",
        "What cannot be checked whole cannot be promised to a child.",
        "Split the protocol, or ask fewer facts in one activity.",
    ),
    "reason-without-codes": Wording(
        "'{activity}' demands a reason and offers no reason codes.",
        "Nobody could ever do it, for no reason is allowed.",
        "List the allowed codes under `reasons`.",
    ),
    "reasons-not-asked": Wording(
        "'{activity}' offers reason codes and does not ask for one.",
        "A decision about a child would be taken without saying why.",
        "Add `reason: true`, or remove `reasons`.",
    ),
    "recursive-runs": Wording(
        "A protocol runs itself in the end: {loop}.",
        "A case in it would never come to its first step.",
        "Break the circle: let one of them lead to a state instead.",
    ),
    "resume-not-composite": Wording(
        "'{state}' has nothing inside, so it cannot be resumed.",
        "A reader expects the case to come back to where it was.",
        "Write `to: {state}` without `resume`.",
    ),
    "single-strand-parallel": Wording(
        "Parallel state '{state}' has one strand only.",
        "Readers look for help that runs side by side, and there is none.",
        "Use `initial` and `states` instead, or add the other strand.",
    ),
    "state-of-two-kinds": Wording(
        "'{state}' is two kinds of state at once: {keys}.",
        "Two readers would take it for two different things.",
        "Keep one of these keys; put the rest into states of their own.",
    ),
    "then-missing": Wording(
        "`then` says nothing about the end '{state}' of protocol '{protocol}'.",
        "A child whose case ends there would be left without a next step.",
        "Add a line for '{state}' under `then`.",
    ),
    "then-unknown": Wording(
        "'{state}' is not an end of protocol '{protocol}'.",
        "This line would never be followed for any child.",
        "Write the name of one of its final states.",
    ),
    "unknown-initial": Wording(
        "The initial state '{state}' is not one of the states here.",
        "No case could begin.",
        "Write the name of a state that stands directly inside.",
    ),
    "unknown-target": Wording(
        "No state '{state}' can be reached from here.",
        "A child's case that should move there would move nowhere.",
        "Write a sibling or outer state, or a dotted path from the top.",
    ),
    "unreachable-state": Wording(
        "No case of protocol '{protocol}' can ever enter '{state}'.",
        "The help that waits there reaches no child.",
        "Let a move lead there whose condition can hold, or remove the state.",
    ),
    "ambiguous-name-in-safeguard": Wording(
        "In safeguard '{safeguard}', the name '{name}' has several meanings: {paths}.",
        "Nobody can promise a child something that has two meanings.",
        "Write the dotted path of the one that is meant.",
    ),
    "ambiguous-state": Wording(
        "'{state}' could mean several states: {paths}.",
        "Two readers of the protocol would understand two different things.",
        "Write the dotted path of the state that is meant.",
    ),
    "declared-twice": Wording(
        "'{id}' is declared twice.",
        "Two meanings of one name would depend on the order of files.",
        "Keep one declaration, or rename the other.",
    ),
    "document-shares-data-id": Wording(
        "'{id}' is both a document and a data category.",
        "A rule about who may receive it could mean the paper or the data.",
        "Rename the document or the category.",
    ),
    "documents-disagree": Wording(
        "Document '{document}' is declared differently by a protocol that runs here.",
        "Nobody could say which data about the child it holds.",
        "Give both declarations the same `contains`, or rename one document.",
    ),
    "facts-disagree": Wording(
        "Fact '{fact}' is declared differently by a protocol that runs here.",
        "The same question would have two sets of answers in one case.",
        "Give both declarations the same values, or rename one fact.",
    ),
    "measured-shares-id": Wording(
        "'{id}' is measured, and it is also a state or activity of '{protocol}'.",
        "In a safeguard '{id}' could mean one event or all that count as it.",
        "Rename one of the two.",
    ),
    "measured-without-doer": Wording(
        "Safeguard '{safeguard}' asks who does '{name}', and in '{protocol}' the state '{state}' counts as it.",
        "Nobody does a state, so the question has no answer.",
        "Let only activities count as '{name}', or name the activities.",
    ),
    "part-of-itself": Wording(
        "Agency '{agency}' is a part of itself: {loop}.",
        "A chain of command without a top has nobody who answers.",
        "Correct `part_of` in one of these agencies.",
    ),
    "role-shares-agency-id": Wording(
        "'{id}' is both a role and an agency.",
        "Nobody could tell whether the duty falls on the body or on whoever plays the role.",
        "Rename the role or the agency.",
    ),
    "safeguard-binds-nothing": Wording(
        "Safeguard '{name}' binds no protocol: none has all its names.",
        "A promise to the child that binds nobody protects nobody.",
        "Correct its names, or list the protocols it binds under `binds`.",
    ),
    "safeguard-name-missing": Wording(
        "Safeguard '{safeguard}' names '{name}', and protocol '{protocol}' has nothing of that name.",
        "A promise about something that does not exist cannot be kept.",
        "Write the id of an activity, state, fact or document of that protocol.",
    ),
    "state-shares-activity-id": Wording(
        "'{id}' is both a state and an activity of protocol '{protocol}'.",
        "A safeguard that says '{id}' could mean either.",
        "Rename one: a state is a situation, an activity is a duty.",
    ),
    "unknown-activity": Wording(
        "'{activity}' is not the name of any activity here.",
        "A condition on something that can never happen never opens.",
        "Write the id of an activity of this protocol.",
    ),
    "unknown-agency": Wording(
        "'{name}' is not the name of any agency.",
        "A duty of a body that does not exist is nobody's duty.",
        "Write the id of an agency from `agencies.yaml`, or declare it there.",
    ),
    "unknown-data-category": Wording(
        "'{name}' is not the name of any data category.",
        "Nobody can say who may see information without a category.",
        "Write the id of a category under `data` in `handbook.yaml`, or declare it.",
    ),
    "unknown-document": Wording(
        "'{document}' is not the name of any document.",
        "A paper that nobody declared can be neither asked for nor sent.",
        "Declare it under `documents`, or write the id of one that is there.",
    ),
    "unknown-event": Wording(
        "'{event}' is no activity or state here, and nothing counts as it.",
        "A clock that starts at nothing never runs, so nobody is ever late.",
        "Write an activity or state of this protocol, or let one count as it.",
    ),
    "unknown-fact": Wording(
        "'{fact}' is not the name of any fact.",
        "A question that nobody declared can never be answered.",
        "Declare it under `facts`, or write the id of one that is there.",
    ),
    "unknown-fragment": Wording(
        "'{name}' is not the name of any fragment.",
        "The steps that the fragment should bring are missing from the protocol.",
        "Write the id of a file in `fragments/`, or add that file.",
    ),
    "unknown-function": Wording(
        "'{name}' is not the name of any function.",
        "Without a function nobody can say whose mandate covers the duty.",
        "Write the id of a function from `handbook.yaml`, or declare it there.",
    ),
    "unknown-measured": Wording(
        "'{name}' is not measured in this handbook.",
        "What nobody measures is counted for no child.",
        "Write an id under `measured` in `handbook.yaml`, or declare it there.",
    ),
    "unknown-party": Wording(
        "'{name}' is neither a role nor an agency.",
        "Nobody is asked, told or sent anything under this name.",
        "Write the id of a role or an agency that the handbook declares.",
    ),
    "unknown-phase": Wording(
        "'{phase}' is not a phase of this protocol.",
        "The drawings cannot show this state in any chapter of the story.",
        "Declare it under `phases`, or write the id of one that is there.",
    ),
    "unknown-protocol": Wording(
        "'{name}' is not the name of any protocol.",
        "A child who is sent to a protocol that does not exist gets no help.",
        "Write the id of a protocol of this handbook, or add its file.",
    ),
    "unknown-qualification": Wording(
        "'{name}' is not the name of any qualification.",
        "A training that nobody declared can be neither required nor counted.",
        "Write the id of one under `qualifications` in `handbook.yaml`, or declare it.",
    ),
    "unknown-role": Wording(
        "'{name}' is not the name of any role.",
        "A duty given to nobody stays undone.",
        "Write the id of a role from `roles.yaml`, or declare it there.",
    ),
    "unknown-safeguard": Wording(
        "'{name}' is not the name of any safeguard.",
        "A waiver of nothing hides which promise to the child is set aside.",
        "Write the id of a safeguard, or remove the waiver.",
    ),
    "unknown-source": Wording(
        "'{name}' is not the name of any source.",
        "A duty whose source cannot be found can be disputed.",
        "Write the id of a source from `sources.yaml`, or declare it there.",
    ),
    "unknown-state": Wording(
        "'{state}' is not the name of any state here.",
        "What depends on a state that does not exist can never happen.",
        "Write the name of a state of this protocol.",
    ),
    "unknown-value": Wording(
        "'{value}' is not a value of '{fact}'. Its values are {values}.",
        "A test on a value that cannot occur never opens the door.",
        "Use one of these values, or add the missing one to the fact.",
    ),
    "unused-declaration": Wording(
        "'{id}' under `{section}` is used nowhere.",
        "A reader looks for a duty that is not there.",
        "Use it, or remove it.",
    ),
    "waiver-without-effect": Wording(
        "Safeguard '{name}' does not bind protocol '{protocol}', so there is nothing to waive.",
        "Readers would believe that a promise to the child is set aside here.",
        "Remove the waiver, or let the safeguard bind this protocol.",
    ),
    "label-too-long": Wording(
        "This text in '{language}' has {length} characters; {limit} fit.",
        "A text that is cut off in a drawing is read wrongly.",
        "Shorten it to {limit} characters; put the rest into `note`.",
    ),
    "letters-not-drawn": Wording(
        "The bundled fonts lack letters of '{language}', such as '{letter}' ({script}).",
        "Papers and pictures show empty boxes in their place.",
        "Show this language on the page in a browser, which has fonts of its own; print the others.",
    ),
    "missing-translation": Wording(
        "This text is missing in: {languages}.",
        "People who read only that language are left out.",
        "Add the text in each language of the handbook.",
    ),
    "title-missing": Wording(
        "'{id}' has no title.",
        "People read titles, in drawings and on cards; an id tells them nothing.",
        "Add `title` to '{id}'.",
    ),
    "untranslated-text": Wording(
        "The text in '{language}' is a copy of the English.",
        "A copy looks like a translation that somebody has checked.",
        "Translate it, or leave it out so that the gap shows.",
    ),
    "dates-reversed": Wording(
        "'{id}' ends on {last}, before it begins on {first}.",
        "It was never in force on any day, so nobody was ever bound by it.",
        "Correct one of the two dates.",
    ),
    "mandate-ended": Wording(
        "The mandate of '{agency}' for '{function}' rests on {sources}, not in force on {day}; '{protocol}' needs it.",
        "What it decides for the child can be refused or undone.",
        "Cite the text in force, or let another agency answer.",
    ),
    "mandate-unread": Wording(
        "The mandate of '{agency}' for '{function}' rests on {sources}, whose text was not read.",
        "The text may say something else, and then another body must answer.",
        "Read the text and set `read: true`, or cite one that was read.",
    ),
    "mandate-without-source": Wording(
        "'{agency}' has a mandate for '{function}' that cites no source.",
        "A mandate that nobody can look up fails when somebody doubts it.",
        "Add the law, order or standard that gives it.",
    ),
    "protocol-undated": Wording(
        "Protocol '{protocol}' has no `valid_from`.",
        "Its sources cannot be compared with the day on which it begins.",
        "Add the day from which it is meant to hold.",
    ),
    "source-missing": Wording(
        "The deadline of '{id}' is called `{basis}` and cites no source.",
        "A limit that nobody can look up will not be kept.",
        "Add `source`, or write `basis: proposed`.",
    ),
    "source-not-yet-valid": Wording(
        "'{source}' is in force from {begin}, and '{protocol}' rests on it on {day}.",
        "Until then the duty rests on nothing.",
        "Let the protocol begin later, or cite what is in force before.",
    ),
    "source-repealed": Wording(
        "'{source}' was in force until {last}, and '{protocol}' rests on it on {day}.",
        "A duty that rests on a repealed text can be refused.",
        "Cite the text that took its place.",
    ),
    "source-undated": Wording(
        "Source '{source}' ({kind}) has no `valid_from`.",
        "Nobody can tell whether it was in force when a duty was owed.",
        "Add the day on which it came into force.",
    ),
    "calendar-known-in-part": Wording(
        "The calendar '{calendar}' lacks holidays between {first} and {last}.",
        "A limit in working days can then end later than is told and proved.",
        "Look those limits up each year, or write them in days.",
    ),
    "deadline-in-passing-state": Wording(
        "'{state}' has a deadline, and no case ever waits there.",
        "The clock that should protect the child never starts.",
        "Move `within` to a state in which the case waits.",
    ),
    "deadline-never-broken": Wording(
        "In '{state}' the clock moves on after {after}, before the deadline of {limit}.",
        "The breach is never noticed, for the case has left by itself.",
        "Make the deadline shorter, or the move of the clock later.",
    ),
    "deadline-proposed": Wording(
        "The deadline of '{id}', {limit}, is a proposal.",
        "It binds nobody until the ministries agree it.",
        "Keep it, and name its basis once it is agreed.",
    ),
    "deadline-unkeepable": Wording(
        "'{state}' must be left within `{limit}`, and no case can: the waits take `{needed}`.",
        "A deadline that is always broken alarms nobody.",
        "Set a limit that can be kept, or shorten the wait (`after`).",
    ),
    "deadline-without-escalation": Wording(
        "Nobody is told when the deadline of '{id}' is broken.",
        "A child may wait without end, and nobody learns of it.",
        "Add `escalation` to `handbook.yaml`, or `escalate_to` to the state.",
    ),
    "deadline-without-holder": Wording(
        "'{state}' has a deadline and no `held_by`.",
        "When it passes, nobody has missed it.",
        "Add `held_by` with the role that must keep the deadline.",
    ),
    "escalation-out-of-order": Wording(
        "'{role}' is told after {after}, which is before the line above.",
        "Whoever reads the chain believes that somebody else is told first.",
        "Put the lines in the order in which people are told.",
    ),
    "state-without-deadline": Wording(
        "'{state}', held by '{role}', has no limit: nothing says by when '{activity}' is due.",
        "A child may wait here without end, and nobody is told.",
        "Add `within`, or a `note` on the state that says why the case may rest.",
    ),
    "statutory-on-guidance": Wording(
        "The deadline of '{id}' is called statutory, and {sources} binds nobody.",
        "An agency may refuse what no law demands of it.",
        "Cite the law, or write `basis: guidance`.",
    ),
    "statutory-unread": Wording(
        "The deadline of '{id}' is called statutory, and nobody has read {sources}.",
        "A number copied from hearsay can send a child's case to court and lose it.",
        "Read the source and set `read: true`, or write another basis.",
    ),
    "timers-at-once": Wording(
        "In '{state}' two moves of the clock are due at once: {first} and {second}.",
        "Chance would decide where the child's case goes.",
        "Keep one of them, or make one later.",
    ),
    "working-days-without-calendar": Wording(
        "`{limit}` counts working days, and the handbook names no `holidays`.",
        "Two offices would reach two different last days.",
        "Add `holidays` to `handbook.yaml`, for instance KZ.",
    ),
    "consent-fact-missing": Wording(
        "'{document}' holds '{data}', which needs consent, and no fact `consent` has the value `given`.",
        "Nobody could tell whether the child agreed.",
        "Declare the fact `consent` with the values given and refused.",
    ),
    "handover-to-other-holder": Wording(
        "'{activity}' hands over to '{receiver}', and '{state}' is held by '{holder}'.",
        'Who says "I have the child" is not who answers for the child next.',
        "Hand over to '{holder}', or change who holds '{state}'.",
    ),
    "handover-without-limit": Wording(
        "The handover of '{activity}' has no limit.",
        "If the receiver stays silent, nobody is ever told.",
        "Add `within` to the handover.",
    ),
    "handover-without-to": Wording(
        "'{activity}' hands the case over and has no `to`.",
        "The receiver would acknowledge a case that stays where it is.",
        "Add `to` with the state that the receiver will hold.",
    ),
    "missing-acknowledgement": Wording(
        "'{activity}' moves the case from {sender} to {receiver}, which need not acknowledge.",
        "Between two agencies that each trust the other, a child gets lost.",
        "Add `handover` to a role of each body that receives, with a limit.",
    ),
    "sends-missing-document": Wording(
        "'{activity}' sends '{document}', which may not exist then.",
        "The receiver waits for a paper about the child that nobody has written.",
        "Produce '{document}' earlier, or add it to `needs`.",
    ),
    "sends-without-consent": Wording(
        "'{activity}' passes on '{data}' in '{document}' while consent may not be given.",
        "What a child has not agreed to share is shared.",
        "Add `when: consent is given`, or send a document without '{data}'.",
    ),
    "personal-data-name": Wording(
        "'{id}' seems to name personal data.",
        "A protocol holds nothing that could tell who a child is.",
        "Ask a question with a closed set of answers instead, or rename it.",
    ),
    "personal-data-text": Wording(
        "The text in '{language}' seems to hold personal data: {kind}.",
        "Nothing in a handbook may lead to one child or one officer.",
        "Remove it; name the post or the role instead.",
    ),
    "personal-data-title": Wording(
        "The title in '{language}' seems to ask for personal data.",
        "A protocol holds nothing that could tell who a child is.",
        "Ask a question with a closed set of answers instead.",
    ),
    "receiver-may-not-see": Wording(
        "'{activity}' sends '{document}' to {agency}, which may not see '{data}'.",
        "What a child told one agency ends up with another.",
        "Send a document without '{data}', or add it to `may_see` if that is lawful.",
    ),
    "accountable-without-agency": Wording(
        "'{role}' answers for '{activity}' in {regions} and belongs to no agency.",
        "A person without office cannot be called to account for a child.",
        "Let a role of an agency answer, or name an agency for '{role}'.",
    ),
    "accountable-without-mandate": Wording(
        "'{agency}' answers for '{activity}' in {regions} and has no mandate for '{function}'.",
        "What it decides for the child can be refused or undone.",
        "Add the mandate with its source, or let one answer that has it: {mandated}.",
    ),
    "activity-without-responsible": Wording(
        "'{activity}' has no `by`.",
        "A duty of nobody is done by nobody.",
        "Add `by` with the role that does it.",
    ),
    "answers-to-itself": Wording(
        "When '{state}' is overdue in {regions}, only '{agency}' is told, which holds it.",
        "Whoever fails a child would have to explain it to nobody else.",
        "Add a role of another agency to `escalate_to`, or to `escalation`.",
    ),
    "duty-claimed-twice": Wording(
        "Several agencies answer for '{activity}' in {regions}: {claims}.",
        "Two bodies claim one duty, so each may wait for the other.",
        "Let the same agency answer in each, or give one activity another name.",
    ),
    "external-without-agreement": Wording(
        "'{agency}' is outside the jurisdiction and answers for '{activity}' without an agreement in force.",
        "Nobody can hold it to its promise to the child.",
        "Add `agreement` with the source that binds it.",
    ),
    "function-claimed-twice": Wording(
        "In {regions} two answer for '{function}' at one moment: '{one}' for '{first}', '{other}' for '{second}'.",
        "Two bodies claim one duty, so each may leave the child to the other.",
        "Let one body answer, or say by the function which part is whose.",
    ),
    "function-without-agency": Wording(
        "'{activity}' performs '{function}', and no agency has a mandate for it.",
        "Nobody may decide this for a child.",
        "Add the function with its source under `mandates` of an agency.",
    ),
    "holder-out-of-force": Wording(
        "'{agency}' should play '{role}' in '{region}' and may not on {day}.",
        "A child would be sent to a body that is not bound on that day.",
        "Say who plays the role then, or correct the dates.",
    ),
    "holder-with-several-homes": Wording(
        "'{role}' answers for '{activity}' and has several home agencies: {agencies}.",
        "Each agency may say that another one is meant.",
        "Add `accountable` to the activity, or bind '{role}' in every region.",
    ),
    "more-qualified-than-people": Wording(
        "Post '{post}' counts {qualified} people with '{qualification}' and has {people} in all.",
        "A plan would rely on people who do not exist.",
        "Correct `people` or `qualified`.",
    ),
    "no-accountable": Wording(
        "Nobody answers for '{activity}'.",
        "When it goes wrong for a child, nobody has to explain why.",
        "Add `held_by` to the state, or `accountable` to the activity.",
    ),
    "overseer-answers": Wording(
        "'{agency}' answers for '{activity}' in {regions} and also oversees it ({oversight}).",
        "Nobody is left to look at it from outside when a child complains.",
        "Let another body answer; put '{agency}' under `consult` or `inform`.",
    ),
    "role-never-used": Wording(
        "No protocol calls on the role '{role}'.",
        "Its people wait for a child whom nobody will send.",
        "Give it a part in a protocol, or remove the role.",
    ),
    "role-unbound": Wording(
        "Nobody plays '{role}' in '{region}': {reason}.",
        "A child in this region has nobody for this duty.",
        "Name an agency for the role there, or agree who steps in.",
    ),
    "silent-agency": Wording(
        "'{agency}' has a mandate that no protocol uses: {functions}.",
        "A child may need this body, and nobody calls it.",
        "Let it act or answer where this is done, or remove the mandate.",
    ),
    "told-twice": Wording(
        "`{key}` of '{activity}' names '{agency}' and, as '{role}', once more.",
        "Two desks of one body may each leave it to the other.",
        "Keep the one that is meant.",
    ),
    "told-without-reason": Wording(
        "`{key}` of '{activity}' names '{name}', which does it or answers for it.",
        "A list that names everybody is no longer read by those it is for.",
        "Remove '{name}' from `{key}`.",
    ),
    "two-accountable": Wording(
        "Several answer for '{activity}': {names}.",
        "When two answer for it, nobody does.",
        "Keep one under `accountable`; put the others under `consult`.",
    ),
    "never-ending": Wording(
        "From '{state}' a case can go on for ever, and never reach an end.",
        "A child's case that turns in circles helps nobody.",
        "Lead a way from there to a final state, or to a state that has one.",
    ),
    "no-way-to-end": Wording(
        "'{activity}' waits in '{state}' for `{condition}`, and some case there can never end.",
        "That child's case stays open for ever, and nobody can close it.",
        "Read the story: `katch prove {protocol} soundness`. Then add a way out for that case.",
    ),
    "only-adverse-end": Wording(
        "A case in '{state}' can only end in a way that is bad for the child.",
        "Whoever holds the case there can do nothing more for the child.",
        "Add a way back to help. `katch prove {protocol} soundness` tells how the case gets there.",
    ),
    "safeguard-broken": Wording(
        "Safeguard '{safeguard}' is broken in '{protocol}'; steps of the case that breaks it: {steps}.",
        "A child's case can go exactly this way.",
        "Read the story: `katch prove {protocol} {safeguard}`. Then mend the protocol, or the sentence.",
    ),
    "safeguard-not-decided": Wording(
        "Safeguard '{safeguard}' is not decided in '{protocol}': neither proved nor refuted.",
        "Nobody knows whether every case keeps this promise.",
        "Run `katch prove {protocol} {safeguard}`: it looks further and says what stands in the way.",
    ),
    "safeguard-vacuous": Wording(
        "Safeguard '{safeguard}' is empty in '{protocol}': what it speaks of never happens, or only after its exception.",
        "A promise that no case can test protects no child.",
        "Name an event that happens, or remove the safeguard.",
    ),
    "safeguard-waived": Wording(
        "Safeguard '{safeguard}' is waived until {until} in '{protocol}', by '{by}': '{reason}'.",
        "Until then the law leaves this child unprotected, and everybody can read why.",
        "Keep the reason true, and close the gap before {until}.",
    ),
    "waiver-expired": Wording(
        "The waiver of '{safeguard}' ended on {until}, and the safeguard is still broken.",
        "A gap that was to be closed by then is still open for children.",
        "Close the gap, or let '{safeguard}' be waived anew with a reason.",
    ),
    "waiver-needless": Wording(
        "The waiver of '{safeguard}' is not needed: no case breaks it.",
        "Readers would believe that a promise to the child is set aside.",
        "Remove the waiver.",
    ),
    "clash-of-duties": Wording(
        "In '{region}' there are too few people to share '{activities}' of '{protocol}' as demanded.",
        "Either the case stops, or somebody checks their own work.",
        "`katch staff {region} --protocol {protocol}` lists the demands that clash, and what one more person would bring.",
    ),
    "duty-without-cover": Wording(
        "In '{region}' deadlines of {count} activities can end while offices are closed. Nobody is on duty then: '{roles}'.",
        "A child who needs help at night or on a holiday waits for an office day.",
        "Give a post of the role `cover: always`, or agree a limit in working days. `katch staff {region}` lists the activities.",
    ),
    "hangs-on-one-person": Wording(
        "In '{region}' some case stops when one person is absent at: '{posts}'.",
        "One sick leave, and a child's case waits.",
        "Train or add a second person, or agree who stands in. `katch staff {region}` says what each change would bring.",
    ),
    "language-not-spoken": Wording(
        "Children of '{region}' speak '{language}', and nobody who plays '{roles}' does. '{activity}' needs it.",
        "A child who is not understood is not heard.",
        "Find an interpreter, and add the language to `languages` of the post.",
    ),
    "training-gap": Wording(
        "In '{region}' nobody who plays '{roles}' has the training '{qualification}', which '{activity}' demands.",
        "A child is seen by somebody untrained, or by nobody.",
        "Train somebody there, and count them under `qualified` of the post.",
    ),
}
