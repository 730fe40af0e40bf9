// The drawing of a protocol: a camera over it, and lights on what is spoken of.
const Drawing = (() => {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const kept = new Map(); // where the camera stood on this page, by protocol
  const MARGIN = 24;
  const CLOSEST = 480;
  const BAR = 40; // how wide the bars of phases are
  const NARROW = 600; // on a frame so narrow letters are readable from near only
  const NAME = 120; // a name needs this much of its lane

  // Heads of lanes and steps are buttons with names; a table beside tells the rest.
  function named(svg, sheet) {
    for (const part of [...svg.children]) part.setAttribute("aria-hidden", "true");
    Picture.unname(svg);
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", ui("drawing-of", { title: say(sheet.title) }));
    const button = (group, label) => {
      group.removeAttribute("aria-hidden");
      group.setAttribute("role", "button");
      group.setAttribute("tabindex", "-1");
      group.setAttribute("aria-label", label);
    };
    const lanes = [...svg.querySelectorAll(".lane")];
    lanes.forEach((group) => button(group, say(sheet.lane.get(group.dataset.lane).title)));
    const steps = [...svg.querySelectorAll(".step")].filter((group) => sheet.step.has(group.dataset.step));
    steps.forEach((group) => button(group, spoken(sheet, sheet.step.get(group.dataset.step))));
    steps.sort((one, other) => (Number(one.dataset.number) || 999) - (Number(other.dataset.number) || 999));
    for (const first of [lanes[0], steps[0]]) first?.setAttribute("tabindex", "0");
    return { lanes, steps };
  }

  function spoken(sheet, step) {
    const due = step.due ? say(step.due.limit) : "";
    const lane = say(sheet.lane.get(step.lane)?.short);
    const name = step.number ? ui("step-n", { n: step.number, title: say(step.title) }) : say(step.title);
    return [name, lane, due].filter(Boolean).join(", ");
  }

  // On a walk the head of a lane is its short name alone: the case needs the room.
  function slim(head, name) {
    const rect = head.querySelector("rect");
    const [first, ...rest] = head.querySelectorAll("text");
    rest.forEach((each) => each.remove());
    if (!first) return;
    const [x, width] = [Number(rect.getAttribute("x")), Number(rect.getAttribute("width"))];
    rect.setAttribute("height", "40");
    first.replaceChildren(name);
    for (const [key, value] of [["x", x + width / 2], ["y", Number(rect.getAttribute("y")) + 26], ["text-anchor", "middle"]]) first.setAttribute(key, value);
  }

  function mount(sheet, { onStep, onLane, tall = false } = {}) {
    const svg = Picture.of(sheet.picture);
    const { lanes, steps } = named(svg, sheet);
    const box = svg.viewBox.baseVal;
    const page = { x: 0, y: 0, w: box.width, h: box.height };
    const frame = h("div", { class: tall ? "frame tall" : "frame" });
    frame.append(svg);
    const heads = [...svg.querySelectorAll(".lane")];
    const bars = [...svg.querySelectorAll(".phase")];
    heads.forEach((head) => svg.append(head)); // above the bars of phases
    if (tall) heads.forEach((head) => slim(head, say(sheet.lane.get(head.dataset.lane).short)));
    let view = { ...page };
    let goal = view;
    let running = 0;

    const ratio = () => (frame.clientWidth && frame.clientHeight
      ? frame.clientWidth / frame.clientHeight : page.w / page.h);

    // Heads stay at the top and phases at the left edge, wherever the camera is.
    function show(next) {
      view = next;
      kept.set(sheet.id, view);
      svg.setAttribute("viewBox", `${next.x} ${next.y} ${next.w} ${next.h}`);
      const top = heads[0]?.getBBox().y ?? 0;
      const down = Math.max(0, next.y - top);
      const across = Math.max(0, next.x - 4);
      heads.forEach((head) => {
        head.setAttribute("transform", `translate(0 ${down})`);
        centre(head, next.x + (across ? BAR : 0), next.x + next.w);
      });
      bars.forEach((bar) => bar.setAttribute("transform", `translate(${across} 0)`));
    }

    // The name of a lane stands in the middle of what is seen of it.
    function centre(head, left, right) {
      const { x, width } = head.querySelector("rect").getBBox();
      const [from, to] = [Math.max(x, left), Math.min(x + width, right)];
      const aside = to - from < NAME ? 0 : (from + to) / 2 - (x + width / 2);
      head.querySelectorAll("text").forEach((text) => {
        text.setAttribute("transform", `translate(${aside} 0)`);
        text.classList.toggle("cut", aside !== 0 && text.getBBox().width > to - from);
      });
    }

    function held(next) {
      const w = Math.min(Math.max(next.w, CLOSEST), Math.max(page.w, page.h * ratio()));
      const tallness = w / ratio();
      const middle = (start, span, whole) => (span >= whole
        ? (whole - span) / 2 : Math.min(Math.max(start, 0), whole - span));
      return { w, h: tallness, x: middle(next.x, w, page.w),
        y: tallness >= page.h ? 0 : Math.min(Math.max(next.y, 0), page.h - tallness) };
    }

    function go(next, { at_once = false } = {}) {
      goal = held(next);
      cancelAnimationFrame(running);
      if (at_once || calm.matches || !frame.isConnected) return show(goal);
      const [start, end] = [view, goal];
      const began = performance.now();
      const move = (now) => {
        const part = Math.min(1, Math.max(0, (now - began) / 320));
        const eased = 1 - (1 - part) ** 3;
        const mix = (key) => start[key] + (end[key] - start[key]) * eased;
        show({ x: mix("x"), y: mix("y"), w: mix("w"), h: mix("h") });
        if (part < 1) running = requestAnimationFrame(move);
      };
      running = requestAnimationFrame(move);
    }

    const whole = (how) => go({ x: 0, y: 0, w: Math.max(page.w, page.h * ratio()), h: page.h }, how);
    const wide = (how) => go({ x: 0, y: 0, w: page.w, h: page.w / ratio() }, how);
    const zoom = (by) => go({ w: view.w * by, h: view.h * by,
      x: view.x + view.w * (1 - by) / 2, y: view.y + view.h * (1 - by) / 2 });

    // The smallest view that shows some steps with room around them, and their heads.
    function near(ids, { least: wanted = 1250, ...how } = {}) {
      const least = frame.clientWidth < NARROW ? CLOSEST : wanted;
      const shapes = steps.filter((group) => ids.includes(group.dataset.step)).map((group) => group.getBBox());
      if (!shapes.length) return;
      const x = Math.min(...shapes.map((each) => each.x)) - MARGIN;
      const y = Math.min(...shapes.map((each) => each.y)) - MARGIN;
      const right = Math.max(...shapes.map((each) => each.x + each.width)) + MARGIN;
      const bottom = Math.max(...shapes.map((each) => each.y + each.height)) + MARGIN;
      const head = heads[0]?.getBBox().height ?? 0;
      const w = Math.max(right - x, (bottom - y + head) * ratio(), least);
      const tallness = w / ratio();
      go({ w, h: tallness, x: (x + right - w) / 2, y: (y - head + bottom - tallness) / 2 }, how);
    }

    // Lights: what is not spoken of fades; the place of the case bears a ring.
    function light({ steps: lit = null, lanes: own = null, at = [], path = [] } = {}) {
      const all = lit === null;
      const has = (name) => all || lit.has(name);
      svg.classList.toggle("lit", !all);
      svg.querySelectorAll(".step").forEach((group) => {
        const name = group.dataset.step;
        group.classList.toggle("dim", !has(name));
        group.classList.toggle("here", at.includes(name));
        group.classList.toggle("been", path.includes(name) && !at.includes(name));
        if (at.includes(name)) group.setAttribute("aria-current", "step");
        else group.removeAttribute("aria-current");
      });
      svg.querySelectorAll(".move, .text").forEach((group) => {
        const { from, to } = group.dataset;
        group.classList.toggle("dim", !all && !(lit.has(from) || lit.has(to)));
      });
      svg.querySelectorAll(".note, .hull, .hull-tab, .hull-letter").forEach((group) =>
        group.classList.toggle("dim", !all));
      heads.forEach((head) => {
        const mine = own?.has(head.dataset.lane) ?? false;
        head.classList.toggle("dim", own !== null && !mine);
        head.setAttribute("aria-pressed", String(mine));
      });
    }

    // Where the case is, as a token; from where it was before it travels along the arrow.
    function token(at, before = null) {
      svg.querySelectorAll(".token").forEach((each) => each.remove());
      for (const id of at) {
        const mark = document.createElementNS(svg.namespaceURI, "circle");
        mark.setAttribute("class", "token");
        mark.setAttribute("r", "11");
        svg.append(mark);
        const from = before && !before.includes(id) ? before.find((each) => line(each, id).length) ?? before.find((each) => !at.includes(each)) : null;
        const goal = corner(id);
        const way = from && goal ? [corner(from), ...line(from, id), goal].filter(Boolean) : [goal].filter(Boolean);
        if (way.length) travel(mark, way); else mark.remove();
      }
    }

    const corner = (id) => {
      const box = steps.find((group) => group.dataset.step === id)?.getBBox();
      return box && { x: box.x + 2, y: box.y + box.height / 2 };
    };

    // Points along the arrow from one step to another, in the direction of the arrow.
    function line(from, to) {
      const group = [...svg.querySelectorAll(".move")].find((each) => each.dataset.from === from && each.dataset.to === to);
      const paths = [...(group?.querySelectorAll("path") ?? [])].filter((path) => path.getAttribute("fill") === "none");
      return paths.flatMap((path) => {
        const length = path.getTotalLength();
        return [0, .25, .5, .75, 1].map((part) => path.getPointAtLength(length * part));
      });
    }

    function travel(mark, way) {
      const put = ({ x, y }) => { mark.setAttribute("cx", x); mark.setAttribute("cy", y); };
      put(way[way.length - 1]);
      if (calm.matches || way.length < 2) return;
      const began = performance.now();
      const move = (now) => {
        const along = Math.min(1, Math.max(0, (now - began) / 900)) * (way.length - 1);
        const [at, next] = [way[Math.floor(along)], way[Math.min(way.length - 1, Math.floor(along) + 1)]];
        const part = along - Math.floor(along);
        put({ x: at.x + (next.x - at.x) * part, y: at.y + (next.y - at.y) * part });
        if (along < way.length - 1 && mark.isConnected) requestAnimationFrame(move);
      };
      requestAnimationFrame(move);
    }

    listen({ svg, frame, lanes, steps, onStep, onLane, near,
      view: () => view, pan: (dx, dy) => go({ ...view, x: view.x + dx, y: view.y + dy }, { at_once: true }), zoom });
    const settle = () => {
      const before = kept.get(sheet.id);
      if (before) go(before, { at_once: true });
      else if (frame.clientWidth < NARROW) near([steps[0]?.dataset.step], { at_once: true });
      else wide({ at_once: true });
    };
    new ResizeObserver(() => frame.clientWidth && go(goal, { at_once: true })).observe(frame);
    const paper = { whole: () => { svg.dataset.before = JSON.stringify(view); show(page); },
      back: () => { if (svg.dataset.before) show(JSON.parse(svg.dataset.before)); } };
    return { frame, svg, light, token, near, whole, wide, zoom, settle, paper, view: () => view };
  }

  // Mouse, touch and keys: drag to move, press to choose, arrows from step to step.
  function listen({ svg, frame, lanes, steps, onStep, onLane, near, view, pan, zoom }) {
    const choose = (group) => {
      if (lanes.includes(group)) onLane?.(group.dataset.lane);
      else onStep?.(group.dataset.step);
    };
    const rove = (group, by) => {
      const row = lanes.includes(group) ? lanes : steps;
      const next = row[(row.indexOf(group) + by + row.length) % row.length];
      row.forEach((each) => each.setAttribute("tabindex", each === next ? "0" : "-1"));
      next.focus({ preventScroll: true });
      if (row === steps) near([next.dataset.step], { least: view().w });
    };
    svg.addEventListener("keydown", (event) => {
      const group = event.target.closest("[role=button]");
      if (!group) return;
      const ways = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
      if (event.key === "Enter" || event.key === " ") choose(group);
      else if (event.key in ways) rove(group, ways[event.key]);
      else return;
      event.preventDefault();
    });
    let from = null;
    frame.addEventListener("pointerdown", (event) => {
      if (event.button === 0) from = { x: event.clientX, y: event.clientY, moved: false };
    });
    frame.addEventListener("pointermove", (event) => {
      if (!from) return;
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
      if (!from.moved && Math.hypot(dx, dy) < 6) return;
      const scale = view().w / frame.clientWidth;
      pan(-dx * scale, -dy * scale);
      from = { x: event.clientX, y: event.clientY, moved: true };
      frame.classList.add("dragged");
    });
    for (const end of ["pointerup", "pointerleave", "pointercancel"]) {
      frame.addEventListener(end, () => {
        setTimeout(() => { from = null; frame.classList.remove("dragged"); });
      });
    }
    svg.addEventListener("click", (event) => {
      const group = event.target.closest("[role=button]");
      if (group && !from?.moved) choose(group);
    });
    frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15);
    }, { passive: false });
  }

  // The buttons above a drawing.
  function tools(drawing, sheet) {
    const button = (key, sign, act) =>
      h("button", { type: "button", class: "tool", "aria-label": ui(key), title: ui(key), onclick: act }, sign);
    const phases = Object.entries(sheet.phases)
      .map(([id, title]) => ({ id, title, steps: sheet.steps.filter((step) => step.phase === id).map((s) => s.id) }))
      .filter((phase) => phase.steps.length);
    return h("div", { class: "tools", role: "toolbar", "aria-label": ui("drawing-tools") },
      button("zoom-in", "+", () => drawing.zoom(1 / 1.4)),
      button("zoom-out", "−", () => drawing.zoom(1.4)),
      h("button", { type: "button", class: "tool word", onclick: () => drawing.whole() }, ui("whole")),
      phases.length > 1 && phases.map((phase) => h("button", { type: "button", class: "tool word",
        onclick: () => drawing.near(phase.steps, { least: 900 }) }, say(phase.title))));
  }

  return Object.freeze({ mount, tools, spoken, forget: () => kept.clear() });
})();
