// Draws stances with Cytoscape.js; each polarity has its own colour, line and arrow.
"use strict";

function drawStances(container, nodes, edges, onEdge) {
  const used = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const elements = [...used].map((key) => ({ data: { id: "n:" + key, label: nodes[key] ? nodes[key][0] : key } }));
  edges.forEach((edge, number) => {
    const label = edge.polarity + (edge.attributed ? "?" : "") + (edge.count > 1 ? " " + edge.count : "");
    elements.push({
      data: { id: "e:" + number, source: "n:" + edge.from, target: "n:" + edge.to, label, polarity: edge.polarity, attributed: edge.attributed ? 1 : 0, record: edge.record || "", width: Math.min(1.5 + edge.count / 2, 6) },
    });
  });
  const line = (colour, style, arrow) => ({ "line-color": colour, "target-arrow-color": colour, "line-style": style, "target-arrow-shape": arrow });
  const graph = cytoscape({
    container,
    elements,
    minZoom: 0.2,
    maxZoom: 3,
    style: [
      { selector: "node", style: { label: "data(label)", "font-size": 12, width: 16, height: 16, "background-color": "#44546a", color: "#1c2430", "text-wrap": "wrap", "text-max-width": 110, "text-valign": "bottom", "text-margin-y": 3, "text-background-color": "#fff", "text-background-opacity": 0.8 } },
      { selector: "edge", style: { width: "data(width)", "curve-style": "bezier", label: "data(label)", "font-size": 9, "text-rotation": "autorotate", "text-background-color": "#fff", "text-background-opacity": 0.8, ...line("#5a6472", "solid", "circle") } },
      { selector: "edge[polarity = 'support']", style: line("#33608c", "solid", "triangle") },
      { selector: "edge[polarity = 'oppose']", style: line("#a3341f", "dashed", "tee") },
      { selector: "edge[polarity = 'mixed']", style: line("#7a6a2a", "dotted", "diamond") },
      { selector: "edge[attributed = 1]", style: { opacity: 0.6 } },
      { selector: "edge.chosen", style: { "overlay-color": "#ffe27a", "overlay-opacity": 0.6, "overlay-padding": 5 } },
    ],
    layout: { name: "cose", animate: false, nodeDimensionsIncludeLabels: true, idealEdgeLength: () => 90, nodeRepulsion: () => 12000, padding: 20 },
    userZoomingEnabled: false, // a wheel or a finger over the graph must scroll the page
  });
  if (!container.nextElementSibling || !container.nextElementSibling.classList.contains("zoom")) container.after(zoomButtons(container));
  container.graph = graph;
  if (onEdge) graph.on("tap", "edge", (event) => onEdge(event.target.data("record")));
  return graph;
}

// Buttons, so that the graph can be enlarged without a wheel or two fingers; they serve whatever graph the container holds now.
function zoomButtons(container) {
  const row = document.createElement("div");
  row.className = "zoom";
  const act = {
    Larger: (graph) => zoomBy(graph, 1.4),
    Smaller: (graph) => zoomBy(graph, 1 / 1.4),
    Whole: (graph) => graph.fit(undefined, 20),
  };
  for (const [name, change] of Object.entries(act)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.setAttribute("aria-label", name + " graph");
    button.addEventListener("click", () => change(container.graph));
    row.append(button);
  }
  return row;
}

function zoomBy(graph, factor) {
  graph.zoom({ level: graph.zoom() * factor, renderedPosition: { x: graph.width() / 2, y: graph.height() / 2 } });
}
