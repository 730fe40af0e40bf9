// Who does what: the matrix of responsibilities, and sources in words.
const Sources = (() => {
  const safe = (url) => /^https?:\/\//i.test(url);

  // A source with the places in it, as `art. 16(2)`.
  function one({ id, places }) {
    const source = Book.sources.get(id);
    const text = [source ? say(source.title) : id, ...places.map(say)].join(", ");
    if (!source) return text;
    const more = (source.cite ? say(source.cite) : "") + (source.read ? "" : ` (${ui("not-read")})`);
    return safe(source.url)
      ? h("a", { href: source.url, title: more, target: "_blank", rel: "noopener noreferrer" }, text)
      : h("span", { title: more }, text);
  }

  // Each source once, with the places of all that cite it.
  function joined(cited) {
    const found = new Map();
    for (const { id, places } of cited) {
      const known = found.get(id) ?? new Map();
      places.forEach((place) => known.set(say(place), place));
      found.set(id, known);
    }
    return [...found].map(([id, places]) => ({ id, places: [...places.values()] }));
  }

  return Object.freeze({ cited: (each) => (each.length ? inLine(joined(each).map(one)) : null) });
})();

const Matrix = (() => {
  function columns(sheet) {
    const parties = once(sheet.duties.flatMap((duty) => Object.keys(duty.columns)));
    return once([...sheet.lanes.map((lane) => lane.id).filter((id) => parties.includes(id)), ...parties]);
  }

  const mark = (part) => h("span", { class: `mark ${part}` },
    h("span", { "aria-hidden": "true" }, ui(`letter-${part}`)),
    h("span", { class: "unseen" }, ui(`means-${part}`)));

  const key = () => h("ul", { class: "key" }, Book.PARTS.map((part) =>
    h("li", {}, h("span", { class: `mark ${part}`, "aria-hidden": "true" }, ui(`letter-${part}`)), ui(`means-${part}`))));

  // One row a duty, phase by phase; what has no phase comes last.
  function rows(sheet, parties) {
    const groups = new Map(Object.keys(sheet.phases).map((id) => [id, []]));
    for (const duty of sheet.duties) {
      const phase = duty.phase ?? "";
      if (!groups.has(phase)) groups.set(phase, []);
      groups.get(phase).push(duty);
    }
    return [...groups].filter(([, duties]) => duties.length).flatMap(([phase, duties]) => [
      groups.size > 1 && h("tr", { class: "phase-row" },
        h("th", { scope: "colgroup", colspan: parties.length + 2 }, say(sheet.phases[phase]) || ui("any-step"))),
      ...duties.map((duty) => h("tr", {}, h("th", { scope: "row" }, say(duty.title), ProtocolPage.beside(duty)),
        h("td", {}, ProtocolPage.due(duty.due)),
        parties.map((id) => h("td", {}, (duty.columns[id] ?? []).map(mark))))),
    ].filter(Boolean));
  }

  function of(sheet) {
    const parties = columns(sheet);
    const heads = [ui("act"), ui("by-when"), ...parties.map((id) => (Book.agencies.has(id)
      ? h("a", { href: Route.page("agency", id), class: "upright" }, Book.short(id))
      : h("span", { class: "upright" }, Book.short(id))))];
    return [key(), grid(ui("matrix"), heads, rows(sheet, parties), { class: "matrix" })];
  }

  return Object.freeze({ of, mark, key });
})();
