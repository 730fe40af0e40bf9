// An exercise at a table: sheet by sheet what happened, who asks whom, the answer behind a
// fold, and marks to tick. What is ticked is kept nowhere; the page forgets it when closed.
const TabletopPage = (() => {
  const POINTS = [0, 1, 2];
  const ticked = new Map(); // of each mark, by its name
  const opened = new Set(); // the sheets of which the answer is open
  const word = (key, gaps) => ui(`tabletop-${key}`, gaps);
  const all = (texts) => texts.map(say).join("; ");
  const place = (sheet, ...rest) => Route.to("tabletop", sheet.id, ...rest);
  const most = (moments) => moments.reduce((sum, moment) => sum + 2 * moment.marks.length, 0);
  const name = (sheet, at, mark) => `${sheet.id}-${at + 1}-${mark + 1}`;
  const nth = (sheet, at) => word("sheet", { number: at + 1, every: sheet.exercise.sheets.length });

  // How many points some sheets have so far; nothing where none is ticked.
  function points(sheet, from, to) {
    const found = [...ticked].filter(([each]) => {
      const [id, number] = each.split("-");
      return id === sheet.id && number > from && number <= to;
    });
    return found.length ? String(found.reduce((sum, [, each]) => sum + each, 0)) : "";
  }

  const total = (sheet, from, to) => h("span", { class: "points" },
    h("output", { "data-from": String(from), "data-to": String(to) }, points(sheet, from, to)),
    " ", word("out-of", { number: most(sheet.exercise.sheets.slice(from, to)) }));

  function tick(sheet, each, found) {
    ticked.set(each, found);
    for (const told of document.querySelectorAll(".points output")) {
      told.textContent = points(sheet, Number(told.dataset.from), Number(told.dataset.to));
    }
  }

  const role = ({ title, agency, colour, holds, cannot, picture }) => h("div", { class: "you-play", colour },
    h("div", { class: "who" }, Pictogram.of(picture), h("span", { class: "block" }, word("you-play")), h("strong", { class: "block" }, say(title)), say(agency)),
    holds.length > 0 && h("p", {}, h("strong", {}, word("hold"), ": "), all(holds)),
    cannot.length > 0 && h("p", {}, h("strong", {}, word("cannot"), ": "), all(cannot)));

  const happened = (moment) => h("div", { class: "happened" },
    h("p", { class: "at-time" }, `${word("inject")} · ${say(moment.time)}`),
    moment.told.map((each) => h("p", { class: moment.injects.length ? null : "read-out" }, say(each))),
    moment.injects.map((each) => h("p", { class: "read-out inject" }, say(each))),
    h("p", { class: "quiet" }, word("read-out")));

  const clock = (moment) => h("ol", { class: "hours" }, moment.clock.map(({ time, title, kind }) =>
    h("li", { class: `mark-${kind}`, "aria-current": kind === "now" ? "step" : null }, h("strong", {}, say(time)), h("span", { class: "dot", "aria-hidden": "true" }), say(title))));

  // Marks tell the answer too: they are seen once it is open, in whatever language.
  const answer = (moment, id) => h("details", { class: "answer", open: opened.has(id),
    ontoggle: ({ target }) => { if (target.open) opened.add(id); else opened.delete(id); } }, h("summary", {}, word("answer")),
    h("dl", { class: "facts" }, moment.answer.map(({ key, said }) => [h("dt", {}, word(key)), h("dd", {}, all(said))])));

  function mark(sheet, at, { head, said, because }, number) {
    const each = name(sheet, at, number);
    const title = said.length ? `${say(head)}: ${all(said)}` : say(head);
    const box = (found) => h("label", {}, h("input", { type: "radio", name: each, value: String(found),
      checked: ticked.get(each) === found, onchange: () => tick(sheet, each, found) }), h("span", {}, String(found)));
    return h("fieldset", { class: "mark-line" }, h("legend", {}, `${number + 1}. ${title}`),
      h("span", { class: "quiet" }, say(because)), h("span", { class: "boxes" }, POINTS.map(box)));
  }

  // One sheet; on paper it is one sheet of A4, its answer upside down behind a fold.
  function one(sheet, at) {
    const moment = sheet.exercise.sheets[at];
    const id = `sheet-${at + 1}`;
    return h("article", { class: "table-sheet", "aria-labelledby": id, colour: moment.role.colour },
      h("header", {}, h("p", {}, nth(sheet, at)), h("h2", { id }, say(moment.title)), h("strong", { class: "time-now" }, say(moment.time))),
      h("div", { class: "two" }, role(moment.role), happened(moment)), clock(moment),
      h("p", { class: "quiet" }, word("question")), h("p", { class: "ask-now" }, word("ask")),
      h("div", { class: "lines", "aria-hidden": "true" }, h("span"), h("span"), h("span")),
      h("p", { class: "fold", "aria-hidden": "true" }, word("fold")), answer(moment, `${sheet.id}-${id}`),
      h("div", { class: "scoring" }, h("h3", {}, word("score"), " ", h("span", { class: "quiet" }, word("scale"))),
        moment.marks.map((each, number) => mark(sheet, at, each, number)),
        h("p", { class: "discuss" }, h("span", {}, word("discuss")), total(sheet, at, at + 1))));
  }

  // The facilitator's key: whoever plays leaves it closed.
  function key(sheet) {
    const { sheets } = sheet.exercise;
    const rows = sheets.map((moment, at) => h("tr", {}, h("td", {}, String(at + 1)), h("td", {}, say(moment.time)), h("td", {}, say(moment.role.title)),
      h("th", { scope: "row" }, all(moment.answer[0].said), h("span", { class: "quiet block" }, `${word(moment.answer[1].key)}: ${all(moment.answer[1].said)}`)),
      h("td", {}, say(moment.keeps) || word("everyday")), h("td", {}, total(sheet, at, at + 1))));
    return h("details", { class: "key-of-table" }, h("summary", {}, word("key")),
      grid(word("key"), [ui("number"), word("when"), word("who"), word("do"), word("keeps"), word("score")], rows),
      h("p", { class: "discuss" }, h("strong", {}, word("total")), total(sheet, 0, sheets.length)));
  }

  const steps = (sheet, at) => h("p", { class: "buttons" },
    at > 0 && h("a", { class: "button back", href: place(sheet, String(at)) }, nth(sheet, at - 1)),
    at + 1 < sheet.exercise.sheets.length && h("a", { class: "button main on", href: place(sheet, String(at + 2)) }, nth(sheet, at + 1)),
    h("a", { class: "button", href: place(sheet) }, ui("all")));

  function render({ id, rest }) {
    const sheet = Book.sheets.get(id);
    const { exercise } = sheet;
    const at = Number(rest[0]) - 1;
    const title = `${ui("tabletop")}: ${say(sheet.title)}`;
    const head = h("header", { class: "head" }, h("div", {},
      h("p", { class: "crumb" }, h("a", { href: Route.page("protocol", id) }, say(sheet.title))), h("h1", { tabindex: "-1" }, title)),
    exercise?.sheets.length > 0 && h("p", { class: "buttons" }, h("button", { type: "button", class: "button", onclick: () => window.print() }, ui("print"))));
    if (!exercise) return { title, content: [head, h("p", {}, ui("not-played"))] };
    if (exercise.refused) return { title, content: [head, h("p", {}, ui("unplayable")), h("p", { class: "finding gap" }, say(exercise.refused))] };
    if (exercise.sheets[at]) return { title: `${nth(sheet, at)}. ${title}`, heard: `${nth(sheet, at)}: ${say(exercise.sheets[at].title)}`,
      content: [head, one(sheet, at), steps(sheet, at)] };
    const contents = h("ol", { class: "contents" }, exercise.sheets.map((moment, number) => h("li", {},
      h("a", { href: place(sheet, String(number + 1)) }, say(moment.title)), " ", h("span", { class: "quiet" }, `${say(moment.time)} · ${say(moment.role.title)}`))));
    return { title, content: [head, h("p", { class: "lead" }, word("how")), contents, key(sheet), exercise.sheets.map((_, number) => one(sheet, number))] };
  }

  return Object.freeze({ render, link: (sheet) => (sheet.exercise ? place(sheet) : null) });
})();
