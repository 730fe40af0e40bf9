// The data of the page, which hold once what is there twice: an empty key stands for
// a shared part, any other for an object with the keys of that shape.
const unpacked = ({ shapes, shared, whole }) => {
  const read = (value) => {
    if (Array.isArray(value)) return value.map(read);
    if (value === null || typeof value !== "object") return value;
    const [[key, held]] = Object.entries(value);
    if (key === "") return read(shared[held]);
    return Object.fromEntries(shapes[key].map((name, at) => [name, read(held[at])]));
  };
  return read(whole);
};
