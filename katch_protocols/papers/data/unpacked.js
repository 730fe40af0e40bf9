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
