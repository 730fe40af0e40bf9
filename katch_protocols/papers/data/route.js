// Places of the page: #moh@kk, #ministry/interior@ru, #walk/referral_and_assistance/7@en.
// The language that is spoken stands in every address, so that a link opens in it.
const Route = (() => {
  const LISTS = Words.book.is_public ? ["agencies", "proofs"] : ["agencies", "regions", "findings", "proofs"];
  const KINDS = ["protocol", "agency", "region", "ministry", "what-if", "tabletop"];

  const kindOf = (id) => {
    if (Book.sheets.has(id)) return "protocol";
    if (Book.agencies.has(id)) return "agency";
    if (Book.regions.has(id)) return "region";
    return null;
  };
  const known = { protocol: Book.sheets, agency: Book.agencies, region: Book.regions, ministry: Book.ministries,
    "what-if": Book.sheets, tabletop: Book.sheets };

  function parse(hash) {
    const [path, language = ""] = hash.replace(/^#/, "").split("@");
    const parts = path.split("/").filter(Boolean).map((part) => {
      try { return decodeURIComponent(part); } catch { return part; }
    });
    return { language, ...read(parts) };
  }

  function read(parts) {
    const [first, second] = parts;
    if (!first || first === "start") return { view: "start", rest: [] };
    if (LISTS.includes(first)) return { view: first, rest: parts.slice(1) };
    if (first === "changes" && Words.book.before) return { view: "changes", id: second, rest: [] };
    if (first === "numbers" && Words.book.releases.length) return { view: "numbers", rest: parts.slice(1) };
    if (first === "search") return { view: "search", id: second, rest: [] };
    if (first === "walk") {
      const only = Book.sheets.size === 1 ? [...Book.sheets.keys()][0] : null;
      // With one protocol #walk/7 is enough.
      if (only && second !== only) return { view: "walk", id: only, rest: parts.slice(1) };
      return Book.sheets.has(second) ? { view: "walk", id: second, rest: parts.slice(2) }
        : { view: "missing", rest: parts };
    }
    if (KINDS.includes(first) && known[first].has(second)) {
      return { view: first, id: second, rest: parts.slice(2) };
    }
    const kind = kindOf(first);
    return kind ? { view: kind, id: first, rest: parts.slice(1) } : { view: "missing", rest: parts };
  }

  // An id that two kinds of things share, or that is a word of ours, is written in full.
  const RESERVED = new Set(["start", "search", "walk", "changes", "numbers", ...LISTS, ...KINDS]);
  function page(kind, id, ...rest) {
    const plain = !["ministry", "what-if", "tabletop"].includes(kind) && !RESERVED.has(id) && kindOf(id) === kind;
    return to(...(plain ? [id] : [kind, id]), ...rest);
  }

  const to = (...parts) => `#${parts.map((part) => encodeURIComponent(part)).join("/")}@${Words.language}`;
  const go = (place) => { window.location.hash = place; };

  return Object.freeze({ parse, to, page, go });
})();
