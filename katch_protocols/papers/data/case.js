// One case: where it is, what may happen next, and what happened until now.
const Case = (() => {
  const opened = new Map();

  function open(sheet) {
    if (!opened.has(sheet.id)) opened.set(sheet.id, make(sheet));
    return opened.get(sheet.id);
  }

  function make(sheet) {
    const { places, timed, waits, examples } = sheet.walk;
    const cubes = (given) => given.map((cube) => [BigInt(cube.mask), BigInt(cube.match)]);
    const within = (word, some) => some.some(([mask, match]) => (word & mask) === match);
    const duties = sheet.walk.owed.map((duty, at) => ({ ...duty, at, cubes: cubes(duty.owed) }));
    const table = Table.open(sheet.walk.table);
    // The sentences that bind a step: those whose condition is true before its activity,
    // or after it where a state is entered.
    const bounds = waits.map((wait) => ({ wait, where: wait.where && cubes(wait.where) }));
    const binding = (word, row) => bounds.map(({ wait, where }) => (where ? { ...wait,
      event: wait.event.filter((name) =>
        within(name === row.activity ? word : table.after(row, word), where)) } : wait));
    const timers = new Map(timed.map((timer) => [timer.name, timer]));
    const at = (word) => table.active(word, places).map((index) => places[index]);
    const resting = (active) =>
      active.filter((place) => !active.some((one) => places[one.parent] === place));

    // Of each duty with a limit of its own, whether its clock runs in a word.
    const running = (word) => duties.map((duty) =>
      !table.complete(word) && within(word, duty.cubes));

    const begin = () => {
      const active = at(table.initial);
      return Object.freeze({ word: table.initial, active, taken: [], papers: [],
        clock: Clock.begin(active, { duties, is: running(table.initial) }),
        where: whereNow(active, null) });
    };

    // The duties that are owed, each with when it is due, the soonest first.
    const owed = (state) => duties.map((duty) => ({ duty, at: Clock.owed(duty, state.clock) }))
      .filter((one) => one.at).sort((one, other) => Clock.size(one.at) - Clock.size(other.at));

    // The steps of the drawing at which the case is. While an answer is awaited, it is
    // where it was asked for.
    function whereNow(active, before) {
      return once(resting(active).flatMap((place) => {
        if (place.steps.length < 2 || !before) return place.steps;
        const known = place.steps.filter((step) => before.where.includes(step));
        return known.length ? known : place.steps;
      }));
    }

    function take(state, row) {
      const word = table.after(row, state.word);
      const active = at(word);
      const act = sheet.act.get(row.activity);
      const timer = timers.get(row.activity);
      return Object.freeze({ word, active,
        taken: [...state.taken, row.at],
        papers: once([...state.papers, ...(act?.produces ?? [])]),
        clock: Clock.after(state.clock, row, timer, state.active, active, binding(state.word, row),
          { duties, was: running(state.word), is: running(word) }),
        where: whereNow(active, state) });
    }

    // What may happen: one choice an activity, with the rows that it can take.
    function choices(state) {
      const found = new Map();
      for (const row of table.possible(state.word)) {
        if (!found.has(row.activity)) {
          found.set(row.activity, { name: row.activity, rows: [],
            act: sheet.act.get(row.activity) ?? null,
            timer: timers.get(row.activity) ?? null });
        }
        found.get(row.activity).rows.push(row);
      }
      return [...found.values()];
    }

    // From when a choice is possible, where it must wait; null: at once. With it, whether
    // that depends on a condition, or on what is answered.
    function waiting(state, choice) {
      if (choice.timer) return null;
      const now = state.clock.now;
      const found = (all) => choice.rows.map((row) =>
        Clock.later(now, Clock.earliest(row, binding(state.word, row), state.clock, all) ?? now));
      const last = found(true).reduce(Clock.later);
      const first = found(false).reduce(Clock.sooner);
      return Clock.size(last) > Clock.size(now)
        ? { from: last, asks: Clock.size(first) < Clock.size(last) } : null;
    }

    // The questions of a choice, each with the answers that some row takes.
    const questions = (choice) => Object.keys(choice.rows[0].records).map((fact) => ({
      fact, values: once(choice.rows.map((row) => row.records[fact])) }));

    const answered = (choice, records) =>
      choice.rows.find((row) => Table.same(row.records, records)) ?? null;

    // Replays rows by their numbers; stops, and says so, at the first impossible one.
    function replay(numbers) {
      const states = [begin()];
      for (const number of numbers) {
        const state = states[states.length - 1];
        const row = table.rows[number];
        if (!row || !table.applies(row, state.word)) return { states, broken: true };
        states.push(take(state, row));
      }
      return { states, broken: false };
    }

    const facts = (state) => table.values("fact", state.word)
      .filter(([, value]) => value !== "unknown");
    const documents = (state) => once([...state.papers,
      ...table.values("document", state.word).filter(([, value]) => value === "exists")
        .map(([name]) => name)]);

    return Object.freeze({ sheet, table, places, examples, begin, take, choices, waiting, owed, questions,
      answered, replay, facts, documents, resting: (state) => resting(state.active),
      complete: (state) => table.complete(state.word),
      outcomes: (state) => once(state.active.map((place) => place.outcome).filter(Boolean)) });
  }

  return Object.freeze({ open });
})();
