// The quiet layer under everything: county, street, communities in soft tints, grids parted by white lines like streets.
import { element } from "./dom.js";

const TINTS = ["#f6f0e2", "#eef1e3", "#f4ebe4", "#ebeff0"];
const STYLES = {
  county: { fillColor: "#f3efe6", fillOpacity: 1, color: "#b9ae98", weight: 2 },
  street: { fill: false, color: "#8f836b", weight: 2.5, dashArray: "6 4" },
  grid: { fill: false, color: "#ffffff", weight: 2 },
};
// From which zoom on the names of a layer are shown.
const NAMED_FROM = { community: 13, grid: 15 };
const ORDER = ["county", "community", "grid", "communityEdge", "street"];

export function drawAreas(map, collection, shown) {
  const renderer = L.canvas({ padding: 0.5, pane: map.createPane("areas") && "areas" });
  map.getPane("areas").style.zIndex = 250;
  const layers = Object.groupBy(collection.features, (feature) => feature.properties.layer);
  layers.communityEdge = layers.community;
  for (const name of ORDER) {
    const options = { renderer, interactive: false, coordsToLatLng: ([lon, lat]) => L.latLng(shown(lat, lon)), style: (feature) => styleOf(name, feature) };
    L.geoJSON({ type: "FeatureCollection", features: layers[name] ?? [] }, options).addTo(map);
  }
  nameAreas(map, layers, shown);
  return L.geoJSON(layers.street ?? layers.county ?? [], { coordsToLatLng: ([lon, lat]) => L.latLng(shown(lat, lon)) }).getBounds();
}

function styleOf(name, { properties }) {
  if (name === "community") return { fillColor: TINTS[properties.tint % TINTS.length], fillOpacity: 1, stroke: false };
  if (name === "communityEdge") return { fill: false, color: "#cdbf9f", weight: 2.5 };
  return STYLES[name];
}

function nameAreas(map, layers, shown) {
  for (const [layer, from] of Object.entries(NAMED_FROM)) {
    const names = L.layerGroup((layers[layer] ?? []).map(({ properties }) => label(properties, layer, shown)));
    const follow = () => (map.getZoom() >= from && (layer !== "community" || map.getZoom() < 17) ? names.addTo(map) : names.remove());
    map.on("zoomend", follow);
    follow();
  }
}

function label({ name, label_lat: lat, label_lon: lon }, layer, shown) {
  const text = element("span", { class: `area-label area-label--${layer}`, lang: "zh-CN" }, name);
  return L.marker(shown(lat, lon), { icon: L.divIcon({ className: "", html: text, iconSize: [120, 20] }), interactive: false, keyboard: false });
}
