// The states of a case as a flow that opens in three levels: its phases; the states of a
// phase, each with where it leads; all that may be done in a state.
const Levels = (() => {
  // Activities that are possible almost anywhere are told once, not in each state.
  const WIDE = 6;

  const acts = (sheet, id) => sheet.acts.filter((each) => each.steps.includes(id) && each.steps.length <= WIDE);

  function state(sheet, step) {
    const may = acts(sheet, step.id);
    const goals = once([...may, ...step.moves].flatMap((each) => each.goals)).filter((id) => id !== step.id && sheet.step.has(id));
    const told = [h("span", { class: "number", colour: sheet.lane.get(step.lane)?.colour }, step.number ? String(step.number) : "■"),
      h("strong", {}, say(step.title)), " ", ProtocolPage.due(step.due), step.outcome && h("span", { class: "quiet" }, ui(`outcome-${step.outcome}`)),
      step.holder && h("span", { class: "quiet block" }, Book.title(step.holder))];
    const leads = goals.length > 0 && h("span", { class: "quiet block" }, `${ui("leads")}: `, inLine(goals.map((id) => ProtocolPage.stepLink(sheet, id))));
    return h("li", { class: "state" }, may.length === 0 ? h("div", { class: "closed" }, told)
      : h("details", { class: "level-3" }, h("summary", {}, told), h("div", { class: "all" }, may.map((each) => ProtocolPage.act(sheet, each)))), leads);
  }

  function phase(sheet, title, steps, at) {
    const due = steps.filter((step) => step.due).length;
    // As at the head of the page, an end or a choice is no step.
    const many = steps.filter((step) => step.number).length;
    const held = once(steps.map((step) => step.lane)).map((id) => sheet.lane.get(id)).filter(Boolean);
    return h("li", { class: "phase" }, h("details", { class: "level-2" },
      h("summary", {}, h("span", { class: "nth" }, String(at + 1)), h("strong", {}, title),
        h("span", { class: "quiet block" }, `${many} ${Lists.counted(many, "steps")} · ${due} ${Lists.counted(due, "deadlines")}`),
        h("span", { class: "quiet block" }, inLine(held.map((lane) => say(lane.short))))),
      h("ol", { class: "states" }, steps.map((step) => state(sheet, step)))));
  }

  // Phases and steps in the order of the drawing: every step is in a phase.
  function of(sheet) {
    const parts = once(sheet.steps.map((step) => step.phase)).map((id) => [id, sheet.steps.filter((step) => step.phase === id)]);
    return h("ol", { class: "levels" }, parts.map(([id, steps], at) => phase(sheet, say(sheet.phases[id]) || say(sheet.title), steps, at)));
  }

  return Object.freeze({ of });
})();
