// The quiet layer under everything: county, street, communities in soft tints, grids parted by white lines like streets.
import { element } from "./dom.js";
import { giveWay } from "./labels.js";

const TINTS = ["#f3ead6", "#e6ecd9", "#f3e4da", "#e3e9ea"];
const EDGE = { fill: false, lineJoin: "round", lineCap: "round" };
// Drawn in this order: name, features of which layer, style.
const COATS = [
  ["county", "county", { fillColor: "#f3efe6", fillOpacity: 1, color: "#b5a88e", weight: 2 }],
  ["ground", "community", { fillOpacity: 1, stroke: false }],
  ["kerbs", "grid", { ...EDGE, color: "#d8cfbd" }],
  ["ways", "grid", { ...EDGE, color: "#ffffff" }],
  ["avenueKerbs", "community", { ...EDGE, color: "#cbbfa3" }],
  ["avenues", "community", { ...EDGE, color: "#fffdf8" }],
  ["street", "street", { ...EDGE, color: "#8f836b", weight: 2, dashArray: "2 6" }],
];
// How broad a way is at each zoom, in pixels.
const WIDTHS = { 12: 0.6, 13: 1.2, 14: 2.5, 15: 4, 16: 7, 17: 10, 18: 14 };
// From and below which zoom the names of a layer are shown.
const NAMED = { county: [8, 12], street: [11, 13], community: [13, 17], grid: [15, 19] };

export function drawAreas(map, collection, shown) {
  map.createPane("areas").style.zIndex = 250;
  map.createPane("names").style.zIndex = 590;
  const renderer = L.canvas({ padding: 0.5, pane: "areas" });
  const coordsToLatLng = ([lon, lat]) => L.latLng(shown(lat, lon));
  const of = (layer) => collection.features.filter(({ properties }) => properties.layer === layer);
  const coats = new Map(COATS.map(([coat, layer, style]) => {
    const tinted = ({ properties }) => (coat === "ground" ? { ...style, fillColor: TINTS[properties.tint % TINTS.length] } : style);
    return [coat, L.geoJSON(of(layer), { renderer, interactive: false, coordsToLatLng, style: tinted }).addTo(map)];
  }));
  const names = new Map(Object.keys(NAMED).map((layer) => [layer, L.layerGroup(of(layer).map((feature) => label(feature.properties, shown)))]));

  function follow() {
    const zoom = map.getZoom();
    const width = WIDTHS[Math.min(18, Math.floor(zoom))] ?? 0.3;
    coats.get("kerbs").setStyle({ weight: width + 1.5, opacity: zoom < 13 ? 0.5 : 1 });
    coats.get("ways").setStyle({ weight: width });
    coats.get("avenueKerbs").setStyle({ weight: width * 1.7 + 2 });
    coats.get("avenues").setStyle({ weight: width * 1.7 });
    for (const [layer, group] of names) {
      const [from, below] = NAMED[layer];
      if (zoom >= from && zoom < below) group.addTo(map);
      else group.remove();
    }
  }
  map.on("zoomend", follow);
  follow();
  giveWay(map)();
  const inner = coats.get("ground").getBounds();
  return inner.isValid() ? inner : coats.get("county").getBounds();
}

function label({ layer, name, label_lat: lat, label_lon: lon }, shown) {
  const text = element("span", { class: `area-label area-label--${layer}`, lang: "zh-CN" }, name.replace("（演示）", ""));
  return L.marker(shown(lat, lon), { icon: L.divIcon({ className: "", html: text, iconSize: [0, 0] }), pane: "names", interactive: false, keyboard: false });
}
