// Who does what: the matrix of responsibilities, and sources in words.
const Sources = (() => {
  const safe = (url) => /^https?:\/\//i.test(url);

  function one(id) {
    const source = Book.sources.get(id);
    if (!source) return id;
    const text = say(source.title);
    const more = source.cite + (source.read ? "" : ` (${ui("not-read")})`);
    return safe(source.url)
      ? h("a", { href: source.url, title: more, target: "_blank", rel: "noopener noreferrer" }, text)
      : h("span", { title: more }, text);
  }

  return Object.freeze({ cited: (ids) => (ids.length ? inLine(ids.map(one)) : null) });
})();

const Matrix = (() => {
  // A role with one home is its agency; a role that several may hold is itself.
  const column = (party) => {
    const homes = Book.homes(party);
    return homes.length === 1 ? homes[0] : party;
  };

  function columns(sheet) {
    const lanes = sheet.lanes.map((lane) => lane.id);
    const parties = sheet.acts.flatMap((act) => Book.LETTERS.flatMap(([key]) => act[key]))
      .filter((party) => party !== "actor").map(column);
    return once([...lanes, ...parties]).filter((id) => Book.agencies.has(id) || Book.roles.has(id));
  }

  const letters = (act, id) => Book.LETTERS
    .filter(([key]) => act[key].map(column).includes(id)).map(([, letter]) => letter);

  const mark = (letter) => h("span", { class: `mark ${letter}` },
    h("span", { "aria-hidden": "true" }, ui(`letter-${letter}`)),
    h("span", { class: "unseen" }, ui(`means-${letter}`)));

  const key = () => h("ul", { class: "key" }, Book.LETTERS.map(([, letter]) =>
    h("li", {}, h("span", { class: `mark ${letter}`, "aria-hidden": "true" }, ui(`letter-${letter}`)), ui(`means-${letter}`))));

  // One row an act, in the order of the phases in which it is first possible.
  function rows(sheet, parties) {
    const phaseOf = (act) => sheet.step.get(act.steps[0])?.phase ?? "";
    const groups = new Map(Object.keys(sheet.phases).map((id) => [id, []]));
    for (const act of sheet.acts.filter((each) => each.kind === "written")) {
      if (!groups.has(phaseOf(act))) groups.set(phaseOf(act), []);
      groups.get(phaseOf(act)).push(act);
    }
    return [...groups].filter(([, acts]) => acts.length).flatMap(([phase, acts]) => [
      sheet.phases[phase] && h("tr", { class: "phase-row" },
        h("th", { scope: "colgroup", colspan: parties.length + 1 }, say(sheet.phases[phase]))),
      ...acts.map((act) => h("tr", {}, h("th", { scope: "row" }, say(act.title)),
        parties.map((id) => h("td", {}, letters(act, id).map(mark))))),
    ].filter(Boolean));
  }

  function of(sheet) {
    const parties = columns(sheet);
    const heads = [ui("act"), ...parties.map((id) => (Book.agencies.has(id)
      ? h("a", { href: Route.page("agency", id), class: "upright" }, Book.short(id))
      : h("span", { class: "upright" }, Book.short(id))))];
    return [key(), grid(ui("matrix"), heads, rows(sheet, parties), { class: "matrix" })];
  }

  return Object.freeze({ of, mark, key });
})();
