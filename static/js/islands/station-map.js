// Draws the service points and the quiet outlines on the map that folium prepared. It loads its scripts when the map is
// first seen; on a phone that is when the visitor asks for it.
import { drawAreas } from "../areas.js";
import { element } from "../dom.js";
import { fromGcj02, toGcj02 } from "../gcj02.js";
import { drawStations } from "../stations.js";
import { originOf } from "./finder.js";

export default function start(box) {
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    draw(box).catch(() => box.append(element("p", { class: "notice notice--warn" }, JSON.parse(box.dataset.words).failed)));
  });
  seen.observe(box);
}

async function draw(box) {
  const words = JSON.parse(box.dataset.words);
  const data = Promise.all([box.dataset.columns, box.dataset.open, box.dataset.areas].map(read));
  for (const address of box.dataset.styles.split(" ").filter(Boolean)) document.head.append(element("link", { rel: "stylesheet", href: address }));
  for (const address of box.dataset.scripts.split(" ").filter(Boolean)) await run(address);
  if (!window.portalMap) window.portalMapStart();
  const map = window.portalMap;
  const shifted = box.dataset.tileSystem === "gcj02";
  const shown = shifted ? toGcj02 : (lat, lon) => [lat, lon];
  const meant = shifted ? fromGcj02 : (lat, lon) => [lat, lon];
  addTools(box, map, words);
  const [columns, open, areas] = await data;
  const outline = drawAreas(map, areas, shown);
  const stations = await drawStations(map, columns, open.open, shown, words, box.dataset.station);
  const finder = box.closest("[data-island=finder]");
  if (finder) follow(finder, map, stations, shown, meant, words, outline);
  else centre(box.closest("[data-lat]"), stations);
  new ResizeObserver(() => map.invalidateSize()).observe(box);
}

// The list and the map tell each other: where the search starts, and which point is looked at.
function follow(finder, map, stations, shown, meant, words, outline) {
  const start = L.marker([0, 0], { icon: L.divIcon({ className: "", html: element("div", { class: "origin" }), iconSize: [22, 22] }), interactive: false, keyboard: false, alt: words.here });
  function show({ origin, fit }) {
    const here = shown(origin.lat, origin.lon);
    const rows = [...finder.querySelectorAll("[data-results] [data-code]")].map(({ dataset }) => shown(Number(dataset.lat), Number(dataset.lon)));
    origin.guessed ? start.remove() : start.setLatLng(here).addTo(map);
    if (origin.guessed && !fit) map.fitBounds(outline, { animate: false });
    else map.fitBounds([here, ...rows], { padding: [40, 40], maxZoom: 17, animate: false });
  }
  finder.addEventListener("finder:found", ({ detail }) => show(detail));
  finder.addEventListener("finder:hover", ({ detail }) => stations.choose(detail.code));
  map.on("click", ({ latlng }) => {
    const [lat, lon] = meant(latlng.lat, latlng.wrap().lng);
    finder.dispatchEvent(new CustomEvent("finder:origin", { detail: { lat, lon } }));
  });
  stations.onChosen((code) => finder.querySelector(`[data-code="${CSS.escape(code)}"]`)?.scrollIntoView({ block: "nearest" }));
  show({ origin: originOf(finder) });
}

function centre(place, stations) {
  if (place) stations.choose(place.dataset.code);
}

function addTools(box, map, words) {
  const button = (sign, label, act) => {
    const made = element("button", { type: "button", title: label, "aria-label": label }, sign);
    made.addEventListener("click", act);
    return made;
  };
  box.append(element("div", { class: "map-tools" }, button("+", words.zoomIn, () => map.zoomIn()), button("−", words.zoomOut, () => map.zoomOut())));
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
}

async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

function run(address) {
  const { nonce } = document.querySelector("script[nonce]");
  return new Promise((done, failed) => {
    const script = element("script", { src: address });
    script.nonce = nonce;
    script.addEventListener("load", done);
    script.addEventListener("error", failed);
    document.head.append(script);
  });
}
