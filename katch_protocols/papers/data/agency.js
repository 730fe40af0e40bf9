// The page of an agency, across all protocols: what it must do, by when, resting on what;
// from whom the child comes and to whom it goes.
const AgencyPage = (() => {
  // In which regions only, where it is not in all.
  function where(found) {
    const places = once(found.flatMap((one) => one.places));
    const all = Words.book.regions.length;
    return places.length && places.length < all ? ` (${places.map(Book.title).join(", ")})` : "";
  }

  // Another side of a handoff: a role that any of several bodies may hold has no page.
  const other = (id) => h(Book.agencies.has(id) ? "a" : "span", { class: "who-link",
    href: Book.agencies.has(id) ? Route.page("agency", id) : null, colour: Book.colour(id) }, Book.title(id));

  // Who hands the child over, once an agency, with what is done.
  function passing(handoffs, side) {
    const groups = new Map();
    for (const one of handoffs) {
      if (!groups.has(one[side])) groups.set(one[side], []);
      groups.get(one[side]).push(one);
    }
    return list([...groups].map(([id, found]) => [
      other(id),
      h("span", { class: "quiet" }, once(found.map((one) => say(one.title))).join("; "), where(found)),
    ]), { class: "passing" });
  }

  // Documents that pass, once an other side: who, and which papers.
  function papers(sheet, deliveries, side) {
    const groups = new Map();
    for (const one of deliveries) {
      groups.set(one[side], once([...(groups.get(one[side]) ?? []), say(sheet.documents[one.document])]));
    }
    return list([...groups].map(([id, found]) => `${Book.title(id)}: ${found.join("; ")}`));
  }

  // The counts of a body itself, and of the bodies under it: number, and what it counts.
  const counts = (sheet, id) => Object.values(sheet.counts[id] ?? {});

  function dutyRow(sheet, duty, members) {
    const { due } = duty;
    const parts = Book.parts(duty, members);
    const act = sheet.act.get(duty.act);
    const steps = duty.steps.length > 6 ? ui("any-step") : inLine(duty.steps.map((id) => ProtocolPage.stepLink(sheet, id)).filter(Boolean));
    const as = once(parts.flatMap((part) => part.parties)).filter((party) => !Book.agencies.has(party)).map(Book.title);
    return h("tr", {},
      h("td", {}, parts.map(({ part }) => Matrix.mark(part))),
      h("th", { scope: "row" }, say(duty.title), act?.only_if && h("span", { class: "quiet block" }, `${ui("only-if")} ${say(act.only_if)}`)),
      h("td", {}, as.join(", ")),
      h("td", {}, due ? [ProtocolPage.due(due), h("span", { class: "quiet block" }, ui(`basis-${due.basis}`))]
        : h("span", { class: "quiet" }, say(duty.without)), ProtocolPage.beside(duty)),
      h("td", {}, steps),
      h("td", {}, Sources.cited([...duty.sources, ...(due?.sources ?? [])])));
  }

  // Its own duties come first, then those of each body under it, then what it is asked and told.
  function inProtocol(sheet, agency, members, drawings) {
    const self = new Set([agency.id]);
    const own = sheet.duties.filter((duty) => Book.binds(duty, self));
    const others = sheet.duties.filter((duty) => !own.includes(duty) && Book.parts(duty, self).length);
    const under = agency.below.map((id) => ({ id, found: sheet.duties.filter((duty) => Book.binds(duty, new Set([id]))) }))
      .filter(({ found }) => found.length);
    const { from, to, gets, sends } = Book.handoffs(sheet, self);
    const aside = !own.length && !from.length && !to.length;
    const drawing = Drawing.mount(sheet, {
      onStep: (id) => Route.go(Route.page("protocol", sheet.id, "step", id)),
      onLane: (id) => Route.go(Route.page("protocol", sheet.id, "lane", id)) });
    if (!aside) drawings.push(() => {
      const lights = ProtocolPage.lights(sheet, members);
      drawing.light(lights);
      drawing.near([...lights.steps], { least: 1600, at_once: true });
    });
    const heads = [ui("part"), ui("duty"), ui("as-role"), ui("by-when"), ui("at-step"), ui("rests-on")];
    return section(`in-${sheet.id}`, say(sheet.title),
      h("div", { class: "tiles" }, counts(sheet, agency.id).map(({ number, said }) =>
        Lists.tile(number, say(said)))),
      !aside && h("h3", {}, ui("must-do")),
      own.length ? grid(ui("must-do"), heads, own.map((each) => dutyRow(sheet, each, self)), { class: "duties" }) : h("p", {}, ui("nothing-own")),
      under.map(({ id, found }) => {
        const { number, said } = sheet.counts[id].own;
        const name = `${Book.title(id)}: ${number} ${say(said)}`;
        return h("details", { class: "under" }, h("summary", {}, name),
          h("p", {}, Lists.pageLink("agency", id, Book.title(id))),
          grid(name, heads, found.map((each) => dutyRow(sheet, each, new Set([id]))), { class: "duties" }));
      }),
      others.length > 0 && h("details", {}, h("summary", {}, ui("takes-part", { n: others.length })),
        grid(ui("takes-part", { n: others.length }), heads, others.map((each) => dutyRow(sheet, each, self)), { class: "duties" })),
      h("div", { class: "two" },
        !aside && h("div", {}, h("h3", {}, ui("comes-from")), from.length ? passing(from, "sender") : h("p", { class: "quiet" }, ui("nobody"))),
        !aside && h("div", {}, h("h3", {}, ui("goes-to")), to.length ? passing(to, "receiver") : h("p", { class: "quiet" }, ui("nobody"))),
        gets.length > 0 && h("div", {}, h("h3", {}, ui("gets-papers")), papers(sheet, gets, "sender")),
        sends.length > 0 && h("div", {}, h("h3", {}, ui("sends-papers")), papers(sheet, sends, "receiver"))),
      !aside && [h("h3", {}, ui("our-place")), h("div", { class: "picture small" }, drawing.frame)]);
  }

  // At a glance: each protocol with what it asks of the agency.
  function glance(sheets, id) {
    const kinds = ["own", ...(Book.agencies.get(id).below.length ? ["under"] : []), "comes", "goes"];
    const row = (sheet) => {
      const counted = sheet.counts[id] ?? {};
      const jump = h("a", { href: Route.page("agency", id, sheet.id) }, say(sheet.title));
      return h("tr", {}, h("th", { scope: "row" }, jump), kinds.map((kind) => counted[kind]?.number ?? 0)
        .map((n) => h("td", { class: "count" }, n ? String(n) : h("span", { class: "quiet" }, "0"))));
    };
    return grid(ui("at-a-glance"), [ui("protocol"), ...kinds.map((kind) => ui(`counts-${kind}`))], sheets.map(row), { class: "glance" });
  }

  function render({ id, rest }) {
    const agency = Book.agencies.get(id);
    const members = Book.family(id);
    const drawings = [];
    const sheets = Words.book.sheets.filter((sheet) => Book.takesPart(sheet, members));
    const part = Book.partOf(id);
    const findings = Words.book.findings.filter((each) => each.about.includes(id) && each.severity !== "note");
    return { still: rest.length > 0, after: () => {
      drawings.forEach((draw) => draw());
      return rest.length ? document.getElementById(`in-${rest[0]}-title`) : null;
    }, content: [
      h("header", { class: "head agency-head", colour: agency.colour }, h("div", {},
        h("p", { class: "kind" }, [ui(`kind-${agency.kind}`), ui(`level-${agency.level}`), agency.external && ui("external")].filter(Boolean).join(" · ")),
        h("h1", { tabindex: "-1" }, say(agency.title)),
        agency.family && h("p", {}, say(agency.family)),
        part && h("p", {}, ui("part-of"), " ", Lists.pageLink("agency", part, Book.title(part)))),
      h("p", { class: "buttons" }, h("button", { type: "button", class: "button", onclick: () => window.print() }, ui("print")))),
      agency.below.length > 0 && h("p", { class: "family" }, ui("with-bodies"), " ", inLine(agency.below.map((one) => Lists.pageLink("agency", one, Book.title(one))))),
      !sheets.length && h("p", { class: "lead" }, ui("no-part-yet")),
      sheets.length > 1 && glance(sheets, id),
      sheets.length > 0 && Matrix.key(),
      sheets.map((sheet) => inProtocol(sheet, agency, members, drawings)),
      agency.agreed.length > 0 && section("agreed", ui("agreed-head"), h("p", { class: "quiet" }, ui("agreed-why")),
        grid(ui("agreed-head"), [ui("protocol"), ui("agreed-standing"), ui("rests-on")], agency.agreed.map((each) => h("tr", {},
          h("th", { scope: "row" }, Lists.pageLink("protocol", each.protocol, say(Book.sheets.get(each.protocol).title))),
          h("td", {}, say(each.said), each.anew && h("strong", {}, ` · ${ui("must-agree-anew")}`)),
          h("td", {}, Sources.cited(each.sources)))))),
      agency.mandates.length > 0 && section("mandates", ui("mandates"), list(agency.mandates.map((each) =>
        [say(each.function), each.sources.length ? ": " : "", Sources.cited(each.sources)]))),
      agency.sees.length > 0 && section("sees", ui("may-see"), h("p", { class: "quiet" }, ui("may-see-why")), list(agency.sees.map(say), { class: "tags" })),
      findings.length > 0 && section("about", ui("findings"), list(findings.map((each) => say(each.saw)))),
    ] };
  }

  return Object.freeze({ render, passing });
})();
