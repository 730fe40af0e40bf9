// The clock of a walk: how late it can be when everybody uses each deadline to its end.
// Working days are counted apart: weekends and holidays come on top of them.
const Clock = (() => {
  const HOURS = { minutes: 1 / 60, hours: 1, days: 24, weeks: 168, months: 720 };
  const WORKING = 33.6; // for comparing only: five working days are a week

  const zero = Object.freeze({ hours: 0, working: 0 });
  const add = (time, due) => (due.unit === "working days"
    ? { hours: time.hours, working: time.working + due.amount }
    : { hours: time.hours + due.amount * HOURS[due.unit], working: time.working });
  const size = (time) => time.hours + time.working * WORKING;
  const later = (one, other) => (size(other) > size(one) ? other : one);
  const sooner = (one, other) => (size(other) < size(one) ? other : one);

  // When a place must be left: counted from the last of the events that start its
  // clock, from its entry where none of them has come.
  function due(place, clock) {
    if (!place.due) return null;
    const come = place.starts.map((name) => clock.happened[name]).filter(Boolean);
    const start = come.length ? come.reduce(later) : clock.entered[place.name];
    return start ? add(start, place.due) : null;
  }

  // When a duty with a limit of its own must be done; null: it is not owed.
  function owed(duty, clock) {
    const since = clock.owed[duty.at];
    if (!since) return null;
    const come = duty.starts.map((name) => clock.happened[name]).filter(Boolean);
    return add(come.length ? come.reduce(later) : since, duty.due);
  }

  // Since when each duty is owed after a step; what was kept is owed no more. `was` and
  // `is` tell of each whether its clock may run, before and after.
  function owe(clock, row, time, { duties, was, is }) {
    return duties.map((duty) => {
      const comes = duty.starts.some((name) => name === row.activity || row.to.includes(name));
      const anew = !duty.lasting && duty.states.some((name) => row.to.includes(name));
      if (!is[duty.at]) return null;
      if (!was[duty.at] || anew) return duty.after_first ? null : time;
      if (row.activity === duty.activity) return duty.every ? time : comes ? time : null;
      return clock.owed[duty.at] ?? (comes && !duty.every ? time : null);
    });
  }

  const begin = (places, { duties, is } = { duties: [], is: [] }) => {
    const zeros = () => Object.fromEntries(places.map((place) => [place.name, zero]));
    return { now: zero, happened: zeros(), entered: zeros(),
      owed: duties.map((duty) => (is[duty.at] && !duty.after_first ? zero : null)) };
  };

  // From when a step may come that must wait for so long after another; null: at once.
  // Those that bind under a condition are told (`all`), not counted on.
  function earliest(row, waits, clock, all = false) {
    const names = new Set([row.activity, ...row.to]);
    const come = (wait) => wait.other.map((name) => clock.happened[name]).filter(Boolean);
    const found = waits.filter((wait) => (all || !wait.asks) && come(wait).length > 0 &&
      wait.event.some((name) => names.has(name)) &&
      !wait.unless.some((name) => names.has(name) || name in clock.happened))
      .map((wait) => add(come(wait).reduce(later), wait.least));
    return found.length ? found.reduce(later) : null;
  }

  // The clock after a step from the places `before` to the places `now`.
  function after(clock, row, timer, before, now, waits = [],
    owing = { duties: [], was: [], is: [] }) {
    const stays = new Set(now.map((place) => place.name));
    const left = before.filter((place) => !stays.has(place.name));
    const again = new Set(row.to);
    let time = clock.now;
    if (timer) {
      time = later(time, add(clock.entered[row.from] ?? clock.now, timer.after));
    } else {
      const own = owing.duties.filter((duty) => duty.activity === row.activity)
        .map((duty) => owed(duty, clock)).filter(Boolean);
      if (own.length || left.some((place) => due(place, clock))) {
        const dues = before.map((place) => due(place, clock)).filter(Boolean);
        time = later(time, [...own, ...dues].reduce(sooner));
      }
    }
    if (!timer) time = later(time, earliest(row, waits, clock) ?? time);
    const was = new Set(before.map((place) => place.name));
    const entered = { ...clock.entered };
    for (const place of now) {
      if (!was.has(place.name) || again.has(place.name)) entered[place.name] = time;
    }
    const happened = { ...clock.happened, [row.activity]: time };
    for (const name of row.to) happened[name] = time;
    return { now: time, entered, happened, owed: owe(clock, row, time, owing) };
  }

  function tell(time) {
    const hours = Math.round(time.hours * 10) / 10;
    const said = [];
    if (hours >= 48) said.push(ui("n-days", { n: Math.floor(hours / 24) }));
    const rest = Math.round((hours >= 48 ? hours % 24 : hours) * 10) / 10;
    if (rest || (!said.length && !time.working)) said.push(ui("n-hours", { n: rest.toLocaleString(Words.language) }));
    if (time.working) said.push(ui("n-working-days", { n: time.working }));
    return said.join(" + ");
  }

  return Object.freeze({ zero, begin, after, due, owed, earliest, tell, size, later, sooner });
})();
