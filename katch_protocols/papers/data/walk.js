// The case walk: only what the table allows is offered, and every step has its link.
// #walk/PROTOCOL/7 is step 7 of the first example; #walk/PROTOCOL/7/12.0.5 of another way.
const WalkPage = (() => {
  let open = null;
  let shown = null; // what was seen last: only a step on from there is travelled
  let playing = 0;
  const PACE = 1900; // milliseconds a step while it plays

  // Which rows the link names, and how many of them have been taken.
  function read(walk, rest) {
    const [count, codes] = rest;
    const rows = codes === undefined ? [...(walk.examples[0]?.rows ?? [])] : codes.split(".").filter((code) => code && code !== "-").map(Number);
    const wanted = Number.parseInt(count ?? "0", 10);
    const taken = Number.isFinite(wanted) ? Math.min(Math.max(wanted, 0), rows.length) : 0;
    return { rows, taken, own: codes !== undefined };
  }

  // The link to `count` steps along `rows`; the example needs no list.
  function place(sheet, rows, count, walk) {
    const first = walk.examples[0]?.rows ?? [];
    return rows.length && rows.join() === first.join() ? Route.to("walk", sheet.id, String(count)) : Route.to("walk", sheet.id, String(count), rows.join(".") || "-");
  }

  function here(sheet, walk, state) {
    const places = walk.resting(state);
    const around = state.active.filter((one) => one.due && !places.includes(one));
    const card = (one) => {
      const due = Clock.due(one, state.clock);
      return h("li", { class: "place" },
        h("p", {}, h("strong", {}, say(one.title))),
        one.waits_for && h("p", { class: "waits" }, ui("waits-for", { who: Book.title(one.waits_for) })),
        one.home && Book.sheets.has(one.home) && h("p", {}, ui("runs-here"), " ",
          h("a", { href: Route.to("walk", one.home) }, say(Book.sheets.get(one.home).title))),
        // What is around others is theirs who hold what is inside.
        places.includes(one) && one.holder && h("p", {}, ui("holds-case"), ": ", h("strong", {}, Book.title(one.holder)), " ",
          h("span", { class: "quiet" }, Book.homes(one.holder).map(Book.short).join(" / "))),
        one.due && h("p", {}, ui("leave-within"), " ", ProtocolPage.due(one.due), " ", h("span", { class: "quiet" }, ui(`basis-${one.due.basis}`)),
          due && h("span", { class: "block quiet" }, ui("at-latest", { time: Clock.tell(due) }))));
    };
    const duty = (one) => h("li", { class: "place owed" },
      h("p", {}, h("strong", {}, say(sheet.act.get(one.duty.activity)?.title) || one.duty.activity)),
      h("p", {}, ui("leave-within"), " ", ProtocolPage.due(one.duty.due), " ",
        h("span", { class: "quiet" }, ui(`basis-${one.duty.due.basis}`)),
        h("span", { class: "block quiet" }, ui("at-latest", { time: Clock.tell(one.at) }))));
    const owed = walk.owed(state);
    return [h("ul", { class: "places" }, places.map(card)),
      around.length > 0 && h("ul", { class: "places around" }, around.map(card)),
      owed.length > 0 && h("ul", { class: "places around" }, owed.map(duty))];
  }

  function known(sheet, walk, state) {
    const facts = walk.facts(state).map(([name, value]) => {
      const fact = sheet.fact.get(name);
      return [h("dt", {}, say(fact?.title) || name), h("dd", {}, say(fact?.values[value]) || value)];
    });
    const papers = walk.documents(state).map((id) => say(sheet.documents[id]) || id);
    return [h("h3", {}, ui("on-record")), facts.length ? h("dl", { class: "facts" }, facts) : h("p", { class: "quiet" }, ui("nothing-yet")),
      h("h3", {}, ui("documents")), papers.length ? list(papers) : h("p", { class: "quiet" }, ui("nothing-yet"))];
  }

  // One choice: who does it, each question that must be answered, and the button.
  function choice(sheet, walk, state, each, at, take) {
    const { act, timer } = each;
    const wait = walk.waiting(state, each);
    const questions = walk.questions(each);
    const records = {};
    const problem = h("p", { class: "problem", role: "alert" });
    const row = each.rows[0];
    const isSignal = act?.kind === "signal";
    const does = h("button", { type: "submit", class: "button main" }, ui(timer ? "time-passes" : isSignal ? "it-happens" : "do-it"));
    const submit = (event) => {
      event.preventDefault();
      const open = questions.find(({ fact }) => !(fact in records));
      if (open) {
        problem.textContent = ui("answer-first", { fact: say(sheet.fact.get(open.fact)?.title) || open.fact });
        event.target.querySelector(`[name="${at}-${open.fact}"]`)?.focus();
        return;
      }
      const found = walk.answered(each, records);
      if (found) take(found);
      else problem.textContent = ui("answers-clash");
    };
    return h("li", { class: timer ? "choice clock" : "choice" }, h("form", { onsubmit: submit, "aria-labelledby": `choice-${at}` },
      h("h4", { id: `choice-${at}` }, act ? say(act.title) : ui("clock-after", { span: say(timer.after.limit) })),
      act ? h("dl", { class: "facts" },
        h("dt", {}, ui("does")), h("dd", {}, isSignal ? ui("happens") : ProtocolPage.names(row.by)),
        row.with.length > 0 && [h("dt", {}, ui("with")), h("dd", {}, ProtocolPage.names(row.with))],
        act.accountable.length > 0 && [h("dt", {}, ui("answers")), h("dd", {}, ProtocolPage.names(act.accountable))],
        act.qualified.length > 0 && [h("dt", {}, ui("qualified")), h("dd", {}, inLine(act.qualified.map(say)))],
        act.produces.length > 0 && [h("dt", {}, ui("makes")), h("dd", {}, inLine(act.produces.map((id) => say(sheet.documents[id]) || id)))],
        act.sends.map((one) => [h("dt", {}, ui("sends")), h("dd", {}, say(sheet.documents[one.document]) || one.document, " → ", ProtocolPage.names(one.to))]),
        act.opens.length > 0 && [h("dt", {}, ui("opens")), h("dd", {}, inLine(act.opens.map((id) => ProtocolPage.walkLink(id))))],
        act.reason && [h("dt", {}, ui("reason")), h("dd", {}, ui("reason-written"))]) : h("p", { class: "quiet" }, ui("clock-itself")),
      wait && h("p", { class: "waits" }, ui(wait.asks ? "possible-from-if" : "possible-from", { time: Clock.tell(wait.from) })),
      questions.map(({ fact, values }) => {
        const noun = sheet.fact.get(fact);
        const list = sheet.checklist.get(noun?.checklist);
        return h("fieldset", {}, h("legend", {}, say(noun?.title) || fact), list && Checklist.form(list), values.map((value) => h("label", {},
          h("input", { type: "radio", name: `${at}-${fact}`, value, onchange: () => { records[fact] = value; problem.textContent = ""; } }),
          value === "unknown" ? ui("not-known") : say(noun?.values[value]) || value)));
      }), problem, does));
  }

  function promises(sheet, choices, last) {
    const names = new Set([...choices.map((each) => each.name), ...(last ? [last.activity, ...last.to] : [])]);
    const touched = sheet.promises.filter((each) => each.about.some((name) => names.has(name)));
    const rest = sheet.promises.length - touched.length;
    return h("details", { open: touched.length <= 4 }, h("summary", {}, ui("promises-here", { n: touched.length })),
      h("ul", { class: "promises" }, touched.map((each) => h("li", { class: "promise" },
        Lists.verdict(each), h("div", {}, say(each.promise) || say(each.sentence))))),
      h("p", { class: "quiet" }, ui("promises-rest", { n: rest }), " ", h("a", { href: Route.to("proofs") }, ui("proofs"))));
  }

  function stepTitle(sheet, walk, number) {
    const row = walk.table.rows[number];
    const act = sheet.act.get(row.activity);
    const facts = Object.entries(row.records).map(([fact, value]) => {
      const noun = sheet.fact.get(fact);
      return `${say(noun?.title) || fact}: ${value === "unknown" ? ui("not-known") : say(noun?.values[value]) || value}`;
    });
    const title = act ? say(act.title) : ui("clock-after", { span: say(sheet.walk.timed.find((one) => one.name === row.activity)?.after.limit) });
    return { title, facts: facts.join("; "), by: act?.kind === "signal" ? ui("happens") : row.by.map(Book.title).join(" / ") };
  }

  function trail(sheet, walk, rows, taken) {
    return h("ol", { class: "trail" }, rows.map((number, at) => {
      const told = stepTitle(sheet, walk, number);
      return h("li", { class: at < taken ? "done" : "to-come" },
        h("a", { href: place(sheet, rows, at + 1, walk), "aria-current": at + 1 === taken ? "step" : null }, told.title),
        told.facts && h("span", { class: "quiet block" }, told.facts));
    }));
  }

  function end(sheet, walk, state) {
    const outcome = walk.outcomes(state)[0];
    return h("div", { class: `ended ${outcome ?? ""}` }, h("h3", {}, ui("case-ended")),
      h("p", {}, outcome ? ui(`outcome-${outcome}`) : ui("no-outcome")),
      h("p", {}, ui("ended-after", { n: state.taken.length, time: Clock.tell(state.clock.now) })));
  }

  // The drawing on which the case moves: that of the protocol that runs inside, if one does.
  function stageOf(sheet, walk, state) {
    const inner = walk.resting(state).find((one) => one.home && Book.sheets.get(one.home)?.walk);
    if (!inner) return { sheet, at: (one) => one.where };
    const sub = Book.sheets.get(inner.home);
    const around = (one) => (walk.places[one.parent]?.home === inner.home ? around(walk.places[one.parent]) : one);
    const root = `${walk.places[around(inner).parent].name}.`;
    const steps = new Map(sub.walk.places.map((one) => [one.name, one.steps]));
    const at = (one) => once(walk.resting(one).filter((each) => each.home === inner.home)
      .flatMap((each) => steps.get(each.name.replace(root, "")) ?? []));
    return { sheet: sub, at };
  }

  // One example for each end: a whole case, to be walked or played.
  function examples(sheet, walk, rows) {
    const mine = (each) => each.rows.join() === rows.join();
    return h("div", { class: "examples", role: "group", "aria-label": ui("examples") }, h("span", { class: "quiet" }, ui("examples")),
      walk.examples.map((each) => h("a", { class: `chip ${each.outcome ?? ""}`, href: place(sheet, [...each.rows], 0, walk),
        "aria-current": mine(each) ? "true" : null }, say(each.end))));
  }

  function play() {
    if (playing) return stop();
    if (!open?.on) return open?.first && (playing = 1, Route.go(open.first));
    playing = 1;
    Route.go(open.on);
  }

  function stop() {
    clearTimeout(playing);
    playing = 0;
    const button = document.querySelector(".play");
    if (button) { button.textContent = ui("play"); button.setAttribute("aria-pressed", "false"); }
  }

  function render({ id, rest }) {
    const sheet = Book.sheets.get(id);
    if (!sheet.walk) return { content: [h("h1", { tabindex: "-1" }, say(sheet.title)), h("p", { class: "lead" }, ui("too-large-to-walk"))] };
    const walk = Case.open(sheet);
    const wanted = read(walk, rest);
    const all = walk.replay(wanted.rows);
    const rows = wanted.rows.slice(0, all.states.length - 1);
    const taken = Math.min(wanted.taken, rows.length);
    const { states } = all;
    const state = states[taken];
    const last = taken ? walk.table.rows[rows[taken - 1]] : null;
    const take = (row) => Route.go(place(sheet, [...rows.slice(0, taken), row.at], taken + 1, walk));
    const choices = walk.complete(state) ? [] : walk.choices(state);
    const told = taken ? stepTitle(sheet, walk, rows[taken - 1]) : null;
    const stage = stageOf(sheet, walk, state);
    const drawing = Drawing.mount(stage.sheet, { tall: true, onStep: (one) => Route.go(Route.page("protocol", stage.sheet.id, "step", one)),
      onLane: (one) => Route.go(Route.page("protocol", stage.sheet.id, "lane", one)) });
    ProtocolPage.shown(drawing);
    const goal = (count) => (count < 0 || count > rows.length ? null : place(sheet, rows, count, walk));
    open = { back: goal(taken - 1), on: goal(taken + 1), first: rows.length ? goal(0) : null };
    const isNext = shown?.id === id && shown.taken === taken - 1 && shown.rows === rows.slice(0, taken - 1).join();
    shown = { id, taken, rows: rows.slice(0, taken).join() };
    if (playing) {
      clearTimeout(playing);
      playing = open.on ? setTimeout(() => open?.on && Route.go(open.on), PACE) : 0;
    }
    const path = once(states.slice(0, taken).flatMap(stage.at));
    const at = stage.at(state);
    const jump = (key, to, kind) => (to ? h("a", { class: `button ${kind}`, href: to }, ui(key)) : h("span", { class: `button off ${kind}`, "aria-disabled": "true" }, ui(key)));
    return { still: rest.length > 0, title: ui("walk-of", { title: say(sheet.title) }),
      after: () => {
        drawing.settle();
        drawing.light({ steps: new Set([...at, ...path]), at, path });
        drawing.near(at);
        drawing.token(at, isNext && taken ? stage.at(states[taken - 1]) : null);
        const mark = document.querySelector(".trail [aria-current]");
        if (mark) mark.closest(".trail").scrollTop = mark.offsetTop - 80;
      },
      heard: [told ? ui("step-done", { n: taken, title: told.title }) : ui("case-begins"),
        ...walk.resting(state).map((one) => ui("now-at", { place: say(one.title), who: one.holder ? Book.title(one.holder) : "" })),
        walk.complete(state) ? ui("case-ended") : ui("n-choices", { n: choices.length })].join(" "),
      content: [
        h("p", { class: "crumb" }, h("a", { href: Route.page("protocol", id) }, say(sheet.title))),
        h("header", { class: "head" }, h("h1", { tabindex: "-1" }, ui("walk-case")),
          h("nav", { class: "buttons", "aria-label": ui("walk-moves") },
            rows.length > 0 && h("button", { type: "button", class: "button play", "aria-pressed": String(Boolean(playing)), onclick: play }, ui(playing ? "pause" : "play")),
            jump("undo", open.back, "back"), jump("next", open.on, "main on"),
            h("a", { class: "button", href: Route.to("walk", id, "0", "-") }, ui("begin-own")))),
        walk.examples.length > 0 && examples(sheet, walk, wanted.rows),
        (all.broken || Number.isNaN(wanted.taken)) && h("p", { class: "problem", role: "alert" }, ui("broken-link")),
        h("div", { class: "walk" },
          h("div", { class: "picture" }, stage.sheet !== sheet && h("p", { class: "inside" }, ui("runs-here"), " ", h("strong", {}, say(stage.sheet.title))),
            Drawing.tools(drawing, stage.sheet), drawing.frame,
            h("div", { class: "time" }, h("span", { class: "quiet" }, ui("clock-says")), " ", h("strong", {}, Clock.tell(state.clock.now)))),
          h("section", { class: "now", "aria-labelledby": "now-title" },
            h("h2", { id: "now-title", tabindex: "-1" }, ui("now")), here(sheet, walk, state),
            walk.complete(state) ? end(sheet, walk, state) : [h("h3", {}, choices.length ? ui("what-may-happen") : ui("nothing-possible")),
              h("ul", { class: "choices" }, choices.map((each, position) => choice(sheet, walk, state, each, position, take)))]),
          h("section", { class: "record", "aria-labelledby": "record-title" }, h("h2", { id: "record-title" }, ui("case-file")),
            known(sheet, walk, state), h("h3", {}, wanted.own ? ui("the-way") : ui("example-way")),
            rows.length ? trail(sheet, walk, rows, taken) : h("p", { class: "quiet" }, ui("nothing-yet")),
            h("h3", {}, ui("promises")), promises(sheet, choices, last))),
      ] };
  }

  // Arrow keys step along the way, unless something else needs them; Escape stops playing.
  document.addEventListener("keydown", (event) => {
    if (!open || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && playing) { event.preventDefault(); stop(); return; }
    if (event.target.closest("input, select, textarea, [role=button], [role=toolbar], .scroller")) return;
    const goal = { ArrowRight: open.on, ArrowLeft: open.back }[event.key];
    if (goal) { event.preventDefault(); if (playing) stop(); Route.go(goal); }
  });

  // Whoever leaves the walk stops it.
  const close = (place) => { if (place.view !== "walk" && playing) stop(); open = null; };
  return Object.freeze({ render, close, plays: () => Boolean(playing) });
})();
