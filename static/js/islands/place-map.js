// The small map of one service point: itself, chosen, and its neighbours from the page's own rows.
import { drawAreas } from "../areas.js";
import { addTools, openMap, read, shiftOf, whenSeen, zoomTools } from "../leaflet-map.js";
import { pinIcon } from "../markers.js";

export default function start(box) {
  whenSeen(box, draw);
}

async function draw(box, words) {
  const [map, areas] = await Promise.all([openMap(box, words), read(box.dataset.areas)]);
  const { shown } = shiftOf(box);
  addTools(box, zoomTools(map, words));
  drawAreas(map, areas, shown);
  for (const { dataset } of document.querySelectorAll(".place[data-code]")) {
    const name = document.querySelector(`.place[data-code="${CSS.escape(dataset.code)}"] .place__name a`);
    const marker = L.marker(placeOf(dataset, shown), { icon: pinIcon(dataset.kind, dataset.state === "shut"), keyboard: false, alt: name.textContent });
    marker.on("click", () => location.assign(name.href)).addTo(map);
  }
  const { dataset: here } = document.querySelector("[data-here]");
  L.marker(placeOf(here, shown), { icon: pinIcon(here.kind, here.state === "shut", here.name), interactive: false, keyboard: false, alt: here.name, zIndexOffset: 1000 }).addTo(map);
}

const placeOf = ({ lat, lon }, shown) => shown(Number(lat), Number(lon));
