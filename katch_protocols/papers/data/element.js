// A text with no-break spaces where no line ends, as on paper (`words/unparted.py` says where).
const unparted = (() => {
  let kept;
  try { kept = new RegExp(KEPT, "gu"); } catch { return (text) => text; } // a browser of before 2023
  return (text) => text.replace(kept, (found) => found.replaceAll(" ", "\u00a0"));
})();

// Elements with text inside, never markup: every text of a handbook passes here.
const h = (() => {
  const ENDLESS = /\S{40}/; // a word that no column holds may break anywhere, others whole

  const add = (parent, child) => {
    if (child === null || child === undefined || child === false || child === "") return;
    if (Array.isArray(child)) child.forEach((each) => add(parent, each));
    else {
      const text = typeof child === "string";
      parent.append(text ? unparted(child) : child);
      if (text && ENDLESS.test(child)) parent.classList.add("endless");
    }
  };

  return (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (key === "colour") element.style.setProperty("--colour", value);
      else if (key === "share") element.style.setProperty("--share", value);
      else element.setAttribute(key, value === true ? "" : value);
    }
    children.forEach((child) => add(element, child));
    return element;
  };
})();

const link = (place, ...children) => h("a", { href: Route.to(...[place].flat()) }, ...children);

// A section with a heading that names it.
const section = (id, title, ...children) =>
  h("section", { "aria-labelledby": `${id}-title`, class: `part ${id}` },
    h("h2", { id: `${id}-title` }, title), ...children);

// A table that a screen reader can walk; it scrolls sideways by itself on a narrow screen.
function grid(caption, heads, rows, attributes = {}) {
  return h("div", { class: "scroller", role: "group", "aria-label": caption, tabindex: "0" },
    h("table", attributes, h("caption", { class: "unseen" }, caption),
      h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, rows)));
}

const list = (items, attributes = {}) =>
  h("ul", attributes, items.map((item) => h("li", {}, item)));

// Several things in one line: "a, b, c".
const inLine = (items) => items.flatMap((item, at) => (at ? [", ", item] : [item]));

// Each different thing once, in the order in which it came.
const once = (items) => [...new Set(items)];
