// The sign of each kind of service point, as in templates/components/marker.html: shape, colour and glyph.
import { drawing, element } from "./dom.js";

const SHAPES = {
  county_centre: ["M16 1l4.6 9.4 10.3 1.5-7.4 7.3 1.7 10.3L16 24.6l-9.2 4.9 1.7-10.3L1.1 11.9l10.3-1.5z", "县", 20, 11, 40],
  street_centre: ["M16 1l13.5 8v14L16 31 2.5 23V9z", "街", 21, 15, 36],
  community_centre: ["M3 3h26v26H3z", "社", 21, 15, 34],
  service_station: ["M16 1a15 15 0 1 0 0 30 15 15 0 0 0 0-30z", "站", 21, 15, 30],
  convenience_point: ["M16 1l15 15-15 15L1 16z", "便", 20, 12, 26],
};

// An element of 44 px, so that a finger meets it, with the sign in its middle; the chosen one carries its name.
function pin(kind, isShut, chosenName) {
  const [path, glyph, at, type, size] = SHAPES[kind];
  const text = drawing("text", { x: 16, y: at, "font-size": type, "text-anchor": "middle" }, glyph);
  const look = { class: `marker marker--${kind}${isShut ? " marker--shut" : ""}`, width: size, height: size, viewBox: "0 0 32 32", "aria-hidden": "true" };
  const sign = drawing("svg", look, drawing("path", { d: path }), text);
  return element("div", {}, sign, ...(chosenName ? [element("span", { class: "pin__name", lang: "zh-CN" }, chosenName)] : []));
}

// Leaflet's icon that draws a pin: elements instead of the markup that its own would take.
export function pinIcon(kind, isShut, chosenName) {
  const Sign = L.DivIcon.extend({
    createIcon() {
      const made = pin(kind, isShut, chosenName);
      this._setIconStyles(made, "icon");
      return made;
    },
  });
  return new Sign({ iconSize: [44, 44], className: chosenName ? "pin pin--chosen" : "pin" });
}
