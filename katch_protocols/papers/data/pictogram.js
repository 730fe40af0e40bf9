// Pictograms of our own, as every drawing has them: one path each, on a grid of 64. They
// take the colour of the text around them, and say nothing that is not said beside them.
const Pictogram = (() => {
  const SVG = "http://www.w3.org/2000/svg";

  function of(name, kind = "") {
    const path = Words.book.pictures[name];
    if (!path) return null;
    const svg = document.createElementNS(SVG, "svg");
    const set = { viewBox: "0 0 64 64", class: `pictogram ${kind}`.trim(), "aria-hidden": "true", focusable: "false" };
    for (const [key, value] of Object.entries(set)) svg.setAttribute(key, value);
    const stroke = document.createElementNS(SVG, "path");
    stroke.setAttribute("d", path);
    svg.append(stroke);
    return svg;
  }

  // That of an activity: of what it is for.
  const act = (sheet, name, kind = "") => of(sheet?.act.get(name)?.picture, kind);

  return Object.freeze({ of, act });
})();
