// Walks exported machines: a line of JSON in (what to load, or which event), a line out.
"use strict";

const { createActor } = require("xstate");
const scion = require("@scion-scxml/scxml");

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

const promised = (call) => new Promise((done, fail) =>
  call((error, found) => (error ? fail(error) : done(found))));

engines.scxml = async ({ text }) => {
  const model = await promised((done) => scion.documentStringToModel("machine.scxml", text, done, {}));
  const prepared = await promised((done) => model.prepare(done, { console }));
  const chart = new scion.core.Statechart(prepared);
  // SCION ends a case once all that is active is final, W3C only in a final state at the top.
  const top = new Set([...text.matchAll(/^ {2}<final id="([^"]+)"/gm)].map((found) => found[1]));
  const ended = () => chart.getConfiguration().some((id) => top.has(id));
  chart.start();
  return {
    send({ type, ...data }) {
      chart._isInFinalState = ended();
      chart.gen({ name: type, data });
    },
    active: () => chart.getFullConfiguration().filter((id) => id && id[0] !== "$" && id !== "case-in-progress"),
    // What it would select; asking changes nothing. There is no public way to ask.
    can: ({ type, ...data }) => !ended() && !chart._selectTransitions({ name: type, data }, false).isEmpty(),
  };
};

function names(value, prefix = "") {
  if (typeof value === "string") return [prefix + value];
  return Object.entries(value).flatMap(([key, inner]) => [prefix + key, ...names(inner, `${prefix}${key}.`)]);
}

let machine;
let last = Promise.resolve();
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  last = last.then(() => answered(line));
});

async function answered(line) {
  const asked = JSON.parse(line);
  let answer;
  try {
    if (asked.engine) {
      machine = await engines[asked.engine](asked);
    } else if (asked.event) {
      machine.send(asked.event);
    }
    const allowed = (asked.candidates ?? []).map((event) => machine.can(event));
    answer = { active: machine.active().sort(), allowed };
  } catch (error) {
    answer = { error: String(error.stack) };
  }
  console.log(JSON.stringify(answer));
}
