// A checklist: ticked here, kept nowhere. It advises; whoever acts states the value.
const Checklist = (() => {
  // The value of the first line whose counts are all reached.
  function follows(list, ticked) {
    const counts = {};
    for (const item of list.items) if (ticked.has(item.id)) counts[item.weight] = (counts[item.weight] ?? 0) + 1;
    return list.lines.find((line) => Object.entries(line.when).every(([weight, least]) => (counts[weight] ?? 0) >= least));
  }

  const noted = (list) => list.note && h("p", { class: "quiet" }, say(list.note));
  const titled = (list) => [h("p", {}, h("strong", {}, say(list.title))), noted(list)];

  // The form, with what follows told as it is ticked.
  function form(list, head = titled(list)) {
    const ticked = new Set();
    const told = h("output", { class: "follows" });
    const tell = () => { told.textContent = ui("checklist-told", { value: say(follows(list, ticked)?.title) || "–" }); };
    const tick = (id) => (event) => { ticked[event.target.checked ? "add" : "delete"](id); tell(); };
    tell();
    return h("div", { class: "checklist" }, head,
      list.items.map((item) => h("label", {},
        h("input", { type: "checkbox", name: `${list.id}-${item.id}`, onchange: tick(item.id) }),
        say(item.title), " ", h("span", { class: "quiet" }, say(item.weighs)))),
      h("p", {}, told), h("p", { class: "quiet" }, ui("checklist-advises")));
  }

  // The same as it stands on paper: items, what they weigh, and what follows.
  const printed = (list) => [h("h3", {}, say(list.title)), form(list, noted(list)),
    grid(say(list.title), [ui("checklist-when"), ui("checklist-follows")],
      list.lines.map((line) => h("tr", {}, h("td", {}, say(line.said)), h("th", { scope: "row" }, say(line.title))))),
    list.sources.length > 0 && h("p", { class: "quiet" }, ui("rests-on"), ": ", Sources.cited(list.sources))];

  return Object.freeze({ follows, form, printed });
})();
