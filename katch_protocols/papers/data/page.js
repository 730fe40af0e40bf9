// The page itself: head, menu and languages; what the place in the address asks for.
const Page = (() => {
  const root = document.getElementById("page");
  const heard = h("p", { class: "unseen", role: "status", "aria-live": "polite" });
  let shown = null;

  const VIEWS = {
    start: () => ({ content: Lists.start() }),
    agencies: () => ({ content: Lists.agencies() }),
    findings: () => ({ content: Lists.findings() }),
    proofs: () => ({ content: Lists.proofs() }),
    regions: () => RegionPage.all(),
    region: (place) => RegionPage.render(place),
    agency: (place) => AgencyPage.render(place),
    ministry: (place) => MinistryPage.render(place),
    "what-if": (place) => WhatIfPage.render(place),
    tabletop: (place) => TabletopPage.render(place),
    changes: (place) => Changes.render(place),
    numbers: () => Releases.render(),
    search: (place) => SearchPage.render(place),
    protocol: (place) => ProtocolPage.render(place),
    walk: (place) => WalkPage.render(place),
    missing: () => ({ content: [h("h1", { tabindex: "-1" }, ui("not-here")), h("p", {}, h("a", { href: Route.to("start") }, ui("start")))] }),
  };

  function menu(place) {
    const item = (view, key) => h("li", {}, h("a", { href: Route.to(view), "aria-current": place.view === view ? "page" : null }, ui(key)));
    return h("nav", { class: "menu", "aria-label": ui("menu") }, h("ul", {},
      item("start", "start"),
      Words.book.sheets.length <= 4 && Words.book.sheets.map((sheet) => h("li", {}, h("a", { href: Route.page("protocol", sheet.id),
        class: "long", title: say(sheet.title), "aria-current": ["protocol", "walk"].includes(place.view) && place.id === sheet.id ? "page" : null }, say(sheet.title)))),
      item("agencies", "agencies"), Words.book.regions.length > 0 && item("regions", "regions"),
      Changes.any && item("changes", "changes"), Releases.any && item("numbers", "numbers"),
      !Words.book.is_public && item("findings", "findings"), item("proofs", "proofs")));
  }

  function languages() {
    if (Words.languages.length < 2) return null;
    return h("div", { class: "languages", role: "group", "aria-label": ui("language") }, Words.languages.map(({ code, name }) =>
      h("button", { type: "button", lang: code, "aria-pressed": String(code === Words.language), onclick: () => speak(code) }, name)));
  }

  function speak(code) {
    if (!Words.speak(code)) return;
    const [path] = window.location.hash.split("@");
    history.replaceState(null, "", `${path || "#start"}@${code}`);
    render({ again: true });
    root.querySelector(`.languages [lang="${code}"]`)?.focus();
  }

  function render({ again = false } = {}) {
    const place = Route.parse(window.location.hash);
    if (place.language) Words.speak(place.language);
    // Without a language in the address the browser's own is spoken, and written there.
    const [path, spoken] = window.location.hash.split("@");
    if (spoken !== Words.language) history.replaceState(null, "", `${path || "#start"}@${Words.language}`);
    WalkPage.close(place);
    // Another page begins with its whole drawing, not where a walk or a ministry left the camera.
    if (shown?.view !== place.view || shown?.id !== place.id) Drawing.forget();
    const view = VIEWS[place.view](place);
    const first = shown === null;
    const stays = shown?.view === place.view && shown?.id === place.id && view.still;
    const scrolled = window.scrollY;
    const focused = document.activeElement?.closest?.(".frame, .chips, .now, .walk, .head");
    root.className = `on-${place.view}`;
    root.replaceChildren(
      h("a", { class: "skip", href: "#main", onclick: (event) => { event.preventDefault(); root.querySelector("h1")?.focus(); } }, ui("skip")),
      h("header", { class: "top" }, h("a", { class: "brand", href: Route.to("start") }, say(Words.book.title)), SearchPage.box(place), languages()),
      menu(place), h("main", { id: "main" }, view.content),
      h("footer", { class: "foot" }, h("p", {}, ui(Releases.any ? "foot-numbers" : "foot"))), heard);
    const heading = root.querySelector("h1");
    document.title = [view.title ?? heading?.textContent, say(Words.book.title)].filter((text, at, all) => all.indexOf(text) === at).join(" · ");
    const goal = view.after?.();
    if (goal) { goal.setAttribute("tabindex", "-1"); goal.scrollIntoView(); }
    else if (stays || again) window.scrollTo(0, scrolled);
    else window.scrollTo(0, 0);
    if (goal && !again) goal.focus({ preventScroll: true });
    else if (!first && !again) focus(place, stays, focused, heading);
    heard.textContent = view.heard ?? (first ? "" : heading?.textContent ?? "");
    shown = place;
  }

  // Where the keyboard goes on: the same spot of the same page, else its heading.
  function focus(place, stays, focused, heading) {
    if (!stays) return heading?.focus({ preventScroll: true });
    if (place.view === "walk" && WalkPage.plays()) return root.querySelector(".play")?.focus({ preventScroll: true });
    if (place.view === "walk") return root.querySelector("#now-title")?.focus({ preventScroll: true });
    const [kind, name] = place.rest;
    if (place.view === "ministry") return root.querySelector(".my-duties [aria-current]")?.focus({ preventScroll: true });
    const found = focused?.classList.contains("frame") && kind
      ? [...root.querySelectorAll(".frame [role=button]")].find((each) => (kind === "lane" ? each.dataset.lane : each.dataset.step) === name && each.matches(`.${kind}`))
      : root.querySelector(".chips [aria-current]");
    if (found?.matches("[role=button]")) {
      const row = [...root.querySelectorAll(`.frame .${kind}[role=button]`)];
      row.forEach((each) => each.setAttribute("tabindex", each === found ? "0" : "-1"));
    }
    return (found ?? heading)?.focus({ preventScroll: true });
  }

  // Paper does not unfold: all is open on it, then as it was. One duty less has one sheet.
  const opened = [];
  window.addEventListener("beforeprint", () => root.querySelectorAll("details:not([open], .on-what-if *)").forEach((each) => {
    each.open = true;
    opened.push(each);
  }));
  window.addEventListener("afterprint", () => opened.splice(0).forEach((each) => { each.open = false; }));

  window.addEventListener("hashchange", () => render());
  SearchPage.listen();
  Words.prefer(navigator.languages);
  render();
  return Object.freeze({ render });
})();
