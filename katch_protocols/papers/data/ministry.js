// My ministry: its duties that count in the order of a child's story, beside the one that
// is chosen; what it never does, what is not decided. The same as its sheet of A4.
const MinistryPage = (() => {
  const badge = (line, number) => h("span", { class: `badge ${line.does ? "does" : "answers"}` }, String(number));

  const due = (line) => (say(line.span) ? h("span", { class: `due ${line.basis}` }, say(line.span))
    : say(line.without) && h("span", { class: "due unset" }, say(line.without)));

  // On a narrow screen and on paper the way stands under the duty, without its columns.
  const way = (line) => [say(line.comes) && `${ui("ministry-from")}: ${say(line.comes)}`,
    say(line.goes) && `${ui("ministry-to")}: ${say(line.goes)}`].filter(Boolean).join(" → ");

  function row(ministry, line, number, chosen) {
    const sheet = Book.sheets.get(line.protocol);
    const place = Route.page("ministry", ministry.id, String(number));
    const mine = number === chosen;
    return h("tr", { class: mine ? "chosen" : null, onclick: (event) => { if (!event.target.closest("a")) Route.go(place); } },
      h("td", { class: "in-stage on-paper quiet" }, say(line.stage)),
      h("td", { class: "doing" }, badge(line, number), Pictogram.act(sheet, line.act), h("span", { class: "unseen" }, ui(line.does ? "ministry-we-do" : "ministry-we-answer"))),
      h("th", { scope: "row" }, h("a", { class: "duty", href: place, "aria-current": mine ? "true" : null }, say(line.title)),
        h("span", { class: "quiet clamp one" }, say(line.who), sheet && h("span", { class: "unseen" }, ` · ${say(sheet.title)}`)),
        h("span", { class: "quiet narrow" }, way(line))),
      h("td", { class: "wide" }, h("span", { class: "clamp" }, say(line.comes))),
      h("td", { class: "arrow wide", "aria-hidden": "true" }, say(line.goes) && "→"),
      h("td", { class: "wide" }, h("span", { class: "clamp" }, say(line.goes))),
      h("td", { class: "when" }, due(line), h("span", { class: "quiet on-paper" }, say(line.note))));
  }

  function table(ministry, lines, first, chosen, caption) {
    const head = (key, kind = null) => h("th", { scope: "col", class: kind }, ui(key));
    return h("div", { class: "scroller" }, h("table", { class: "my-duties" }, h("caption", { class: "unseen" }, caption),
      h("thead", {}, h("tr", {}, head("stage", "in-stage on-paper"), head("part", "doing"), head("duty"), head("ministry-from", "wide"),
        h("td", { class: "arrow wide" }), head("ministry-to", "wide"), head("by-when", "when"))),
      h("tbody", {}, lines.map((line, at) => row(ministry, line, first + at, chosen)))));
  }

  // Where on the child's path the duty falls due: the moment by its name, among all of
  // them; of what runs beside the path that, and the phase there.
  function path(line, sheet, duty) {
    const { moments, beside } = Words.book;
    const at = line.moment;
    const aside = beside.find((each) => each.protocol === line.protocol);
    const phase = sheet && say(sheet.phases[duty?.phase]);
    const said = at !== null ? ui("moment-n", { n: at + 1, all: moments.length, title: say(moments[at].title) })
      : aside ? ui("beside-path", { title: say(aside.title) }) : sheet && ui("outside-path", { title: say(sheet.title) });
    if (!said) return null;
    const cell = (each, n) => h("li", { colour: each.colour, "aria-current": n === at ? "step" : null, title: say(each.title) },
      h("span", { class: "unseen" }, `${say(each.title)} `), h("span", { class: "when" }, n === at ? say(each.span) : ""));
    return [h("h3", {}, ui("where-on-path")), h("p", { class: "here-on-path" }, h("strong", {}, said),
      phase && h("span", { class: "quiet block" }, ui("in-phase", { title: phase }))),
      moments.length > 0 && h("ol", { class: "stages" }, moments.map(cell))];
  }

  // Everything about one duty: by when and resting on what, who is told, what depends on it.
  function panel(ministry, line, number) {
    const sheet = Book.sheets.get(line.protocol);
    const duty = sheet?.duties.find((each) => each.act === line.act);
    const row = (key, value) => (value && value.length !== 0 ? [h("dt", {}, ui(key)), h("dd", {}, value)] : null);
    const sources = duty ? [...(duty.due?.sources ?? []), ...duty.sources] : [];
    return h("aside", { class: "panel duty-panel", "aria-labelledby": "panel-title" },
      h("p", { class: "which" }, ui("duty-n", { n: number })),
      h("h2", { id: "panel-title" }, say(line.title)),
      h("dl", { class: "facts" },
        row("by-when", [due(line), say(line.note) && h("span", { class: "quiet block" }, say(line.note)),
          duty && ProtocolPage.beside(duty, say(line.note))].filter(Boolean)),
        duty && row("told", ProtocolPage.names(duty.names.informed)),
        ministry.late.length > 0 && row("if-late", inLine(ministry.late.slice(0, 2).map(([when, who]) => `${say(when)}: ${say(who)}`)))),
      sheet && WhatIfPage.teaser(sheet, line.act),
      line.never.length > 0 && h("div", { class: "never-here" }, h("h3", {}, ui("never-here")),
        h("ul", { class: "never-list" }, line.never.slice(0, 3).map((said) => h("li", {}, say(said))))),
      path(line, sheet, duty),
      h("dl", { class: "facts" }, row("does", say(line.who)), row("ministry-from", say(line.comes)),
        row("ministry-to", say(line.goes)), row("rests-on", Sources.cited(sources))),
      sheet && h("p", { class: "buttons" }, h("a", { class: "button", href: Route.page("protocol", sheet.id,
        ...(duty?.steps.length === 1 ? ["step", duty.steps[0]] : [])) }, say(sheet.title))));
  }

  function render({ id, rest }) {
    const ministry = Book.ministries.get(id);
    const every = [...ministry.lines, ...ministry.more];
    const asked = Number.parseInt(rest[0], 10);
    const chosen = every[asked - 1] ? asked : 1;
    const line = every[chosen - 1];
    const bodies = ministry.members.filter((each) => Book.agencies.has(each));
    const tab = (key, count, goal) => h("button", { type: "button", class: "tab", onclick: () => {
      const part = document.getElementById(`${goal}-title`);
      part.setAttribute("tabindex", "-1");
      part.focus({ preventScroll: true });
      part.scrollIntoView({ block: "start" });
    } }, ui(key), count ? h("span", { class: "quiet" }, ` ${count}`) : null);
    const changes = Changes.of(ministry.members);
    return { title: say(ministry.title), still: rest.length > 0, heard: rest.length > 0 ? say(line.title) : null,
      after: () => (rest.length > 0 && window.matchMedia("(max-width: 64rem)").matches ? document.getElementById("panel-title") : null),
      content: [h("div", { class: "ministry", colour: ministry.colour },
        h("header", { class: "ministry-head" },
          h("a", { class: "back-link", href: Route.to("start"), "aria-label": ui("start") }, "←"),
          h("div", {}, h("h1", { tabindex: "-1" }, say(ministry.title)), say(ministry.bodies) && h("p", {}, say(ministry.bodies))),
          h("button", { type: "button", class: "button", onclick: () => window.print() }, ui("print-a4"))),
        h("div", { class: "tabs", role: "group", "aria-label": ui("parts") },
          tab("must-do", ui("n-of", { n: ministry.lines.length, all: every.length }), "of-ministry"),
          changes.length > 0 && tab("changes-for-us", changes.length, "our-changes"),
          ministry.never.length > 0 && tab("ministry-never", ministry.never.length, "never"),
          ministry.undecided.length > 0 && tab("ministry-undecided", ministry.undecided.length, "undecided"),
          tab("agencies", bodies.length, "bodies-of")),
        h("div", { class: "desk" }, h("div", {},
          section("of-ministry", say(ministry.headline),
            h("p", { class: "key legend" }, [["does", ministry.does], ["answers", ministry.answers]].filter(([, said]) => say(said))
              .map(([kind, said]) => h("span", {}, h("span", { class: `badge ${kind}` }), say(said)))),
            table(ministry, ministry.lines, 1, chosen, say(ministry.headline)),
            ministry.more.length > 0 && h("details", { class: "rest", open: chosen > ministry.lines.length },
              h("summary", {}, say(ministry.rest)),
              table(ministry, ministry.more, ministry.lines.length + 1, chosen, say(ministry.rest)))),
          changes.length > 0 && section("our-changes", ui("changes-for-us"), Changes.list(changes)),
          ministry.never.length > 0 && section("never", ui("ministry-never"), h("ul", { class: "never-list" },
            ministry.never.map((said) => h("li", {}, say(said))))),
          h("div", { class: "two" },
            ministry.undecided.length > 0 && section("undecided", ui("ministry-undecided"),
              list(ministry.undecided.map(([name, said]) => [h("strong", {}, say(name)), ": ", say(said)]), { class: "open-points" })),
            ministry.late.length > 0 && section("late", ui("ministry-late"),
              h("dl", { class: "facts" }, ministry.late.map(([when, who]) => [h("dt", {}, say(when)), h("dd", {}, say(who))])))),
          section("bodies-of", ui("agencies"), h("ul", { class: "bodies" }, bodies.map((each) => h("li", {},
            h("a", { class: "body", href: Route.page("agency", each), colour: Book.colour(each) }, h("strong", {}, Book.title(each)))))))),
        panel(ministry, line, chosen)))] };
  }

  return Object.freeze({ render });
})();
