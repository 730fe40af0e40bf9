// Runs a protocol in XState 5 from what `katch export --to xstate` writes:
//   const machine = protocolMachine(config); createActor(machine).start();
// An activity is an event of its name: {type: "screen_safety", records: {danger: "present"}}.
// The config is data only; what its guard and its actions mean is said here, once.
"use strict";

const { assign, setup } = require("xstate");

// A test of a guard's params; a fact that nobody has answered is "unknown".
function passes(test, { context, event }) {
  if (test.all) return test.all.every((each) => passes(each, { context, event }));
  if (test.any) return test.any.some((each) => passes(each, { context, event }));
  if (test.not) return !passes(test.not, { context, event });
  if (test.fact) return test.is.includes(context.facts[test.fact]);
  if (test.records) return test.as.includes(event.records?.[test.records]);
  if (test.has) return context.documents[test.has];
  if (test.done) return context.done[test.done];
  if (test.in) return context.active[test.in];
  throw new Error(`No such test: ${JSON.stringify(test)}`);
}

const all = (names, value) => Object.fromEntries((names ?? []).map((name) => [name, value]));

const parts = {
  guards: { when: (now, params) => passes(params, now) },
  actions: {
    change: assign(({ context, event }, { records = [], facts, documents, done }) => ({
      facts: { ...context.facts, ...Object.fromEntries(records.map((fact) => [fact, event.records[fact]])), ...facts },
      documents: { ...context.documents, ...all(documents, true) },
      done: { ...context.done, ...all(done, true) },
    })),
    // Guards of XState see no configuration, so states that some test asks about tell it.
    enter: assign(({ context }, { state }) => ({ active: { ...context.active, [state]: true } })),
    leave: assign(({ context }, { state }) => ({ active: { ...context.active, [state]: false } })),
  },
};

const protocolMachine = (config) => setup(parts).createMachine(config);

module.exports = { parts, passes, protocolMachine };
