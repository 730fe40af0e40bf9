// The data of the page, which hold once what is there twice: a number below zero stands for
// a shared part, an empty key for such a number, any other for an object with the keys of that shape.
const unpacked = ({ shapes, shared, whole }) => {
  const read = (value) => {
    if (value < 0 && typeof value === "number") return read(shared[-value - 1]);
    if (Array.isArray(value)) return value.map(read);
    if (value === null || typeof value !== "object") return value;
    const [[key, held]] = Object.entries(value);
    if (key === "") return held;
    return Object.fromEntries(shapes[key].map((name, at) => [name, read(held[at])]));
  };
  return read(whole);
};

// A sign of the area for private use stands for what is written often; the list of that
// comes first, up to a tab.
const lengthened = (text) => {
  const end = text.indexOf("\t");
  const often = JSON.parse(text.slice(0, end));
  return text.slice(end + 1).replace(/[\uE000-\uF8FF]/g, (sign) => often[sign.charCodeAt(0) - 0xE000]);
};
