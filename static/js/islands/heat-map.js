// The heat map of a board: folium has drawn the areas; each gets its figure as a label and leads to its row's list.
import { drawAreas } from "../areas.js";
import { element } from "../dom.js";
import { addTools, openMap, read, shiftOf, whenSeen, zoomTools } from "../leaflet-map.js";

const WHOLE = "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5";

export default function start(box) {
  whenSeen(box, draw);
}

async function draw(box, words) {
  const [map, ground] = await Promise.all([openMap(box, words), read(box.dataset.areas)]);
  drawAreas(map, ground, shiftOf(box).shown);
  const areas = tinted(map);
  const bounds = L.featureGroup(areas).getBounds();
  const whole = () => map.fitBounds(bounds, { padding: [12, 12], animate: false });
  addTools(box, zoomTools(map, words), [[WHOLE, words.whole, whole]]);
  for (const area of areas) {
    const row = document.querySelector(`[data-heat="${CSS.escape(area.feature.id)}"]`);
    if (row) label(map, area.feature.properties, row.dataset.shown);
    area.on("click", () => row?.querySelector("a")?.click());
  }
  whole();
}

function tinted(map) {
  const found = [];
  map.eachLayer((layer) => { if (layer.feature?.properties.step !== undefined) found.push(layer); });
  return found;
}

function label(map, { label_lat: lat, label_lon: lon, step }, text) {
  const html = element("span", { class: `area-label heat-label${step ? "" : " heat-label--none"}` }, text);
  L.marker([lat, lon], { icon: L.divIcon({ className: "", html, iconSize: [0, 0] }), pane: "names", interactive: false, keyboard: false }).addTo(map);
}
