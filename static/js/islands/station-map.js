// All service points on the map beside the list; the two tell each other what is looked at and where the search starts.
import { drawAreas } from "../areas.js";
import { element } from "../dom.js";
import { addTools, openMap, read, shiftOf, whenSeen, zoomTools } from "../leaflet-map.js";
import { drawStations } from "../stations.js";
import { listedIn, originOf } from "./finder.js";

const LOCATE = "M12 2v3.5M12 18.5V22M2 12h3.5M18.5 12H22M12 5.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z";
const WHOLE = "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5";

export default function start(box) {
  whenSeen(box, draw);
}

async function draw(box, words) {
  const data = Promise.all([box.dataset.columns, box.dataset.open, box.dataset.areas].map(read));
  const map = await openMap(box, words);
  const [columns, open, areas] = await data;
  const { shown, meant } = shiftOf(box);
  const ground = drawAreas(map, areas, shown);
  const stations = drawStations(map, columns, open.open, shown, words, box.dataset.station);
  const finder = box.closest("[data-island=finder]");
  const whole = () => map.fitBounds(ground, roomFor(finder, map));
  const tell = (name, detail) => finder.dispatchEvent(new CustomEvent(`finder:${name}`, { detail }));
  addTools(box, zoomTools(map, words), [[LOCATE, words.locate, () => tell("locate")], [WHOLE, words.whole, whole]]);
  followList(finder, map, stations, shown, words, whole);
  map.on("click", ({ latlng }) => {
    const [lat, lon] = meant(latlng.lat, latlng.wrap().lng);
    tell("origin", { lat, lon });
  });
  stations.onChosen((code) => tell("chosen", { code }));
}

function followList(finder, map, stations, shown, words, whole) {
  const here = L.marker([0, 0], { icon: L.divIcon({ className: "", html: element("div", { class: "origin" }), iconSize: [22, 22] }), interactive: false, keyboard: false, alt: words.here });
  // Who has not said where he is sees the whole street area first, and apart from the clusters only what he looks at.
  const isOverview = () => originOf(finder).guessed && !location.search;
  function show() {
    const origin = originOf(finder);
    const rows = listedIn(finder);
    const from = shown(origin.lat, origin.lon);
    if (origin.guessed) here.remove();
    else here.setLatLng(from).addTo(map);
    stations.list(isOverview() ? [] : rows.map(({ code }) => code));
    stations.choose(null);
    if (isOverview()) whole();
    else map.fitBounds([from, ...rows.map(({ lat, lon }) => shown(lat, lon))], roomFor(finder, map));
  }
  finder.addEventListener("finder:found", show);
  finder.addEventListener("finder:look", ({ detail }) => {
    if (isOverview()) stations.list(detail.code ? [detail.code] : []);
    stations.choose(detail.code);
    if (detail.at && !map.getBounds().pad(-0.1).contains(shown(detail.at.lat, detail.at.lon))) map.panTo(shown(detail.at.lat, detail.at.lon));
  });
  show();
}

// What lies on the map on a phone (the chips above, the strip of places below) hides nothing of what is found.
function roomFor(finder, map) {
  const covered = document.documentElement.classList.contains("is-map") ? finder.querySelector(".places")?.offsetHeight ?? 0 : 0;
  finder.style.setProperty("--strip", `${covered}px`);
  const [sides, top] = covered ? [12, 70] : [40, 40];
  return { paddingTopLeft: [sides, top], paddingBottomRight: [sides, Math.min(covered, map.getSize().y / 2) + 40], maxZoom: 17, animate: false };
}
