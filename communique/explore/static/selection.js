// The index: search, filters kept in the address, and the stances of the articles that are left.
"use strict";

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const nodes = new Map(Object.entries(data.nodes));
  const items = [...document.querySelectorAll("#list > li")];
  const form = document.getElementById("filters");
  const most = document.getElementById("most");
  const local = document.getElementById("local");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = data.articles.map((article) => {
    const names = article.actors.map((key) => nodes.get(key)[0]);
    return fold([article.title, article.text, ...names].join("\n"));
  });
  let graph = null;

  function suits(article, number, wanted) {
    if (!fold(wanted.q).split(/\s+/).every((word) => texts[number].includes(word))) return false;
    for (const name of ["region", "kind", "genre", "split"]) if (wanted[name] && article[name] !== wanted[name]) return false;
    if (wanted.from && article.date < wanted.from) return false;
    if (wanted.to && article.date > wanted.to) return false;
    if (wanted.polarity) return article.edges.some((edge) => counts(edge, wanted));
    return !wanted.actor || article.actors.includes(wanted.actor);
  }

  function counts([from, to, polarity], wanted) {
    return (!wanted.polarity || polarity === wanted.polarity) && (!wanted.actor || from === wanted.actor || to === wanted.actor);
  }

  function pairsOf(articles, wanted) {
    const found = new Map();
    for (const article of articles) {
      for (const edge of article.edges) {
        if (!counts(edge, wanted)) continue;
        const [from, to, polarity, attributed] = edge;
        if (!local.checked && (from.includes("#") || to.includes("#"))) continue;
        const key = JSON.stringify(edge);
        const pair = found.get(key) || { from, to, polarity, attributed, count: 0 };
        pair.count += 1;
        found.set(key, pair);
      }
    }
    return [...found.values()].sort((a, b) => b.count - a.count || (a.from + a.to < b.from + b.to ? -1 : 1));
  }

  function update() {
    const wanted = Object.fromEntries(new FormData(form));
    const left = [];
    data.articles.forEach((article, number) => {
      const fits = suits(article, number, wanted);
      items[number].hidden = !fits;
      if (fits) left.push(article);
    });
    document.getElementById("count").textContent = `${left.length} of ${data.articles.length} articles`;
    const given = Object.entries(wanted).filter(([, value]) => value);
    history.replaceState(null, "", "#" + new URLSearchParams(given).toString());
    drawPairs(pairsOf(left, wanted));
  }

  function drawPairs(pairs) {
    const shown = pairs.slice(0, Math.max(1, Math.min(500, Number(most.value) || 40)));
    document.getElementById("shown").textContent = `${shown.length} of ${pairs.length} pairs are drawn and listed, those with most stances first.`;
    const body = document.querySelector("#pairs tbody");
    body.replaceChildren(...shown.map((pair) => {
      const row = document.createElement("tr");
      for (const text of [nodes.get(pair.from)[0], pair.polarity + (pair.attributed ? ", as others say" : ""), nodes.get(pair.to)[0], String(pair.count)]) {
        const cell = document.createElement("td");
        cell.textContent = text;
        row.append(cell);
      }
      return row;
    }));
    if (graph) graph.destroy();
    graph = drawStances(document.getElementById("graph"), data.nodes, shown);
  }

  let waiting = 0;
  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(update, 150);
  }
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLElement) field.value = value;
  }
  form.hidden = false;
  document.getElementById("stances").hidden = false;
  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(update));
  for (const field of [most, local]) field.addEventListener("input", soon);
  update();
})();
