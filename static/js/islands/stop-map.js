// The places of a task on the map: each pin is a row of the page's own list, and leads to it.
import { drawAreas } from "../areas.js";
import { element } from "../dom.js";
import { addTools, openMap, read, shiftOf, whenSeen, zoomTools } from "../leaflet-map.js";

export default function start(box) {
  whenSeen(box, draw);
}

async function draw(box, words) {
  const [map, areas] = await Promise.all([openMap(box, words), read(box.dataset.areas)]);
  const { shown } = shiftOf(box);
  addTools(box, zoomTools(map, words));
  drawAreas(map, areas, shown);
  const stops = [...document.querySelectorAll("[data-stop]")];
  for (const row of stops) {
    const { lat, lon, stop, state } = row.dataset;
    const icon = L.divIcon({ className: "", html: element("span", { class: `stop-pin stop-pin--${state}` }, stop), iconSize: [28, 28] });
    L.marker(shown(Number(lat), Number(lon)), { icon, keyboard: false, alt: row.querySelector("strong").textContent })
      .on("click", () => row.scrollIntoView({ block: "center" }))
      .addTo(map);
  }
  if (stops.length) map.fitBounds(stops.map(({ dataset }) => shown(Number(dataset.lat), Number(dataset.lon))), { maxZoom: 16, padding: [40, 40] });
}
