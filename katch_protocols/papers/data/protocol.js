// The page of a protocol: its drawing, and everything that the drawing says in words.
const ProtocolPage = (() => {
  let open = null; // the drawing that is shown, for printing

  const stepLink = (sheet, id) => {
    const step = sheet.step.get(id);
    if (!step) return null;
    return h("a", { href: Route.page("protocol", sheet.id, "step", id), class: "step-link" },
      step.number ? h("span", { class: "number", colour: sheet.lane.get(step.lane)?.colour }, String(step.number)) : null,
      say(step.title));
  };

  // Where an act leads: a step, or what has no number, such as the end of a strand.
  const goalName = (sheet, id) => say((sheet.step.get(id) ?? sheet.place.get(id))?.title);
  const goalNames = (sheet, { goals }) => inLine(goals.map((id) => goalName(sheet, id)).filter(Boolean));
  const goalLinks = (sheet, { goals }) => inLine(goals.map((id) => stepLink(sheet, id) ?? goalName(sheet, id)).filter(Boolean));

  // What nobody does and leads on: the clock, and the ends of a protocol that runs there.
  const moves = (sheet, step, goals) => step.moves.map((each) => [`${say(each.said)} → `, goals(sheet, each)]);

  const due = (deadline) => (deadline
    ? h("span", { class: `due ${deadline.basis}` }, say(deadline.limit),
      deadline.basis && h("span", { class: "unseen" }, ` (${ui(`basis-${deadline.basis}`)})`)) : null);

  // What the bare deadline of a duty would leave out.
  const beside = (duty, told = "") => duty.beside.map(say).filter((note) => !told.startsWith(note))
    .map((note) => h("span", { class: "quiet block" }, note));

  // A protocol by its title, and into its walk where it has one.
  const walkLink = (id) => {
    const sheet = Book.sheets.get(id);
    return sheet ? h("a", { href: sheet.walk ? Route.to("walk", id) : Route.page("protocol", id) }, say(sheet.title)) : id;
  };

  const names = (parties) => inLine(parties.map((party) => Book.sits(party)));

  // An act in full: who, with whom, what is asked, what is needed, where it leads.
  function act(sheet, each, { goals = true } = {}) {
    const row = (key, value) => (value && value.length !== 0 ? [h("dt", {}, ui(key)), h("dd", {}, value)] : null);
    const paper = (id) => say(sheet.documents[id]) || id;
    return h("div", { class: "act" }, h("p", {}, h("strong", {}, say(each.title))),
      h("dl", { class: "facts" },
        row("does", each.kind === "signal" ? ui("happens") : names(each.by)), row("with", names(each.together)), row("answers", names(each.accountable)),
        row("asked", names(each.consult)), row("told", names(each.inform)),
        row("qualified", inLine(each.qualified.map(say))), row("only-if", say(each.only_if)),
        row("records", inLine(each.records.map((id) => say(sheet.fact.get(id)?.title)))),
        row("needs", inLine(each.needs.map(paper))), row("makes", inLine(each.produces.map(paper))),
        each.sends.map((one) => row("sends", [paper(one.document), " → ", names(one.to)])),
        row("opens", inLine(each.opens.map(walkLink))),
        each.handover.length > 0 && row("confirms", [names(each.handover), " ", due(each.confirm)]),
        goals && row("leads", each.goals.length ? goalLinks(sheet, each) : ui("stays")),
        row("rests-on", Sources.cited(each.sources))));
  }

  function stepPanel(sheet, id) {
    const step = sheet.step.get(id);
    const acts = sheet.acts.filter((each) => each.steps.includes(id) && each.steps.length <= 6);
    const anywhere = sheet.acts.filter((each) => each.steps.includes(id) && each.steps.length > 6);
    return [
      h("h2", { id: "panel-title" }, step.number ? ui("step-n", { n: step.number, title: say(step.title) }) : say(step.title)),
      h("dl", { class: "facts" },
        step.holder && [h("dt", {}, ui("holds-case")), h("dd", {}, Book.title(step.holder))],
        step.due && [h("dt", {}, ui("leave-within")), h("dd", {}, due(step.due), " ", ui(`basis-${step.due.basis}`))],
        step.outcome && [h("dt", {}, ui("outcome")), h("dd", {}, ui(`outcome-${step.outcome}`))],
        (step.due?.sources.length || step.sources.length) > 0 && [h("dt", {}, ui("rests-on")),
          h("dd", {}, Sources.cited([...(step.due?.sources ?? []), ...step.sources]))]),
      step.note && h("p", {}, say(step.note)),
      acts.length + step.moves.length > 0 && h("h3", {}, ui("may-happen")), acts.map((each) => act(sheet, each)),
      step.moves.length > 0 && list(moves(sheet, step, goalLinks)),
      anywhere.length > 0 && h("h3", {}, ui("always-possible")),
      anywhere.length > 0 && list(anywhere.map((each) => say(each.title))),
    ];
  }

  function lanePanel(sheet, id) {
    const lane = sheet.lane.get(id);
    const members = Book.agencies.has(id) ? Book.family(id) : new Set(Book.bodies(id));
    const steps = sheet.steps.filter((step) => step.lane === id && step.number);
    const { from, to } = Book.handoffs(sheet, members);
    return [
      h("h2", { id: "panel-title" }, say(lane?.title) || Book.title(id)),
      Book.agencies.has(id) ? h("p", {}, h("a", { class: "button main", href: Route.page("agency", id) }, ui("all-duties")))
        : h("p", {}, ui("any-of"), " ", inLine(Book.homes(id).map((one) => Lists.pageLink("agency", one, Book.title(one))))),
      h("h3", {}, ui("our-steps")),
      list(steps.map((step) => [stepLink(sheet, step.id), " ", due(step.due)]), { class: "plain" }),
      from.length > 0 && h("h3", {}, ui("comes-from")), AgencyPage.passing(from, "sender"),
      to.length > 0 && h("h3", {}, ui("goes-to")), AgencyPage.passing(to, "receiver"),
    ];
  }

  const welcome = (sheet) => [h("h2", { id: "panel-title" }, ui("how-to-read")),
    list([ui("read-columns"), ui("read-down"), ui("read-press")]),
    sheet.note && h("p", {}, say(sheet.note)),
    sheet.sources.length > 0 && [h("h3", {}, ui("rests-on")), list(sheet.sources.map((each) => Sources.cited([each])))]];

  // What a choice of an agency lights up: its columns, and steps at which it takes part.
  function lights(sheet, members, lane = null) {
    const mine = (party) => Book.mayPlay(party, members);
    const lanes = new Set(sheet.lanes.filter((each) => each.id === lane || (lane === null && mine(each.id))).map((each) => each.id));
    const steps = new Set(sheet.steps.filter((step) => lanes.has(step.lane)).map((step) => step.id));
    for (const each of sheet.duties) {
      const bodies = [...each.bodies.responsible, ...each.bodies.with];
      const acts = lane === null ? bodies.some((body) => members.has(body))
        : [...each.names.responsible, ...each.names.with].includes(lane);
      if (each.steps.length <= 6 && acts) {
        each.steps.forEach((id) => steps.add(id));
      }
    }
    return { lanes, steps };
  }

  function table(sheet) {
    const next = (step) => sheet.acts.filter((each) => each.steps.includes(step.id) && each.goals.length && each.steps.length <= 6);
    const rows = sheet.steps.map((step) => h("tr", {},
      h("td", {}, step.number ? h("span", { class: "number", colour: sheet.lane.get(step.lane)?.colour }, String(step.number)) : ""),
      h("th", { scope: "row" }, h("a", { href: Route.page("protocol", sheet.id, "step", step.id) }, say(step.title))),
      // What nobody holds is in the lane of whoever must take it; an end is nobody's.
      h("td", {}, step.holder ? Book.title(step.holder) : step.number ? say(sheet.lane.get(step.lane)?.short) : ""),
      h("td", {}, due(step.due), step.outcome && ui(`outcome-${step.outcome}`)),
      h("td", {}, list([...next(step).map((each) => [`${say(each.title)} → `, goalNames(sheet, each)]),
        ...moves(sheet, step, goalNames)], { class: "plain" }))));
    return grid(ui("steps-in-words"), [ui("number"), ui("step"), ui("who"), ui("by-when"), ui("then")], rows);
  }

  function deadlines(sheet) {
    const hours = { minutes: 1 / 60, hours: 1, days: 24, "working days": 33.6, weeks: 168, months: 720 };
    const length = (each) => Math.log1p(each.amount * hours[each.unit]);
    const longest = Math.max(...sheet.deadlines.map((each) => length(each.due)), 1);
    const rows = sheet.deadlines.map((each) => h("tr", {},
      h("th", { scope: "row" }, each.step ? stepLink(sheet, each.step) : say(each.place)),
      h("td", {}, names(each.roles)),
      h("td", { class: "bar-cell" }, h("span", { class: `bar ${each.due.basis}`, "aria-hidden": "true",
        share: `${Math.round((length(each.due) / longest) * 100)}%`, colour: sheet.lane.get(sheet.step.get(each.step)?.lane)?.colour }), due(each.due)),
      h("td", {}, ui(`basis-${each.due.basis}`)),
      h("td", {}, Sources.cited(each.due.sources))));
    const told = Words.book.escalation.map(([after, who]) =>
      [after ? ui("told-after", { span: say(after) }) : ui("told-at-once"), " ", Book.title(who)]);
    return [grid(ui("deadlines"), [ui("what-is-due"), ui("who"), ui("by-when"), ui("basis"), ui("rests-on")], rows),
      h("p", { class: "quiet" }, ui("bars-log")),
      told.length > 0 && h("h3", {}, ui("if-late")), told.length > 0 && list(told)];
  }

  // What it means for one child: the counts and the times, best and worst.
  function measures(sheet) {
    const [head, ...rows] = sheet.measures;
    return grid(ui("measures"), head.map(say), rows.map(([name, ...cells]) => h("tr", {},
      h("th", { scope: "row" }, say(name)), cells.map((cell) => h("td", {}, say(cell))))));
  }

  // The protocol for other programs: links where a build put files beside the page.
  const elsewhere = (sheet) => (Words.book.exports.length > 0
    ? list(Words.book.exports.map((one) => h("a", { href: `${one.folder}${sheet.id}${one.suffix}` }, say(one.title))))
    : h("p", {}, ui("elsewhere-command"), " ", h("code", {}, `katch export ${sheet.id} --to bpmn`)));

  function chips(sheet, chosen) {
    return h("div", { class: "chips", role: "group", "aria-label": ui("choose-agency") },
      h("a", { class: "chip", href: Route.page("protocol", sheet.id), "aria-current": chosen ? null : "true" }, ui("all")),
      sheet.lanes.map((lane) => h("a", { class: "chip", colour: lane.colour, title: say(lane.title),
        href: Route.page("protocol", sheet.id, "lane", lane.id), "aria-current": chosen === lane.id ? "true" : null }, say(lane.short))));
  }

  // A step by its full name, or by its last part where that says enough.
  function found(sheet, name) {
    if (sheet.step.has(name)) return name;
    const ends = sheet.steps.filter((step) => step.id.endsWith(`.${name}`));
    return ends.length === 1 ? ends[0].id : null;
  }

  function render({ id, rest }) {
    const sheet = Book.sheets.get(id);
    const [kind, name] = rest;
    const step = kind === "step" ? found(sheet, name) : null;
    const lane = kind === "lane" && sheet.lane.has(name) ? name : null;
    const drawing = Drawing.mount(sheet, {
      onStep: (chosen) => Route.go(Route.page("protocol", id, "step", chosen)),
      onLane: (chosen) => Route.go(chosen === lane ? Route.page("protocol", id) : Route.page("protocol", id, "lane", chosen)) });
    open = drawing;
    const panel = step ? stepPanel(sheet, step) : lane ? lanePanel(sheet, lane) : welcome(sheet);
    return { after: () => {
      drawing.settle();
      if (step) { drawing.light({ at: [step] }); drawing.near([step]); }
      if (lane) drawing.light(lights(sheet, new Set(Book.homes(lane)), lane));
    }, still: Boolean(kind), content: [
      h("header", { class: "head" }, h("div", {}, h("h1", { tabindex: "-1" }, say(sheet.title)),
        h("p", { class: "quiet" }, Lists.status(sheet), " · ", Lists.inWords(sheet))),
      h("p", { class: "buttons" }, sheet.walk && h("a", { class: "button main", href: Route.to("walk", id) }, ui("walk-case")),
        WhatIfPage.every(sheet) && h("a", { class: "button", href: WhatIfPage.every(sheet) }, ui("what-if-every")),
        TabletopPage.link(sheet) && h("a", { class: "button", href: TabletopPage.link(sheet) }, ui("tabletop")),
        h("button", { type: "button", class: "button", onclick: () => window.print() }, ui("print-a3")))),
      chips(sheet, lane),
      h("div", { class: "stage" }, h("div", { class: "picture" }, Drawing.tools(drawing, sheet), drawing.frame),
        h("aside", { class: "panel", "aria-live": "polite", "aria-labelledby": "panel-title" }, panel)),
      h("p", { class: "print-foot" }, say(sheet.tally)),
      section("in-levels", ui("levels"), h("p", { class: "quiet" }, ui("levels-why")), Levels.of(sheet)),
      section("words", ui("steps-in-words"), table(sheet)),
      section("raci", ui("matrix"), Matrix.of(sheet)),
      section("deadlines", ui("deadlines"), deadlines(sheet)),
      sheet.checklists.length > 0 && section("checklists", ui("checklist-checklists"), sheet.checklists.map(Checklist.printed)),
      section("measures", ui("measures"), measures(sheet)),
      section("safeguards", ui("promises"), h("p", {}, ui("promises-why")), h("p", {}, h("strong", {}, say(sheet.tally))), Lists.promises(sheet.promises)),
      section("elsewhere", ui("elsewhere"), elsewhere(sheet)),
    ] };
  }

  window.addEventListener("beforeprint", () => open?.svg.isConnected && open.paper.whole());
  window.addEventListener("afterprint", () => open?.svg.isConnected && open.paper.back());
  const shown = (drawing) => { open = drawing; };

  return Object.freeze({ render, stepLink, due, beside, act, names, walkLink, lights, shown });
})();
