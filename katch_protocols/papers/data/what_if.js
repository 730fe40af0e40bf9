// What if nobody did this duty? The duty struck out, how many promises fall, and a child's
// story: the shortest case that shows it. All was proved when the page was made.
const WhatIfPage = (() => {
  const losses = new Map(Words.book.sheets.map((sheet) => [sheet.id, new Map(sheet.losses.map((loss) => [loss.act, loss]))]));
  const MOST = 5; // frames in a row; what comes before is told in one
  const WORSE = 2; // promises that fall as frames, where there is room
  const SHOWN = 6; // promises at first

  const place = (sheet, act) => Route.to("what-if", sheet.id, act);
  const heavy = (sheet) => [...losses.get(sheet.id).values()].sort((one, other) =>
    other.number - one.number || Number(other.stays) - Number(one.stays) || Number(other.loses) - Number(one.loses));

  // In a few words what falls: for lists and panels.
  function brief(loss) {
    if (loss.number) return h("strong", { class: "fall" }, `${loss.number} ${say(loss.said)}`);
    if (loss.stays) return h("strong", { class: "fall" }, ui("stays-for-ever"));
    return h("span", {}, ui(loss.loses ? "loses-no-promise" : "loses-nothing"));
  }

  // What a panel says of it: the question as a link, the answer in a line.
  function teaser(sheet, act) {
    const loss = losses.get(sheet.id).get(act);
    if (!loss) return null;
    return h("a", { class: loss.number || loss.stays ? "ask" : "ask calm", href: place(sheet, act) },
      h("strong", {}, ui("what-if-ask")), h("span", { class: "block" }, brief(loss)));
  }

  const frame = (kind, number, text, { under = null, picture = null, time = null } = {}) => h("li", { class: `scene ${kind}` },
    h("div", { class: "top-line" }, h("span", { class: "nth", "aria-hidden": "true" }, number), time && h("span", { class: "clock" }, time)),
    Pictogram.of(picture), h("p", {}, text), under && h("p", { class: "quiet" }, under));

  // The steps of the case, walked: the pictogram of each, and when it comes at the latest
  // if everybody uses each deadline to its end.
  function walked(sheet, loss) {
    if (!sheet.walk || !loss.rows.length) return [];
    const { states, broken } = Case.open(sheet).replay(loss.rows);
    if (broken) return [];
    return loss.rows.map((row, at) => {
      const { activity } = Case.open(sheet).table.rows[row];
      const act = sheet.act.get(activity);
      return { picture: act ? act.picture : "wait", time: ui("until", { time: Clock.tell(states[at + 1].clock.now) }) };
    });
  }

  const sentence = (text) => text.charAt(0).toLocaleUpperCase(Words.language) + text.slice(1);
  const fallen = ([promise, how]) => frame("wrong", "×", say(promise), { under: say(how), picture: "question" });
  const gap = (sheet, loss, duty) => frame("gap", "–", say(duty.title), { under: ui("step-dropped"), picture: sheet.act.get(loss.act)?.picture });

  // The shortest case, frame by frame: what is done, the gap, what then is wrong. Where no
  // case shows it: the gap, and promises that fall.
  function story(sheet, loss, duty) {
    if (!loss.story.length) return loss.number > 0 && h("ol", { class: "scenes" }, gap(sheet, loss, duty), loss.promises.slice(0, MOST - 1).map(fallen));
    const [begins, ...told] = loss.story.map(say);
    const wrong = told.pop();
    const steps = told.map((line) => line.replace(/^\d+\. /, ""));
    const room = MOST - 2 - 1;
    const left = Math.max(0, steps.length - room);
    const shown = steps.slice(left);
    const seen = walked(sheet, loss);
    const worse = loss.stays ? [] : loss.promises.slice(0, Math.min(WORSE, room - shown.length));
    const off = steps.length - seen.length; // how a case was opened is no step of a walk
    const last = seen[seen.length - 1];
    return section("case", ui("shortest-case"),
      h("ol", { class: "scenes" },
        frame("done", "0", begins, { picture: "papers", time: Clock.tell(Clock.zero) }),
        shown.map((line, at) => frame("done", String(left + at + 1), line,
          { ...seen[left + at - off], under: left && !at ? ui("steps-before", { n: left }) : null })),
        gap(sheet, loss, duty),
        frame("wrong", "×", loss.stays ? sentence(wrong.replace(/^[^:]+: ?/, "")) : wrong,
          { under: loss.stays ? ui("stays-for-ever") : null, picture: loss.stays ? "wait" : last?.picture ?? "question", time: loss.stays ? null : last?.time }),
        worse.map(fallen)),
      left > 0 && h("details", {}, h("summary", {}, ui("whole-case")), h("ol", { class: "story" }, steps.map((line) => h("li", {}, line)))));
  }

  function promises(loss) {
    if (!loss.promises.length) return null;
    const row = ([promise, how]) => h("li", {}, h("strong", {}, say(promise)), h("span", { class: "quiet block" }, say(how)));
    const rest = loss.promises.slice(SHOWN);
    return section("fallen", ui("fallen"), h("ul", { class: "fallen-list" }, loss.promises.slice(0, SHOWN).map(row)),
      rest.length > 0 && h("details", {}, h("summary", {}, ui("n-more", { n: rest.length })), h("ul", { class: "fallen-list" }, rest.map(row))));
  }

  function one(sheet, duty, loss) {
    const due = duty.due ? ProtocolPage.due(duty.due) : h("span", { class: "quiet" }, say(duty.without));
    const doers = duty.names.responsible.map(Book.title).join(" / ");
    const answer = duty.names.accountable.map(Book.title).join(", ");
    const colour = Book.colour(duty.bodies.responsible[0] ?? duty.bodies.accountable[0]);
    const bad = loss.number > 0 || loss.stays;
    return { title: `${ui("what-if-ask")} ${say(duty.title)}`, content: [
      h("p", { class: "crumb" }, h("a", { href: Route.page("protocol", sheet.id) }, say(sheet.title)), " › ",
        h("a", { href: Route.to("what-if", sheet.id) }, ui("what-if-every"))),
      h("h1", { tabindex: "-1" }, ui("what-if-ask")),
      h("div", { class: bad ? "dropped bad" : "dropped", colour },
        h("div", {}, h("p", { class: "struck" }, h("del", {}, say(duty.title))),
          h("p", { class: "quiet" }, [doers && `${ui("does")}: ${doers}`, answer && `${ui("answers")}: ${answer}`].filter(Boolean).join(" · "), " ", due)),
        h("p", { class: "toll" }, loss.number > 0 && h("strong", {}, String(loss.number)),
          h("span", {}, loss.number > 0 ? say(loss.said) : ui(loss.stays ? "stays-for-ever" : loss.loses ? "loses-no-promise" : "loses-nothing")))),
      story(sheet, loss, duty),
      h("div", { class: "two" }, promises(loss),
        h("div", {}, loss.parts.filter(([, lines]) => lines.length).map(([head, lines]) => h("details", { class: "lost-part", open: lines.length <= 4 },
          h("summary", {}, `${say(head).replace(/:$/, "")} (${lines.length})`), list(lines.map(say)))),
          h("p", { class: "kept-line" }, ui("with-duty"), " ", say(sheet.tally)))),
      h("p", { class: "quiet" }, ui("what-if-how"))] };
  }

  // Every duty of a protocol with what depends on it, those on which most hangs first.
  function every(sheet) {
    const duties = new Map(sheet.duties.map((duty) => [duty.act, duty]));
    const rows = heavy(sheet).filter((loss) => duties.has(loss.act)).map((loss) => h("tr", {},
      h("th", { scope: "row" }, h("a", { href: place(sheet, loss.act) }, say(duties.get(loss.act).title))),
      h("td", {}, duties.get(loss.act).names.responsible.map(Book.title).join(" / ")), h("td", {}, brief(loss))));
    return { content: [h("p", { class: "crumb" }, h("a", { href: Route.page("protocol", sheet.id) }, say(sheet.title))),
      h("h1", { tabindex: "-1" }, ui("what-if-every")), h("p", { class: "lead" }, ui("what-if-how")),
      rows.length ? grid(ui("what-if-every"), [ui("duty"), ui("does"), ui("what-if-ask")], rows) : h("p", {}, ui("what-if-not-asked"))] };
  }

  function render({ id, rest }) {
    const sheet = Book.sheets.get(id);
    const loss = losses.get(id).get(rest[0]);
    const duty = sheet.duties.find((each) => each.act === rest[0]);
    return loss && duty ? one(sheet, duty, loss) : every(sheet);
  }

  return Object.freeze({ render, teaser, brief, every: (sheet) => (losses.get(sheet.id).size ? Route.to("what-if", sheet.id) : null) });
})();
