// The start page, and the pages that list: agencies, findings, proofs.
const Lists = (() => {
  const { book } = Words;
  const pageLink = (kind, id, ...children) => h("a", { href: Route.page(kind, id) }, ...children);

  function tile(number, said) {
    return h("div", { class: "tile" }, h("strong", {}, String(number)), h("span", {}, said));
  }

  // What is counted, in the form that goes with the number.
  const form = (n) => new Intl.PluralRules(Words.language).select(n);
  const counted = (n, name, facts) => {
    const key = `tile-${name}-${form(n)}`;
    return ui(Words.has(key) ? key : `tile-${name}-other`, facts);
  };

  // What is open comes first; a count never adds verdicts up.
  const settled = (promise) => ["holds", "enforced"].includes(promise.verdict) || promise.waived;

  // Counts of one protocol, as tiles or in one line.
  const counts = (sheet) => [
    [sheet.sizes.steps, "steps"], [sheet.sizes.agencies, "agencies"],
    [sheet.sizes.duties, "duties"], [sheet.sizes.deadlines, "deadlines"],
    [sheet.promises.length, "promises"]];
  const tiles = (sheet) => h("div", { class: "tiles" }, counts(sheet).map(([n, name]) => tile(n, counted(n, name))));
  const inWords = (sheet) => counts(sheet).map(([n, name]) => `${n} ${counted(n, name)}`).join(" · ");

  const status = (sheet) => [ui("version", { version: sheet.version }), ui(`status-${sheet.status}`),
    sheet.valid_from && ui("valid-from", { since: say(sheet.valid_from) })].filter(Boolean).join(" · ");

  function card(sheet) {
    return h("article", { class: "card" },
      h("h3", {}, pageLink("protocol", sheet.id, say(sheet.title))),
      h("p", { class: "quiet" }, status(sheet)),
      sheet.note && h("p", {}, say(sheet.note)),
      tiles(sheet), h("p", { class: "quiet" }, say(sheet.tally)),
      h("p", { class: "buttons" },
        h("a", { class: "button main", href: Route.page("protocol", sheet.id) }, ui("see-protocol")),
        sheet.walk && h("a", { class: "button", href: Route.to("walk", sheet.id) }, ui("walk-case"))));
  }

  const SEVERITIES = ["error", "gap", "warning", "note"];
  const bySeverity = (severity) => book.findings.filter((each) => each.severity === severity);

  // A day as everything else here writes one: browsers have ways of their own.
  const written = (day) => ui("date-day", { day: day.getDate(), year: day.getFullYear(),
    month: ui(`month-${String(day.getMonth() + 1).padStart(2, "0")}`) });

  // What changed and what is open: a number and what it counts, in a line each.
  function today() {
    const now = written(new Date());
    const row = (n, title, why, href = null) => h("li", {}, h("strong", { class: "n" }, n), h("span", {},
      href ? h("a", { href }, title) : h("strong", {}, title), why && h("span", { class: "quiet block" }, why)));
    const since = once(book.sheets.map((sheet) => say(sheet.valid_from)).filter(Boolean)).map((from) => {
      const n = book.sheets.filter((sheet) => say(sheet.valid_from) === from).length;
      return row(String(n), counted(n, "protocols"), counted(n, "valid-from", { since: from }));
    });
    const changed = Changes.any ? [row(String(Changes.count), ui("changes"), say(book.before.title), Route.to("changes"))] : since;
    if (!changed.length && !Releases.any && !book.open.length) return null;
    return h("aside", { class: "today", "aria-labelledby": "today-title" }, h("h2", { id: "today-title" }, ui("today", { day: now })),
      changed.length > 0 && [h("h3", {}, ui("changes")), h("ul", { class: "counted" }, changed)],
      Releases.any && [h("h3", {}, ui("numbers")), h("ul", { class: "counted" },
        row(String(Releases.newest.indicators.length), ui("indicators"), say(Releases.newest.period), Route.to("numbers")))],
      book.open.length > 0 && [h("h3", {}, ui("ministry-undecided")), h("ul", { class: "counted open" },
        book.open.map((each) => row(String(each.number), say(each.title), say(each.why))))]);
  }

  // The path in one row, to be seen without scrolling: a press walks the case there.
  function moments() {
    const cell = (each) => [h("span", { class: "frame-of" }, Pictogram.of(each.picture)),
      h("strong", {}, say(each.span)), h("span", {}, say(each.title))];
    const goal = (each) => (Book.sheets.get(each.protocol)?.walk ? Route.to("walk", each.protocol) : Route.page("protocol", each.protocol));
    return book.moments.length > 0 && h("ol", { class: "moments" }, book.moments.map((each) => h("li", { colour: each.colour },
      Book.sheets.has(each.protocol) ? h("a", { href: goal(each) }, cell(each)) : h("div", {}, cell(each)))));
  }

  // The path of the child over the whole width, where somebody drew it.
  function path() {
    const svg = book.path && Picture.of(book.path);
    svg?.setAttribute("role", "img");
    return (svg || book.moments.length > 0) && section("path", ui("path-of-child"), moments(), svg && h("div", { class: "path-picture" }, svg));
  }

  function start() {
    const gaps = bySeverity("gap").length;
    const first = book.ministries.length > 0;
    return [
      h("div", { class: "front" }, h("div", {},
        h("h1", { tabindex: "-1" }, first ? ui("choose-ministry") : say(book.title)),
        h("p", { class: "lead" }, ui(first ? "choose-ministry-why" : "lead")), first && ministries(),
        h("p", { class: "every" }, h("a", { href: Route.to("agencies") }, ui("all-bodies", { n: book.agencies.length }), " →"),
          first && h("span", { class: "quiet" }, ui("ministry-counts")))), today()),
      path(),
      book.sheets.length > 0 && [section("protocols", ui("protocols"), h("div", { class: "cards" }, book.sheets.map(card))),
        section("who", ui("choose-agency"), h("p", { class: "quiet" }, ui("choose-agency-why")), bodies(true))],
      section("open", ui("open-questions"),
        h("p", {}, book.is_public ? ui("public-said") : ui("open-said", { gaps, findings: book.findings.length })),
        h("p", { class: "buttons" }, !book.is_public && h("a", { class: "button", href: Route.to("findings") }, ui("findings")),
          h("a", { class: "button", href: Route.to("proofs") }, ui("proofs")),
          book.regions.length > 0 && h("a", { class: "button", href: Route.to("regions") }, ui("regions")))),
    ];
  }

  // "65 duties" with its number large.
  const counted_in = (text) => {
    const [, n, rest] = text.match(/^(\d+)\s*(.*)$/) ?? [null, "", text];
    return [n && h("strong", {}, n), ` ${rest}`];
  };

  // The ministries first: whoever opens the page asks for their own part.
  function ministries() {
    return h("ul", { class: "bodies ministries" }, book.ministries.map((each) => h("li", {},
      h("a", { class: "body", href: Route.page("ministry", each.id), colour: each.colour },
        h("span", { class: "sign" }, Pictogram.of(each.picture)),
        h("span", { class: "words" }, h("strong", {}, say(each.title)), say(each.bodies) && h("span", { class: "quiet" }, say(each.bodies))),
        h("span", { class: "tally" }, counted_in(say(each.counted)))))));
  }

  // Whoever takes part, national bodies first; the rest only on the full list.
  function bodies(only, level_heading = "h3") {
    const taking = (agency) => book.sheets.filter((sheet) => Book.takesPart(sheet, Book.family(agency.id)));
    const groups = ["national", "region", "district"].map((level) => ({ level,
      found: book.agencies.filter((agency) => agency.level === level)
        .map((agency) => ({ agency, sheets: taking(agency) }))
        .filter(({ sheets }) => !only || sheets.length) })).filter((group) => group.found.length);
    return groups.map(({ level, found }) => h("div", { class: "level" }, h(level_heading, {}, ui(`level-${level}`)),
      h("ul", { class: "bodies" }, found.map(({ agency, sheets }) => h("li", {},
        h("a", { class: "body", href: Route.page("agency", agency.id), colour: agency.colour },
          h("strong", {}, say(agency.title)),
          h("span", { class: "quiet" }, sheets.length ? ui("in-n-protocols", { n: sheets.length }) : ui("no-part"))))))));
  }

  const agencies = () => [h("h1", { tabindex: "-1" }, ui("agencies")),
    h("p", { class: "lead" }, ui("choose-agency-why")), bodies(false, "h2")];

  function finding(each) {
    const pages = each.about.map((id) => ["protocol", "agency", "region"]
      .map((kind, at) => [kind, [Book.sheets, Book.agencies, Book.regions][at]])
      .filter(([, known]) => known.has(id))
      .map(([kind, known]) => pageLink(kind, id, say(known.get(id).title)))).flat();
    return h("li", { class: `finding ${each.severity}` },
      h("p", {}, h("strong", {}, each.saw[Words.position])), h("p", {}, say(each.why)),
      pages.length > 0 && h("p", { class: "quiet" }, inLine(pages)), each.known && h("p", {}, say(each.known)),
      h("details", { class: "mend" }, h("summary", {}, ui("how-to-mend")), h("p", { class: "fix" }, say(each.fix)),
        each.place && h("p", { class: "quiet" }, h("code", {}, each.place))));
  }

  // What the register knows is folded; what is new is always shown.
  function shown(list) {
    const known = list.filter((each) => each.known);
    return [h("ul", { class: "findings" }, list.filter((each) => !each.known).map(finding)),
      known.length > 0 && h("details", {}, h("summary", {}, ui("in-register", { n: known.length })),
        h("ul", { class: "findings" }, known.map(finding)))];
  }

  function findings() {
    return [h("h1", { tabindex: "-1" }, ui("findings")), h("p", { class: "lead" }, ui("findings-why")),
      h("div", { class: "tiles" }, SEVERITIES.map((each) => tile(bySeverity(each).length, ui(`severity-${each}s`)))),
      SEVERITIES.filter((each) => bySeverity(each).length).map((severity) => section(`severity-${severity}`,
        ui(`severity-${severity}s`), h("p", { class: "quiet" }, ui(`severity-${severity}-why`)),
        shown(bySeverity(severity)))),
      !book.findings.length && h("p", {}, ui("nothing-found"))];
  }

  const verdict = (promise) => h("span", { class: `verdict ${promise.waived ? "waived" : promise.verdict}` }, say(promise.said));

  const promised = (each) => say(each.promise || each.title);

  function reasons(each) {
    const told = each.verdict === "enforced" ? each.story.slice(0, 1) : each.story;
    return [promised(each) && h("p", {}, say(each.sentence)),
      each.never && h("p", {}, say(each.never)),
      each.remarks.map((line) => h("p", { class: "quiet" }, say(line))),
      told.length > 1 ? h("details", {}, h("summary", {}, ui("story")),
        h("ol", { class: "story" }, told.map((line) => h("li", {}, say(line)))))
        : told.filter((line) => say(line)).map((line) => h("p", { class: "quiet" }, say(line))),
      h("p", { class: "quiet" }, [Sources.cited(each.sources), each.sources.length ? " · " : "",
        ui("seen-cases", { n: String(each.configurations).replace(/\B(?=(\d{3})+$)/g, "\u00a0") })])];
  }

  const openPromise = (each) => h("li", { class: "promise" }, verdict(each), h("div", {},
    h("p", {}, promised(each) ? h("strong", {}, promised(each)) : say(each.sentence)), reasons(each)));

  // A line that unfolds, once for all that promise the same with the same verdict.
  const keptPromise = (alike) => h("li", { class: "promise kept" }, verdict(alike[0]), h("details", {},
    h("summary", {}, promised(alike[0]) || say(alike[0].sentence),
      alike.length > 1 && h("span", { class: "quiet" }, ` × ${alike.length}`)),
    alike.map((each) => h("div", {}, reasons(each)))));

  // What is open stands first, then what was waived, both in full.
  function promises(list) {
    const folds = (each) => settled(each) && !each.waived;
    const named = new Map();
    for (const each of list.filter(folds)) {
      const key = `${promised(each) || say(each.sentence)}\n${say(each.said)}`;
      named.set(key, [...(named.get(key) ?? []), each]);
    }
    const full = list.filter((each) => !folds(each)).sort((one, other) => Number(settled(one)) - Number(settled(other)));
    return h("ul", { class: "promises" }, full.map(openPromise), [...named.values()].map(keptPromise));
  }

  function proofs() {
    return [h("h1", { tabindex: "-1" }, ui("proofs")), h("p", { class: "lead" }, ui("proofs-why")),
      h("dl", { class: "meanings" }, ["holds", "waived", "enforced", "vacuous", "broken", "not-exhausted"].map((each) => [
        h("dt", {}, h("span", { class: `verdict ${each}` }, ui(`verdict-${each}`))),
        h("dd", {}, ui(`verdict-${each}-why`))])),
      book.sheets.map((sheet) => section(`proofs-${sheet.id}`, say(sheet.title),
        h("p", {}, h("strong", {}, say(sheet.tally)), " ",
          pageLink("protocol", sheet.id, ui("see-protocol"))),
        promises(sheet.promises)))];
  }

  return Object.freeze({ start, agencies, findings, proofs, inWords, status, promises, verdict, pageLink, tile, counted });
})();
