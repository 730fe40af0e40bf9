// My ministry: its duties that count in the order of a child's story, what it never does,
// what is not decided. The same as its sheet of A4.
const MinistryPage = (() => {
  const badge = (line, number) => h("span", { class: `badge ${line.does ? "does" : "answers"}` }, String(number));

  const due = (line) => (say(line.span)
    ? [h("span", { class: `due ${line.basis}` }, say(line.span)), h("span", { class: "quiet block" }, say(line.note))]
    : say(line.without) && h("span", { class: "due unset" }, say(line.without)));

  // On a narrow screen the way stands under the duty, and its columns are left out.
  const way = (line) => [say(line.comes) && `${ui("ministry-from")}: ${say(line.comes)}`,
    say(line.goes) && `${ui("ministry-to")}: ${say(line.goes)}`].filter(Boolean).join(" → ");

  function row(line, number) {
    const sheet = Book.sheets.get(line.protocol);
    const within = sheet && h("a", { href: Route.page("protocol", line.protocol) }, say(sheet.title));
    return h("tr", {},
      h("td", { class: "wide quiet in-stage" }, say(line.stage)),
      h("td", { class: "doing" }, badge(line, number), h("span", { class: "unseen" }, ui(line.does ? "ministry-we-do" : "ministry-we-answer"))),
      h("th", { scope: "row" }, h("span", { class: "duty" }, say(line.title)),
        h("span", { class: "quiet block" }, say(line.who), within && h("span", { class: "within" }, " · ", within)),
        h("span", { class: "quiet narrow" }, way(line))),
      h("td", { class: "wide" }, say(line.comes)), h("td", { class: "wide" }, say(line.goes)),
      h("td", {}, due(line)));
  }

  function render({ id }) {
    const ministry = Book.ministries.get(id);
    const head = (key, kind = null) => h("th", { scope: "col", class: kind }, ui(key));
    const heads = [head("stage", "wide in-stage"), head("part", "doing"), head("duty"), head("ministry-from", "wide"), head("ministry-to", "wide"), head("by-when", "when")];
    const bodies = ministry.members.filter((each) => Book.agencies.has(each));
    return { title: say(ministry.title), content: [
      h("header", { class: "agency-head ministry-head", colour: ministry.colour },
        h("h1", { tabindex: "-1" }, say(ministry.title)), h("p", { class: "quiet" }, say(ministry.bodies))),
      h("div", { class: "ministry", colour: ministry.colour },
        section("of-ministry", say(ministry.headline),
          h("p", { class: "key legend" }, [["does", ministry.does], ["answers", ministry.answers]].filter(([, said]) => say(said))
            .map(([kind, said]) => h("span", {}, h("span", { class: `badge ${kind}` }), say(said)))),
          h("div", { class: "scroller" }, h("table", { class: "my-duties" }, h("caption", { class: "unseen" }, say(ministry.headline)),
            h("thead", {}, h("tr", {}, heads)), h("tbody", {}, ministry.lines.map((line, at) => row(line, at + 1))))),
          say(ministry.rest) && h("p", { class: "quiet rest" }, say(ministry.rest))),
        ministry.never.length > 0 && section("never", ui("ministry-never"), h("ul", { class: "never-list" },
          ministry.never.map((said) => h("li", {}, say(said))))),
        h("div", { class: "two" },
          ministry.undecided.length > 0 && section("undecided", ui("ministry-undecided"),
            list(ministry.undecided.map(([name, said]) => [h("strong", {}, say(name)), ": ", say(said)]), { class: "open-points" })),
          ministry.late.length > 0 && section("late", ui("ministry-late"),
            h("dl", { class: "facts" }, ministry.late.map(([when, who]) => [h("dt", {}, say(when)), h("dd", {}, say(who))]))))),
      section("bodies-of", ui("agencies"), h("ul", { class: "bodies" }, bodies.map((each) => h("li", {},
        h("a", { class: "body", href: Route.page("agency", each), colour: Book.colour(each) }, h("strong", {}, Book.title(each)))))))] };
  }

  return Object.freeze({ render });
})();
