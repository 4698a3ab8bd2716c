// The heat map of a board: folium has drawn the areas; each gets its figure as a label and leads to its row's list.
import { drawAreas } from "../areas.js";
import { element } from "../dom.js";
import { addTools, openMap, read, shiftOf, whenSeen, zoomTools } from "../leaflet-map.js";

// From which zoom on there is room for names beside the figures.
const NAMED_FROM = 14.5;
const WHOLE = "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5";

export default function start(box) {
  whenSeen(box, draw);
}

async function draw(box, words) {
  const [map, ground] = await Promise.all([openMap(box, words), read(box.dataset.areas)]);
  drawAreas(map, ground, shiftOf(box).shown);
  const areas = tinted(map);
  const bounds = L.featureGroup(areas).getBounds();
  // No step of the zoom is lost between the areas and the box: there is much to read in a small map.
  map.options.zoomSnap = 0.25;
  const whole = () => map.fitBounds(bounds, { padding: [12, 12], animate: false });
  addTools(box, zoomTools(map, words), [[WHOLE, words.whole, whole]]);
  for (const area of areas) {
    const row = document.querySelector(`[data-heat="${CSS.escape(area.feature.id)}"]`);
    if (row) label(map, area.feature.properties, row);
    area.on("click", () => row?.querySelector("a")?.click());
    if (!area.feature.properties.step) area.bringToFront();
  }
  map.on("zoomend", () => settle(box, map));
  whole();
  settle(box, map);
}

function tinted(map) {
  const found = [];
  map.eachLayer((layer) => { if (layer.feature?.properties.step !== undefined) found.push(layer); });
  return found;
}

function label(map, { label_lat: lat, label_lon: lon, step }, row) {
  const name = element("span", { class: "heat-label__name", lang: "zh-CN" }, row.dataset.label);
  const html = element("span", { class: `heat-label${step ? "" : " heat-label--none"}` }, name, row.dataset.shown);
  L.marker([lat, lon], { icon: L.divIcon({ className: "", html, iconSize: [0, 0] }), pane: "names", interactive: false, keyboard: false }).addTo(map);
}

// A figure stands in its own area or nowhere: what would lie on another is left out until there is room for it.
function settle(box, map) {
  box.classList.toggle("map--near", map.getZoom() >= NAMED_FROM);
  const taken = [];
  for (const sign of map.getPane("names").querySelectorAll(".heat-label")) {
    const own = sign.getBoundingClientRect();
    const hidden = taken.some((other) => own.left < other.right && own.right > other.left && own.top < other.bottom && own.bottom > other.top);
    sign.classList.toggle("heat-label--hidden", hidden);
    if (!hidden) taken.push(own);
  }
}
