// Walks exported machines: a line of JSON in (what to load, or which event), a line out.
"use strict";

const { createActor } = require("xstate");

const engines = {
  xstate({ text, reader }) {
    const { protocolMachine } = require(reader);
    const actor = createActor(protocolMachine(JSON.parse(text)));
    actor.subscribe({ error: (error) => { throw error; } });
    actor.start();
    return {
      send: (event) => actor.send({ ...event, type: event.type }),
      active: () => names(actor.getSnapshot().value),
      // A machine that is done takes no event, though its snapshot would say so.
      can: (event) => actor.getSnapshot().status === "active" && actor.getSnapshot().can(event),
    };
  },
};

function names(value, prefix = "") {
  if (typeof value === "string") return [prefix + value];
  return Object.entries(value).flatMap(([key, inner]) => [prefix + key, ...names(inner, `${prefix}${key}.`)]);
}

let machine;
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const asked = JSON.parse(line);
  let answer;
  try {
    if (asked.engine) {
      machine = engines[asked.engine](asked);
    } else if (asked.event) {
      machine.send(asked.event);
    }
    const allowed = (asked.candidates ?? []).map((event) => machine.can(event));
    answer = { active: machine.active().sort(), allowed };
  } catch (error) {
    answer = { error: String(error.stack) };
  }
  console.log(JSON.stringify(answer));
});
