// The service points: clustered, each drawn by its kind, hollow where it is shut now; names only ever as text.
// Those of the list stand apart from the clusters, so that each row has its own marker on the map.
import { element } from "./dom.js";
import { pinIcon } from "./markers.js";

const [SHUT, OPEN] = ["0", "1"];
// Below this zoom a convenience point is too small on the map for its character to be read.
const GLYPHS_FROM = 16;

export function drawStations(map, columns, open, shown, words, address) {
  const rows = new Map(columns.code.map((code, row) => [code, row]));
  const icon = (row, isChosen) => pinIcon(columns.kinds[columns.kind[row]], open[row] === SHUT, isChosen && columns.name[row]);
  const markers = columns.code.map((code, row) => {
    const marker = L.marker(shown(columns.lat[row] / 1e6, columns.lon[row] / 1e6), { icon: icon(row), keyboard: false, alt: columns.name[row] });
    marker.code = code;
    return marker.bindPopup(() => popup(columns, row, open[row], words, address), { minWidth: 180 });
  });
  // The keyboard's way is the list: a stop at each cluster would be hundreds.
  L.MarkerCluster.mergeOptions({ keyboard: false });
  const clusters = L.markerClusterGroup({ showCoverageOnHover: false, maxClusterRadius: 72, disableClusteringAtZoom: 18, spiderfyOnMaxZoom: false, iconCreateFunction: cluster });
  const listed = L.featureGroup().addTo(map);
  clusters.addLayers(markers);
  map.addLayer(clusters);
  const glyphsFrom = () => map.getContainer().classList.toggle("map--far", map.getZoom() < GLYPHS_FROM);
  map.on("zoomend", glyphsFrom);
  glyphsFrom();

  function list(codes) {
    const now = new Set(codes);
    const back = listed.getLayers().filter(({ code }) => !now.has(code));
    const out = codes.filter((code) => rows.has(code)).map((code) => markers[rows.get(code)]);
    clusters.removeLayers(out);
    for (const marker of back) listed.removeLayer(marker);
    clusters.addLayers(back);
    for (const marker of out) listed.addLayer(marker.setZIndexOffset(500));
  }

  let chosen;
  function choose(code) {
    if (chosen === code) return;
    for (const [one, isChosen] of [[chosen, false], [code, true]]) {
      markers[rows.get(one)]?.setIcon(icon(rows.get(one), isChosen)).setZIndexOffset(isChosen ? 1000 : 500);
    }
    chosen = code;
  }

  const onChosen = (act) => [clusters, listed].forEach((group) => group.on("click", ({ layer }) => act(layer.code)));
  return { choose, list, onChosen };
}

function cluster(group) {
  const count = group.getChildCount();
  const many = count >= 100;
  const made = element("div", { class: `cluster${many ? " cluster--many" : ""}` }, String(count));
  return L.divIcon({ className: "", html: made, iconSize: many ? [52, 52] : [44, 44] });
}

function popup(columns, row, state, words, address) {
  const [look, word] = { [OPEN]: ["open", words.open], [SHUT]: ["shut", words.shut] }[state] ?? ["unknown", words.unknown];
  const name = element("strong", { lang: "zh-CN" }, columns.name[row]);
  const pill = element("span", { class: `state state--${look}` }, word);
  const link = element("a", { href: `${address}/${encodeURIComponent(columns.code[row])}` }, words.details);
  return element("div", {}, name, element("p", {}, pill), link);
}
