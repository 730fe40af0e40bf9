// Which language is spoken, and what the page says in it.
const Words = (() => {
  const written = (id) => document.getElementById(id).textContent;
  const book = unpacked(JSON.parse(lengthened(written("book"))));
  const places = JSON.parse(written("places"));
  book.findings.forEach((finding, at) => { finding.place = places[at] ?? ""; });
  let at = 0;

  const say = (text) => (text ? text[at] : "");
  const fill = (template, gaps) =>
    template.replace(/\{(\w+)\}/g, (whole, gap) => (gap in gaps ? String(gaps[gap]) : whole));

  return Object.freeze({
    book,
    say,
    ui: (key, gaps = {}) => fill(say(book.words[key]), gaps),
    has: (key) => key in book.words,
    languages: book.languages.map((code, each) => ({ code, name: book.names[each] })),
    get language() { return book.languages[at]; },
    get position() { return at; },
    // The first language that both the reader and the handbook speak; else the first.
    prefer(codes) {
      const wanted = codes.map((code) => code.toLowerCase().split("-")[0]);
      const found = wanted.find((code) => book.languages.includes(code));
      if (found) this.speak(found);
    },
    speak(code) {
      const found = book.languages.indexOf(code);
      if (found < 0) return false;
      at = found;
      document.documentElement.lang = code;
      return true;
    },
  });
})();
const { say, ui } = Words;
