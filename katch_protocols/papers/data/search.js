// Search over the titles of all languages: what is named so, and where it stands.
const SearchPage = (() => {
  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  const MOST = 50;
  // Endings change with the case of a noun: "опека" finds "опеки".
  const stem = (word) => word.slice(0, word.length - (word.length > 6 ? 2 : word.length > 4 ? 1 : 0));

  // Everything that has a title: its titles in all languages, and its place.
  function every() {
    const { book } = Words;
    const made = (kind, each, href, within = null) => ({ kind, titles: each.title, href, within });
    return [
      ...book.ministries.map((each) => made("ministry", each, () => Route.page("ministry", each.id))),
      ...book.sheets.map((each) => made("protocol", each, () => Route.page("protocol", each.id))),
      ...book.agencies.map((each) => made("agency", each, () => Route.page("agency", each.id))),
      ...book.regions.map((each) => made("region", each, () => Route.page("region", each.id))),
      ...book.sheets.flatMap((sheet) => [
        ...sheet.steps.filter((step) => step.number).map((step) => made("step", step,
          () => Route.page("protocol", sheet.id, "step", step.id), sheet)),
        ...sheet.duties.map((duty) => made("duty", duty, () => Route.page("protocol", sheet.id,
          ...(duty.steps.length === 1 ? ["step", duty.steps[0]] : [])), sheet)),
      ]),
    ];
  }

  // Those that have every word; whole titles before beginnings before the rest.
  function found(asked) {
    const whole = plain(asked).trim();
    const words = whole.split(/\s+/).filter(Boolean).map(stem);
    if (!words.length) return [];
    const rank = (titles) => Math.min(...titles.map((title) => {
      const text = plain(title);
      if (!words.every((word) => text.includes(word))) return 9;
      return text === whole ? 0 : text.startsWith(words[0]) ? 1 : 2;
    }));
    const seen = new Set();
    return every().map((each, at) => ({ ...each, at, rank: rank(each.titles) }))
      .filter((each) => each.rank < 9)
      .sort((one, other) => one.rank - other.rank || one.at - other.at)
      .filter((each) => { const key = `${each.href()} ${say(each.titles)}`; return !seen.has(key) && seen.add(key); });
  }

  function box(place) {
    const asked = place.view === "search" ? place.id ?? "" : "";
    const field = h("input", { type: "search", id: "search", value: asked, placeholder: ui("search"), "aria-label": ui("search"), "aria-keyshortcuts": "/", autocomplete: "off" });
    return h("form", { class: "search", role: "search", onsubmit: (event) => {
      event.preventDefault();
      if (field.value.trim()) Route.go(Route.to("search", field.value.trim()));
    } }, field, h("kbd", { class: "stroke", "aria-hidden": "true", title: ui("search-stroke") }, "/"));
  }

  function render({ id = "" }) {
    const all = found(id);
    return { title: ui("search"), heard: ui("found-n", { n: all.length }), content: [
      h("h1", { tabindex: "-1" }, `${ui("search")}: ${id}`),
      h("p", { class: "lead" }, all.length ? ui("found-n", { n: all.length }) : ui("found-none")),
      h("ul", { class: "hits" }, all.slice(0, MOST).map((each) => h("li", {},
        h("a", { href: each.href() }, say(each.titles)),
        h("span", { class: "quiet block" }, [ui(`hit-${each.kind}`), each.within && say(each.within.title)].filter(Boolean).join(" · ")))))] };
  }

  // A stroke goes to the search, as in many programs; not while somebody types.
  function listen() {
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      document.getElementById("search")?.focus();
    });
  }

  return Object.freeze({ box, render, listen });
})();
