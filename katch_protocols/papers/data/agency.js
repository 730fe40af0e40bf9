// The page of an agency, across all protocols: what it must do, by when, resting on what;
// from whom the child comes and to whom it goes.
const AgencyPage = (() => {
  // In which regions only, where it is not in all.
  function where(found) {
    const places = once(found.flatMap((one) => one.places));
    const all = Words.book.regions.length;
    return places.length && places.length < all ? ` (${places.map(Book.title).join(", ")})` : "";
  }

  // Who hands the child over, once an agency, with what is done.
  function passing(handoffs, side) {
    const groups = new Map();
    for (const one of handoffs) {
      if (!groups.has(one[side])) groups.set(one[side], []);
      groups.get(one[side]).push(one);
    }
    return list([...groups].map(([id, found]) => [
      h("a", { class: "who-link", href: Route.page("agency", id), colour: Book.colour(id) }, Book.title(id)),
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

  function duties(sheet, members) {
    return sheet.acts.map((act) => ({ act, parts: Book.parts(act, members) }))
      .filter(({ act, parts }) => parts.length && act.kind === "written");
  }

  function dutyRow(sheet, { act, parts }) {
    const steps = act.steps.length > 6 ? ui("any-step") : inLine(act.steps.map((id) => ProtocolPage.stepLink(sheet, id)).filter(Boolean));
    const due = act.due ?? act.confirm;
    const as = once(parts.flatMap((part) => part.parties)).filter((party) => !Book.agencies.has(party)).map(Book.title);
    return h("tr", {},
      h("td", {}, parts.map(({ letter }) => Matrix.mark(letter))),
      h("th", { scope: "row" }, say(act.title), act.only_if && h("span", { class: "quiet block" }, `${ui("only-if")} ${say(act.only_if)}`)),
      h("td", {}, as.join(", ")),
      h("td", {}, due ? [ProtocolPage.due(due), h("span", { class: "quiet block" }, ui(`basis-${due.basis}`))] : h("span", { class: "quiet" }, ui("no-deadline"))),
      h("td", {}, steps),
      h("td", {}, Sources.cited(once([...act.sources, ...(due?.sources ?? [])]))));
  }

  // What an agency does itself or answers for comes first; then where it only takes part.
  function inProtocol(sheet, agency, members, drawings) {
    const found = duties(sheet, members);
    const own = found.filter(({ parts }) => parts.some(({ letter }) => "RA".includes(letter)));
    const others = found.filter((each) => !own.includes(each));
    const { from, to, gets, sends } = Book.handoffs(sheet, members);
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
      !aside && h("div", { class: "tiles" }, Lists.tile(own.length, "tile-duties"), Lists.tile(from.length, "tile-receives"), Lists.tile(to.length, "tile-hands")),
      !aside && h("h3", {}, ui("must-do")),
      own.length ? grid(ui("must-do"), heads, own.map((each) => dutyRow(sheet, each)), { class: "duties" }) : h("p", {}, ui("nothing-own")),
      others.length > 0 && h("details", {}, h("summary", {}, ui("takes-part", { n: others.length })),
        grid(ui("takes-part", { n: others.length }), heads, others.map((each) => dutyRow(sheet, each)), { class: "duties" })),
      h("div", { class: "two" },
        !aside && h("div", {}, h("h3", {}, ui("comes-from")), from.length ? passing(from, "sender") : h("p", { class: "quiet" }, ui("nobody"))),
        !aside && h("div", {}, h("h3", {}, ui("goes-to")), to.length ? passing(to, "receiver") : h("p", { class: "quiet" }, ui("nobody"))),
        gets.length > 0 && h("div", {}, h("h3", {}, ui("gets-papers")), papers(sheet, gets, "sender")),
        sends.length > 0 && h("div", {}, h("h3", {}, ui("sends-papers")), papers(sheet, sends, "receiver"))),
      !aside && [h("h3", {}, ui("our-place")), h("div", { class: "picture small" }, drawing.frame)]);
  }

  // At a glance: each protocol with what it asks of the agency.
  function glance(sheets, members, id) {
    const row = (sheet) => {
      const found = duties(sheet, members);
      const own = found.filter(({ parts }) => parts.some(({ letter }) => "RA".includes(letter))).length;
      const { from, to } = Book.handoffs(sheet, members);
      const jump = h("a", { href: Route.page("agency", id, sheet.id) }, say(sheet.title));
      return h("tr", {}, h("th", { scope: "row" }, jump), [own, found.length - own,
        once(from.map((one) => one.sender)).length, once(to.map((one) => one.receiver)).length]
        .map((n) => h("td", { class: "count" }, n ? String(n) : h("span", { class: "quiet" }, "0"))));
    };
    return grid(ui("at-a-glance"), [ui("protocol"), ui("tile-duties"), ui("takes-part-in"), ui("receives-from"), ui("hands-to")], sheets.map(row), { class: "glance" });
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
        part && h("p", {}, ui("part-of"), " ", Lists.pageLink("agency", part, Book.title(part)))),
      h("p", { class: "buttons" }, h("button", { type: "button", class: "button", onclick: () => window.print() }, ui("print")))),
      agency.below.length > 0 && h("p", { class: "family" }, ui("with-bodies"), " ", inLine(agency.below.map((one) => Lists.pageLink("agency", one, Book.title(one))))),
      !sheets.length && h("p", { class: "lead" }, ui("no-part-yet")),
      sheets.length > 1 && glance(sheets, members, id),
      sheets.length > 0 && Matrix.key(),
      sheets.map((sheet) => inProtocol(sheet, agency, members, drawings)),
      agency.mandates.length > 0 && section("mandates", ui("mandates"), list(agency.mandates.map((each) =>
        [say(each.function), each.sources.length ? ": " : "", Sources.cited(each.sources)]))),
      agency.sees.length > 0 && section("sees", ui("may-see"), h("p", { class: "quiet" }, ui("may-see-why")), list(agency.sees.map(say), { class: "tags" })),
      findings.length > 0 && section("about", ui("findings"), list(findings.map((each) => say(each.saw)))),
    ] };
  }

  return Object.freeze({ render, passing });
})();
