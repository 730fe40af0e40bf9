// A drawing that came with the page, as elements of the page.
const Picture = (() => {
  function of({ lines, order }) {
    const text = order[Words.position].map((at) => lines[at]).join("\n");
    const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    return document.importNode(svg, true);
  }

  // Take away what a drawing says of itself, where the page says it.
  function unname(svg) {
    for (const part of svg.querySelectorAll(":scope > title, :scope > desc")) part.remove();
    for (const name of ["aria-labelledby", "aria-describedby"]) svg.removeAttribute(name);
  }

  return Object.freeze({ of, unname });
})();
