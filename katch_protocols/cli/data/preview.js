"use strict";
// Follows the handbook: asks again whenever the server names a new look.

const $ = (id) => document.getElementById(id);
const FOLLOW = ""; // the protocol that is being edited
// What the page speaks may be a language that the handbook lacks: drawings have another.
const wanted = { protocol: FOLLOW, view: "lanes", part: "-", language: "", spoken: "en" };
let state = null;
let asked = 0;

const said = (id, text) => {
  const element = $(id);
  if (element.textContent !== text) element.textContent = text;
  element.hidden = !text;
};

const made = (name, text, kind) => {
  const element = document.createElement(name);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
};

const choose = (id, options, value) => {
  const select = $(id);
  const same = JSON.stringify(options);
  if (select.dataset.options !== same) {
    select.dataset.options = same;
    select.replaceChildren(...options.map(([key, text]) => new Option(text, key)));
  }
  select.value = options.some(([key]) => key === value) ? value : options[0]?.[0] ?? "";
};

const json = async (path) => {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(path);
  return answer.json();
};

const shownProtocol = () => {
  const known = state.protocols.map(([id]) => id);
  const named = wanted.protocol === FOLLOW ? state.edited : wanted.protocol;
  return known.includes(named) ? named : known[0];
};

const showFindings = () => {
  $("findings").replaceChildren(
    ...state.findings.map((each) => {
      const item = made("li", "", each.severity);
      const head = made("p", "");
      head.append(made("span", each.place, "place"), " ", made("span", each.label, "label"), " ", made("span", each.rule, "rule"));
      item.append(head, made("p", each.saw), made("p", each.why, "why"), made("p", each.fix));
      return item;
    })
  );
  $("findings").setAttribute("aria-busy", String(state.busy));
  said("counts", state.busy ? state.words.busy : state.findings.length ? state.counts : state.words.clean);
};

const showState = () => {
  const { words } = state;
  document.documentElement.lang = state.spoken;
  for (const each of document.querySelectorAll("[data-word]")) each.textContent = words[each.dataset.word];
  $("choices").setAttribute("aria-label", words.choices);
  said("title", `katch · ${words.title}`);
  said("fault", state.fault);
  if (!state.protocols.some(([id]) => id === wanted.protocol)) wanted.protocol = FOLLOW;
  choose("protocol", [[FOLLOW, words.follow], ...state.protocols], wanted.protocol);
  choose("view", state.views, wanted.view);
  choose("language", state.languages, wanted.language);
  showFindings();
};

const showTable = (rows) => {
  $("twin").hidden = !rows.length;
  const table = made("table", "");
  rows.forEach((row, number) => {
    const line = table.insertRow();
    for (const cell of row) line.append(made(number ? "td" : "th", cell));
  });
  $("rows").replaceChildren(table);
};

const showDrawing = (drawing) => {
  const { words } = state;
  const frame = $("drawing");
  if (!drawing || drawing.refused) {
    frame.replaceChildren(made("p", drawing?.refused ?? words.nothing));
    for (const id of ["parts", "twin", "stale"]) $(id).hidden = true;
    $("warnings").replaceChildren();
    return;
  }
  // An image of its own: parsed as XML, and the policy lets no script of it run.
  const svg = new DOMParser().parseFromString(drawing.svg, "image/svg+xml").documentElement;
  frame.replaceChildren(document.importNode(svg, true));
  frame.classList.toggle("old", drawing.stale);
  said("stale", drawing.stale ? words.stale : "");
  $("parts").hidden = !drawing.parts.length;
  const whole = wanted.view === "agency" ? [] : [["-", words.whole]];
  choose("part", [...whole, ...drawing.parts], drawing.part ?? "-");
  $("warnings").replaceChildren(...drawing.warnings.map((each) => made("li", each)));
  showTable(drawing.twin);
};

const show = async () => {
  const mine = ++asked;
  const found = await json(`state/${wanted.spoken}`);
  if (mine !== asked) return;
  state = found;
  if (!found.languages.some(([code]) => code === wanted.language)) wanted.language = found.language;
  showState();
  const protocol = shownProtocol();
  const { view, part, language } = wanted;
  const drawing = protocol ? await json(`drawing/${protocol}/${view}/${part}/${language}`) : null;
  if (mine !== asked) return;
  showDrawing(drawing);
};

const shown = () =>
  show().catch(() => {
    // The stream tells when the page can go on; until then it shows what it has.
  });

for (const id of ["protocol", "view", "part", "language"])
  $(id).addEventListener("change", (event) => {
    wanted[id] = event.target.value;
    if (id === "language") wanted.spoken = wanted.language;
    if (id === "protocol" || id === "view") wanted.part = "-";
    shown();
  });
$("fit").addEventListener("change", (event) => $("drawing").classList.toggle("fit", event.target.checked));
$("choices").addEventListener("submit", (event) => event.preventDefault());
$("drawing").classList.add("fit");
if (/^#[a-z]{2,8}$/.test(location.hash)) wanted.spoken = location.hash.slice(1);

const news = new EventSource("events");
news.onmessage = () => {
  said("away", "");
  shown();
};
news.onerror = () => state && said("away", state.words.away);
