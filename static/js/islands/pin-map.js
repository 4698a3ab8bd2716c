// A map on which a tap fills the form's latitude and longitude (WGS-84); what was typed shows as a pin.
import { drawAreas } from "../areas.js";
import { addTools, openMap, read, shiftOf, whenSeen, zoomTools } from "../leaflet-map.js";

export default function start(box) {
  whenSeen(box, draw);
}

async function draw(box, words) {
  const [map, areas] = await Promise.all([openMap(box, words), read(box.dataset.areas)]);
  const { shown, meant } = shiftOf(box);
  addTools(box, zoomTools(map, words));
  map.fitBounds(drawAreas(map, areas, shown));
  const { lat, lon } = box.closest("form").elements;
  const pin = L.circleMarker([0, 0], { radius: 10, weight: 3, interactive: false });
  const show = () => (lat.value && lon.value ? pin.setLatLng(shown(Number(lat.value), Number(lon.value))).addTo(map) : pin.remove());
  map.on("click", ({ latlng }) => {
    [lat.value, lon.value] = meant(latlng.lat, latlng.wrap().lng).map((degrees) => degrees.toFixed(6));
    show();
  });
  for (const typed of [lat, lon]) typed.addEventListener("input", show);
  show();
}
