// What changed since another version: for whom, and on the lanes, with a slider between
// before and after.
const Changes = (() => {
  const { before } = Words.book;
  const remarks = before?.remarks ?? [];

  const of = (members) => remarks.filter((each) => members.includes(each.agency));

  const line = (each) => h("li", { class: `change ${each.kind}` }, h("span", { class: "sign", "aria-hidden": "true" },
    { added: "+", removed: "−", changed: "~" }[each.kind]), h("span", { class: "unseen" }, `${ui(`became-${each.kind}`)}: `), say(each.said));

  // Remarks in their order, those of one protocol together.
  function list(found) {
    return once(found.map((each) => each.protocol)).map((id) => [
      Book.sheets.has(id) && h("h3", {}, h("a", { href: Route.to("changes", id) }, say(Book.sheets.get(id).title))),
      h("ul", { class: "change-list" }, found.filter((each) => each.protocol === id).map(line))]);
  }

  // Both versions share one drawing: on each side what the other alone has is hidden.
  function side(drawn, kind) {
    const svg = Picture.of(drawn.picture);
    const gone = kind === "before" ? drawn.added : drawn.removed;
    const moves = new Set(gone.moves.map(([from, to]) => `${from} ${to}`));
    svg.querySelectorAll("[data-step]").forEach((each) => gone.steps.includes(each.dataset.step) && each.remove());
    svg.querySelectorAll("[data-from]").forEach((each) => moves.has(`${each.dataset.from} ${each.dataset.to}`) && each.remove());
    svg.querySelectorAll(kind === "before" ? ".added" : ".removed").forEach((each) => each.remove());
    Picture.unname(svg);
    svg.setAttribute("aria-hidden", "true");
    return h("div", { class: `side ${kind}` }, svg);
  }

  function slider(sheet, drawn) {
    const stack = h("div", { class: "slide", style: null }, side(drawn, "before"), side(drawn, "after"), h("span", { class: "edge" }));
    const set = (value) => stack.style.setProperty("--cut", `${value}%`);
    set(50);
    return h("div", { class: "picture" },
      h("div", { class: "slider" }, h("label", { for: "cut" }, ui("before"), " ↔ ", ui("after")),
        h("input", { type: "range", id: "cut", min: "0", max: "100", value: "50", step: "1",
          "aria-label": `${ui("before")} ↔ ${ui("after")}`, oninput: (event) => set(event.target.value) })), stack);
  }

  function render({ id }) {
    const drawn = before.pictures.find((each) => each.protocol === id);
    const sheet = Book.sheets.get(id);
    if (!sheet) {
      return { content: [h("h1", { tabindex: "-1" }, ui("changes")), h("p", { class: "lead" }, say(before.title)),
        h("ul", {}, before.pictures.map((each) => h("li", {}, h("a", { href: Route.to("changes", each.protocol) }, say(Book.sheets.get(each.protocol).title))))),
        once(remarks.map((each) => each.agency)).map((agency) => section(`for-${agency}`, Book.title(agency),
          list(remarks.filter((each) => each.agency === agency)))),
        !remarks.length && h("p", {}, ui("no-change"))] };
    }
    const ours = remarks.filter((each) => each.protocol === id);
    return { content: [h("p", { class: "crumb" }, h("a", { href: Route.to("changes") }, ui("changes"))),
      h("h1", { tabindex: "-1" }, say(sheet.title)), h("p", { class: "lead" }, say(before.title)),
      drawn && slider(sheet, drawn),
      section("for-whom", ui("changes-for-whom"), once(ours.map((each) => each.agency)).map((agency) => [
        h("h3", {}, Book.title(agency)), h("ul", { class: "change-list" }, ours.filter((each) => each.agency === agency).map(line))]),
        !ours.length && h("p", {}, ui("no-change")))] };
  }

  return Object.freeze({ of, list, render, any: Boolean(before), count: remarks.length });
})();
