// ② Where: the grid of last time is chosen already. Others by a tap on one's own, by the phone's position or from a list.
import { element } from "../dom.js";
import { gridAt, nearestGrids } from "./places.js";
import { fill } from "./times.js";

const MOST_SHOWN = 3;
const PLACE_DECIMALS = 4;

export function whereField(part, words) {
  const shown = part.querySelector("[data-grids]");
  const others = part.querySelector("select");
  const said = part.querySelector("[data-said]");
  const noPlace = part.querySelector("[data-no-place]");
  const near = part.querySelector("[data-near]");
  let grids = [];
  let offered = [];
  let place = null;

  const known = (code) => grids.find((grid) => grid.code === code);
  const chosen = () => part.querySelector("input:checked")?.value ?? null;
  const say = (text) => { said.textContent = text; };

  // The last one first, then one's own; whatever is chosen otherwise joins them.
  function offer(codes, checked) {
    offered = [...new Set(codes.filter(known))];
    shown.replaceChildren(...offered.map((code) => choice(known(code), code === checked)));
    tellWhose();
  }

  function choice({ code, name }, isChecked) {
    const input = element("input", { type: "radio", name: "grid", value: code });
    input.checked = isChecked;
    const text = element("span", { lang: "zh-CN" }, name);
    return element("label", { class: "log-choice" }, input, text);
  }

  function choose(code) {
    offer(offered.includes(code) ? offered : [code, ...offered.slice(0, MOST_SHOWN)], code);
  }

  function tellWhose() {
    others.value = "";
    const grid = known(chosen());
    say(grid && !grid.own ? words.outside : "");
  }

  function locate() {
    say(words.locating);
    navigator.geolocation.getCurrentPosition(({ coords }) => found(coords.latitude, coords.longitude), () => say(words.nowhere), { enableHighAccuracy: true, timeout: 10000, maximumAge: 30000 });
  }

  function found(lat, lon) {
    const here = gridAt(grids, lat, lon);
    const round = (degrees) => Number(degrees.toFixed(PLACE_DECIMALS));
    place = { lat: round(lat), lon: round(lon) };
    noPlace.hidden = false;
    if (here) {
      choose(here.code);
      return say(fill(here.own ? words.found : words.foundOutside, { name: here.name }));
    }
    const close = nearestGrids(grids, lat, lon);
    offer([...close.map(({ code }) => code), ...offered].slice(0, MOST_SHOWN + 1), chosen());
    return say(words.beside);
  }

  function forgetPlace() {
    place = null;
    noPlace.hidden = true;
  }

  shown.addEventListener("change", tellWhose);
  others.addEventListener("change", () => others.value && choose(others.value));
  near.hidden = !("geolocation" in navigator) || !isSecureContext;
  near.addEventListener("click", locate);
  noPlace.addEventListener("click", () => {
    forgetPlace();
    tellWhose();
    near.focus();
  });

  return {
    show(known, last) {
      grids = known;
      const own = grids.filter((grid) => grid.own).map(({ code }) => code);
      others.replaceChildren(others.options[0], ...grids.map(({ code, name }) => element("option", { value: code, lang: "zh-CN" }, name)));
      const checked = chosen() ?? (grids.some(({ code }) => code === last) ? last : own[0]);
      offer([checked, ...own].filter(Boolean).slice(0, MOST_SHOWN), checked);
    },
    read: () => ({ grid: chosen(), ...(place ?? {}) }),
    set(grid, at) {
      forgetPlace();
      if (grid && known(grid)) choose(grid);
      if (at?.lat == null) return;
      place = { lat: at.lat, lon: at.lon };
      noPlace.hidden = false;
    },
    clear: forgetPlace,
    focus: () => (part.querySelector("input") ?? others).focus(),
  };
}
