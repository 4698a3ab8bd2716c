// The service points: clustered, each drawn by its kind, hollow where it is shut now; names only ever as text.
import { element } from "./dom.js";
import { pin } from "./markers.js";

const [SHUT, OPEN] = ["0", "1"];

export async function drawStations(map, columns, open, shown, words, address) {
  const Sign = L.DivIcon.extend({
    createIcon() {
      const made = pin(this.options.kind, this.options.isShut, this.options.isChosen);
      this._setIconStyles(made, "icon");
      return made;
    },
  });
  const icon = (row, isChosen = false) => new Sign({ kind: columns.kinds[columns.kind[row]], isShut: open[row] === SHUT, isChosen, iconSize: [44, 44], className: "pin" });
  const clusters = L.markerClusterGroup({ showCoverageOnHover: false, maxClusterRadius: 56, disableClusteringAtZoom: 18, spiderfyOnMaxZoom: false, chunkedLoading: true, iconCreateFunction: cluster });
  const markers = new Map();
  columns.code.forEach((code, row) => {
    const marker = L.marker(shown(columns.lat[row] / 1e6, columns.lon[row] / 1e6), { icon: icon(row), keyboard: false, alt: columns.name[row], row });
    marker.bindPopup(() => popup(columns, row, open[row], words, address), { minWidth: 180 });
    markers.set(code, marker);
  });
  clusters.addLayers([...markers.values()]);
  map.addLayer(clusters);

  let chosen;
  function choose(code) {
    if (chosen === code) return;
    mark(chosen, false);
    mark(code, true);
    chosen = code;
  }
  function mark(code, isChosen) {
    const marker = markers.get(code);
    marker?.setIcon(icon(marker.options.row, isChosen)).setZIndexOffset(isChosen ? 1000 : 0);
  }
  return { choose, onChosen: (act) => clusters.on("click", ({ layer }) => act(columns.code[layer.options.row])) };
}

function cluster(group) {
  const count = group.getChildCount();
  const many = count >= 100;
  const made = element("div", { class: `cluster${many ? " cluster--many" : ""}` }, String(count));
  return L.divIcon({ className: "", html: made, iconSize: many ? [52, 52] : [44, 44] });
}

function popup(columns, row, state, words, address) {
  const name = element("strong", { lang: "zh-CN" }, columns.name[row]);
  const word = state === OPEN ? words.open : state === SHUT ? words.shut : words.unknown;
  const pill = element("span", { class: `state state--${state === OPEN ? "open" : state === SHUT ? "shut" : "unknown"}` }, word);
  const link = element("a", { href: `${address}/${encodeURIComponent(columns.code[row])}` }, words.details);
  return element("div", {}, name, element("p", {}, pill), link);
}
