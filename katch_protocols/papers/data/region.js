// Regions: who plays each role where, and where nobody does.
const RegionPage = (() => {
  const { book } = Words;

  // The roles that some protocol asks for, and those that a region says something of.
  function roles() {
    const asked = new Set(book.sheets.flatMap((sheet) => [
      ...sheet.duties.flatMap((duty) => Book.PARTS.flatMap((part) => duty.names[part])),
      ...sheet.steps.map((step) => step.holder)]).flatMap((id) => [id, ...Book.seats(id)]));
    const bound = new Set(book.regions.flatMap((region) => region.bonds.map((bond) => bond.role)));
    return book.roles.filter((role) => asked.has(role.id) || bound.has(role.id));
  }

  function holds(region, role) {
    const bond = region.bonds.find((each) => each.role === role.id);
    if (bond) return bond.agency ? { agencies: [bond.agency], own: true, bond } : { gap: bond.gap, bond };
    return { agencies: role.agencies, own: false };
  }

  const usual = (role) => (role.sits ? h("span", {}, say(role.sits)) : role.agencies.length
    ? inLine(role.agencies.map((id) => Lists.pageLink("agency", id, Book.short(id))))
    : h("span", { class: "quiet" }, ui("no-agency")));

  // On the list of all regions only what differs is said.
  function cell(region, role, full) {
    const found = holds(region, role);
    if (!full && !found.bond) return h("td", { class: "as-usual" }, h("span", { class: "unseen" }, ui("as-usual")));
    if (found.gap) return h("td", { class: "gap" }, h("strong", {}, ui("nobody-here")), full && h("span", { class: "block" }, say(found.gap)));
    if (role.sits) return h("td", {}, say(role.sits));
    if (!found.agencies.length) return h("td", {}, h("span", { class: "quiet" }, ui("no-agency")));
    return h("td", { class: found.own ? "own" : null }, inLine(found.agencies.map((id) =>
      Lists.pageLink("agency", id, full ? Book.title(id) : Book.short(id)))));
  }

  // How far each region is with each protocol; nothing where no region tells of any.
  const named = (protocol) => {
    const sheet = Book.sheets.get(protocol);
    return h("th", { scope: "row" }, sheet ? Lists.pageLink("protocol", protocol, say(sheet.title)) : protocol);
  };
  const standing = (one) => h("td", { class: one.stage ? "own" : "quiet" }, say(one.said));

  function progress() {
    const told = book.regions[0]?.progress ?? [];
    if (!told.length) return false;
    const rows = told.map(({ protocol }, at) => h("tr", {}, named(protocol),
      book.regions.map((region) => standing(region.progress[at]))));
    return section("progress", ui("progress"), grid(ui("progress"), [ui("protocol"),
      ...book.regions.map((region) => Lists.pageLink("region", region.id, say(region.title)))], rows, { class: "regions" }));
  }

  function all() {
    const differs = (role) => book.regions.some((region) => holds(region, role).bond);
    const row = (role) => h("tr", {}, h("th", { scope: "row" }, say(role.title)),
      h("td", {}, usual(role)), book.regions.map((region) => cell(region, role, false)));
    const rows = roles().filter(differs).map(row);
    const same = roles().filter((role) => !differs(role));
    return [h("h1", { tabindex: "-1" }, ui("regions")), h("p", { class: "lead" }, ui("regions-why")),
      h("ul", { class: "key" }, h("li", {}, h("span", { class: "swatch own" }), ui("own-here")), h("li", {}, h("span", { class: "swatch gap" }), ui("nobody-here"))),
      grid(ui("regions"), [ui("role"), ui("usually"), ...book.regions.map((region) => Lists.pageLink("region", region.id, say(region.title)))], rows, { class: "regions" }),
      h("details", {}, h("summary", {}, ui("same-everywhere", { n: same.length })),
        grid(ui("same-everywhere", { n: same.length }), [ui("role"), ui("usually")],
          same.map((role) => h("tr", {}, h("th", { scope: "row" }, say(role.title)), h("td", {}, usual(role)))))),
      progress()];
  }

  function render({ id }) {
    const region = Book.regions.get(id);
    const own = region.bonds.filter((each) => each.agency);
    const gaps = roles().filter((role) => holds(region, role).gap);
    const rows = roles().map((role) => h("tr", {}, h("th", { scope: "row" }, say(role.title)), cell(region, role, true),
      h("td", {}, Sources.cited(holds(region, role).bond?.sources ?? []))));
    return { content: [
      h("p", { class: "crumb" }, h("a", { href: Route.to("regions") }, ui("regions"))),
      h("h1", { tabindex: "-1" }, say(region.title)), region.note && h("p", { class: "lead" }, say(region.note)),
      h("div", { class: "tiles" }, Lists.tile(gaps.length, Lists.counted(gaps.length, "vacant")), Lists.tile(own.length, Lists.counted(own.length, "settled"))),
      section("roles", ui("who-plays"), grid(ui("who-plays"), [ui("role"), ui("who"), ui("rests-on")], rows, { class: "regions" })),
      region.progress.length > 0 && section("progress", ui("progress-here"), grid(ui("progress-here"), [ui("protocol"), ui("stage"), ui("rests-on")],
        region.progress.map((one) => h("tr", {}, named(one.protocol),
          standing(one), h("td", {}, Sources.cited(one.sources)))))),
      region.posts.length > 0 && section("posts", ui("posts"), grid(ui("posts"), [ui("post"), ui("roles-played"), ui("people"), ui("cover")],
        region.posts.map((post) => h("tr", {}, h("th", { scope: "row" }, say(post.title)),
          h("td", {}, post.roles.map((role) => Book.title(role)).join(", ")),
          h("td", {}, String(post.people)), h("td", {}, ui(`cover-${post.cover}`)))))),
    ] };
  }

  return Object.freeze({ all: () => ({ content: all() }), render });
})();
