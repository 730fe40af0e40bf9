// The handbook by its names: who is who, and what belongs together.
const Book = (() => {
  const { book } = Words;
  const by = (things) => new Map(things.map((each) => [each.id, each]));
  const agencies = by(book.agencies);
  const roles = by(book.roles);
  const sheets = by(book.sheets);
  const regions = by(book.regions);
  const sources = by(book.sources);
  const ministries = by(book.ministries);
  for (const sheet of book.sheets) {
    sheet.act = by(sheet.acts);
    sheet.step = by(sheet.steps);
    sheet.fact = by(sheet.facts);
    sheet.checklist = by(sheet.checklists);
    sheet.lane = by(sheet.lanes);
    sheet.place = new Map((sheet.walk?.places ?? []).map((each) => [each.name, each]));
  }

  // Who answers: an agency, a role, or whoever acts.
  const title = (id) => {
    if (id === "actor") return ui("whoever-acts");
    const found = roles.get(id) ?? agencies.get(id) ?? regions.get(id);
    return found ? say(found.title) : id;
  };
  const short = (id) => (agencies.has(id) ? say(agencies.get(id).short) : title(id));
  // A panel is its seats; of any other role it is the role itself.
  const seats = (id) => (roles.get(id)?.sits ? roles.get(id).seats : [id]);
  const sits = (id) => (roles.get(id)?.sits ? `${title(id)} (${say(roles.get(id).sits)})` : title(id));
  const homes = (id) => (agencies.has(id) ? [id] : roles.get(id)?.agencies ?? []);

  // An agency with all bodies under it: a ministry answers for what these do.
  const family = (id) => new Set([id, ...(agencies.get(id)?.below ?? [])]);
  // Who plays a role in some region: its own word counts before the home agencies.
  const played = (role) => (book.regions.length ? book.regions.flatMap((region) => {
    const bond = region.bonds.find((each) => each.role === role);
    return bond ? [bond.agency].filter(Boolean) : homes(role);
  }) : homes(role));
  const bodies = (party) => once(seats(party).flatMap(played));
  const mayPlay = (party, members) => bodies(party).some((agency) => members.has(agency));
  const partOf = (id) => {
    const part = agencies.get(id)?.part_of;
    return part && agencies.has(part) ? part : null;
  };

  // The parts of a duty, strongest first; the first three bind. The last two: asked, told.
  const PARTS = ["responsible", "accountable", "with", "consulted", "informed"];
  const BINDING = new Set(PARTS.slice(0, 3));
  // How a duty concerns some bodies: the parts that they have in it, and as whom.
  const parts = (duty, members) => PARTS
    .filter((part) => duty.bodies[part].some((body) => members.has(body)))
    .map((part) => ({ part, parties: duty.names[part].filter((party) => mayPlay(party, members)) }));
  const binds = (duty, members) => parts(duty, members).some(({ part }) => BINDING.has(part));

  function handoffs(sheet, members) {
    return {
      from: sheet.handoffs.filter((one) => members.has(one.receiver) && !members.has(one.sender)),
      to: sheet.handoffs.filter((one) => members.has(one.sender) && !members.has(one.receiver)),
      gets: sheet.deliveries.filter((one) => members.has(one.receiver) && !members.has(one.sender)),
      sends: sheet.deliveries.filter((one) => members.has(one.sender) && !members.has(one.receiver)),
    };
  }

  const takesPart = (sheet, members) =>
    sheet.duties.some((duty) => parts(duty, members).length) ||
    sheet.steps.some((step) => step.holder && mayPlay(step.holder, members));

  const colour = (id) => agencies.get(id)?.colour ?? "#1B2733";

  return Object.freeze({ agencies, roles, sheets, regions, sources, ministries, title, short, homes, seats, sits,
    bodies, family, mayPlay, partOf, parts, binds, handoffs, takesPart, colour, PARTS });
})();
