// What may be told of each period: the charts of a release, and each indicator in words.
const Releases = (() => {
  const { releases } = Words.book;

  // The table below says what the drawing shows, so a reader of screens hears it once.
  function drawn(release) {
    const svg = Picture.of(release.picture);
    Picture.unname(svg);
    svg.setAttribute("aria-hidden", "true");
    // Its letters are as large as those beside it, or a little larger.
    svg.style.minWidth = `${release.picture.width}px`;
    svg.style.maxWidth = `${1.25 * release.picture.width}px`;
    return h("div", { class: "path-picture" }, svg);
  }

  const row = (cells) => h("tr", {}, cells.map((cell, at) => (at ? h("td", {}, say(cell)) : h("th", { scope: "row" }, say(cell)))));

  const indicator = (release, each) => [h("h3", {}, say(each.title)), h("p", {}, say(each.sentence)),
    say(each.target) && h("p", { class: "quiet" }, say(each.target)), say(each.ask) && h("p", {}, h("strong", {}, say(each.ask))),
    grid(say(each.title), release.head.map(say), each.rows.map(row))];

  const one = (release, at) => section(`release-${at + 1}`, say(release.title), drawn(release),
    release.indicators.map((each) => indicator(release, each)), release.waiting.map((each) => h("p", { class: "quiet" }, say(each))),
    h("p", { class: "quiet" }, say(release.note)), h("p", { class: "quiet hash" }, say(release.hash)));

  const render = () => ({ content: [h("h1", { tabindex: "-1" }, ui("numbers")), releases.map(one)] });

  return Object.freeze({ render, any: releases.length > 0, newest: releases[0] });
})();
