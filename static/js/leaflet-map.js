// The Leaflet map that folium prepared: fetched when the map is first seen, with the portal's own buttons and scale.
import { drawing, element } from "./dom.js";
import { fromGcj02, toGcj02 } from "./gcj02.js";

// Runs `draw` when the box is first seen: on a phone that is when the visitor asks for the map.
export function whenSeen(box, draw) {
  const words = JSON.parse(box.dataset.words);
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    draw(box, words).catch((problem) => {
      console.error(problem);
      box.classList.add("map--failed");
      box.append(element("p", { class: "notice notice--warn" }, words.failed));
    });
  });
  seen.observe(box);
}

export async function openMap(box, words) {
  const styled = Promise.all(named(box.dataset.styles).map((href) => added(element("link", { rel: "stylesheet", href }))));
  for (const address of named(box.dataset.scripts)) await run(address);
  // Leaflet measures its box once: the box must have its size by then.
  await styled;
  if (!window.portalMap) window.portalMapStart();
  const map = window.portalMap;
  await standsStill(map);
  new Scale({ imperial: false, position: "bottomleft", words }).addTo(map);
  new ResizeObserver(() => map.invalidateSize()).observe(box);
  return map;
}

// Places as the tiles show them, and back: tiles in GCJ-02 lie some hundred metres beside WGS-84.
export function shiftOf(box) {
  const same = (lat, lon) => [lat, lon];
  return box.dataset.tileSystem === "gcj02" ? { shown: toGcj02, meant: fromGcj02 } : { shown: same, meant: same };
}

export async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

// Groups of buttons: [sign, label, act]; a sign that begins with M is the path of a drawing.
export function addTools(box, ...groups) {
  const button = ([sign, label, act]) => {
    const drawn = sign.startsWith("M") ? drawing("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, drawing("path", { d: sign })) : sign;
    const made = element("button", { type: "button", title: label, "aria-label": label }, drawn);
    made.addEventListener("click", act);
    return made;
  };
  box.append(element("div", { class: "map-tools" }, ...groups.map((group) => element("div", {}, ...group.map(button)))));
}

export const zoomTools = (map, words) => [
  ["M12 5v14M5 12h14", words.zoomIn, () => map.zoomIn()],
  ["M5 12h14", words.zoomOut, () => map.zoomOut()],
];

const named = (list) => list.split(" ").filter(Boolean);

// folium fits the map to the county with a zoom that glides; a view set meanwhile would be lost at its end.
function standsStill(map) {
  return new Promise((done) => (map._animatingZoom ? map.once("zoomend", () => setTimeout(done)) : done()));
}

function run(address) {
  const script = element("script", { src: address });
  script.nonce = document.querySelector("script[nonce]").nonce;
  return added(script);
}

function added(part) {
  return new Promise((done, failed) => {
    part.addEventListener("load", done);
    part.addEventListener("error", failed);
    document.head.append(part);
  });
}

// Leaflet's scale writes m and km; ours says them in the visitor's language. Made late: Leaflet comes late.
function Scale(options) {
  const Spoken = L.Control.Scale.extend({
    _updateMetric(most) {
      const metres = this._getRoundNum(most);
      const { words } = this.options;
      const label = metres < 1000 ? `${metres} ${words.metres}` : `${metres / 1000} ${words.kilometres}`;
      this._updateScale(this._mScale, label, metres / most);
    },
  });
  return new Spoken(options);
}
