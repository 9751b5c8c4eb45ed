// One article: lights the evidence of a record, shows a version beside the adjudicated one, draws the stances.
"use strict";

(() => {
  const status = document.getElementById("status");
  const graphs = new Map();
  let pressed = null;

  function light(button) {
    for (const each of document.querySelectorAll(".lit, mark.end")) each.classList.remove("lit", "end");
    for (const graph of graphs.values()) graph.edges().removeClass("chosen");
    if (pressed) pressed.setAttribute("aria-pressed", "false");
    if (!button || button === pressed) {
      pressed = null;
      status.textContent = "";
      return;
    }
    pressed = button;
    button.setAttribute("aria-pressed", "true");
    const record = button.dataset.record;
    const found = [...document.querySelectorAll(`[data-lit~="${record}"]`)];
    for (const each of found) each.classList.add("lit");
    for (const entity of [button.dataset.from, button.dataset.to]) {
      if (entity) for (const each of document.querySelectorAll(`mark[data-entity="${entity}"]`)) each.classList.add("end");
    }
    const section = button.closest(".version");
    const graph = graphs.get(section.id);
    if (graph) graph.edges().filter((edge) => edge.data("record") === record).addClass("chosen");
    status.textContent = found.length ? "Lit: “" + found.map((each) => each.textContent).join("") + "”" : "No words are given for it; its two ends are framed.";
    (found[0] || section.querySelector("mark.end") || button).scrollIntoView({ block: "center" });
  }

  for (const button of document.querySelectorAll("button.record")) button.addEventListener("click", () => light(button));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && pressed) {
      const last = pressed;
      light(null);
      last.focus();
    }
  });

  function draw(section) {
    if (graphs.has(section.id)) return;
    const data = JSON.parse(section.querySelector("script.data").textContent);
    if (!data.edges.length) return;
    const drawn = section.querySelector(".drawn");
    drawn.hidden = false;
    const edges = data.edges.map(([from, to, polarity, attributed, record]) => ({ from, to, polarity, attributed, record, count: 1 }));
    graphs.set(section.id, drawStances(drawn.querySelector(".graph"), data.nodes, edges, (record) => {
      const button = section.querySelector(`button[data-record="${record}"]`);
      if (button && button !== pressed) light(button);
    }));
  }

  const sections = [...document.querySelectorAll(".version")];
  function show(beside) {
    for (const section of sections.slice(1)) section.hidden = section.id !== beside;
    document.getElementById("versions").classList.toggle("beside", Boolean(beside));
    if (pressed && pressed.closest(".version").hidden) light(null);
    for (const section of sections) {
      if (section.hidden) continue;
      draw(section);
      const graph = graphs.get(section.id);
      if (graph) {
        graph.resize();
        graph.fit(undefined, 20);
      }
    }
  }
  const choice = document.getElementById("choice");
  if (choice) {
    choice.hidden = false;
    choice.addEventListener("change", (event) => show(event.target.value));
  }
  const chosen = document.querySelector("input[name=beside]:checked"); // a reloaded page keeps its choice
  show(chosen ? chosen.value : "");
})();
