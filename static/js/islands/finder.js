// Finds without reloading: by the visitor's position, by a tap on the map, by a name, by what he needs.
// What is shown is always the list that the server wrote; this only asks for it again.
import suggest from "../suggestions.js";

const LOOK_MS = 120;

export default function start(finder) {
  const words = JSON.parse(finder.dataset.words);
  const results = finder.querySelector("[data-results]");
  const tell = (name, detail) => finder.dispatchEvent(new CustomEvent(`finder:${name}`, { detail }));
  const say = speaker(finder.querySelector("[data-said]"));
  let latest = 0;

  // Asks for the list by the page's query with these changes; null leaves a name out.
  async function find(changes, keep = location.search) {
    const asked = new URLSearchParams(keep);
    for (const [name, value] of Object.entries(changes)) value === null ? asked.delete(name) : asked.set(name, value);
    await show(asked, true);
  }

  async function show(asked, isNew) {
    const turn = (latest += 1);
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${finder.dataset.nearest}?${asked}`, { headers: { Accept: "text/html" } });
      if (!answer.ok && answer.status !== 400) throw new Error(answer.status);
      const list = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      if (turn !== latest) return;
      replaceKeepingFocus(results, list);
      if (isNew) history.pushState(history.state, "", `?${asked}`);
      say(results.querySelector("h2").textContent);
      tell("found");
    } catch {
      if (turn === latest) say(words.failed, true);
    } finally {
      if (turn === latest) results.removeAttribute("aria-busy");
    }
  }

  const from = (lat, lon) => find({ lat: lat.toFixed(5), lon: lon.toFixed(5), q: null, place: null, show: null });
  const locate = locator(words, say, from);
  const button = finder.querySelector("[data-locate]");
  if (button && "geolocation" in navigator) button.hidden = false;
  button?.addEventListener("click", locate);
  finder.addEventListener("finder:locate", locate);
  finder.addEventListener("finder:origin", ({ detail }) => from(detail.lat, detail.lon));

  finder.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-find]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    link.closest("details.more-ways")?.removeAttribute("open");
    show(new URLSearchParams(link.search), true);
  });
  finder.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-ask]")) return;
    event.preventDefault();
    const { q, service } = event.target.elements;
    if (q) find({ q: q.value.trim() || null, lat: null, lon: null, place: null, show: null });
    else find({ service: service.value || null, show: null });
  });
  results.addEventListener("change", ({ target }) => target.form?.requestSubmit());
  addEventListener("popstate", () => show(new URLSearchParams(location.search), false));

  const search = finder.querySelector(".ask__search");
  if (search) suggest(search, finder.dataset.places, (code) => find({ place: code, q: null, lat: null, lon: null, show: null }));
  lookAtRows(finder, results, tell);
  switchMap(finder, words, tell);
}

export function originOf(finder) {
  const { originLat, originLon, guessed } = finder.querySelector("[data-origin-lat]").dataset;
  return { lat: Number(originLat), lon: Number(originLon), guessed: guessed !== undefined };
}

export function listedIn(finder) {
  const rows = [...finder.querySelectorAll("[data-results] .place")];
  return rows.map(({ dataset: { code, lat, lon } }) => ({ code, lat: Number(lat), lon: Number(lon) }));
}

function speaker(place) {
  return (text, isWrong = false) => {
    if (!place) return;
    place.textContent = text;
    place.classList.toggle("finder__said--wrong", isWrong);
  };
}

function locator(words, say, found) {
  return () => {
    if (!window.isSecureContext) return say(words.insecure, true);
    say(words.locating);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => found(coords.latitude, coords.longitude),
      ({ code }) => say(code === 1 ? words.denied : words.unavailable, true),
      { enableHighAccuracy: true, timeout: 12000, maximumAge: 60000 },
    );
  };
}

// Who turned a chip stays on it, though the chip is a new one.
function replaceKeepingFocus(results, list) {
  const { key } = document.activeElement?.dataset ?? {};
  const scrolled = results.querySelector(".chips")?.scrollLeft;
  results.replaceChildren(...list.childNodes);
  const chips = results.querySelector(".chips");
  chips.scrollLeft = scrolled;
  if (key) (results.querySelector(`[data-key="${key}"]`) ?? chips).focus({ preventScroll: true });
}

// A row under the pointer, in focus or swiped to rings its marker; a marker that is tapped brings its row.
function lookAtRows(finder, results, tell) {
  const look = (row, isSwiped) => {
    for (const other of results.querySelectorAll(".place--chosen")) other.classList.remove("place--chosen");
    row?.classList.add("place--chosen");
    const at = isSwiped && row ? { lat: Number(row.dataset.lat), lon: Number(row.dataset.lon) } : null;
    tell("look", { code: row?.dataset.code ?? null, at });
  };
  for (const type of ["pointerover", "focusin"]) results.addEventListener(type, (event) => event.pointerType !== "touch" && look(event.target.closest(".place")));
  results.addEventListener("pointerleave", ({ pointerType }) => pointerType !== "touch" && look(null));
  let resting;
  results.addEventListener("scroll", ({ target }) => {
    if (!target.matches(".places")) return;
    clearTimeout(resting);
    resting = setTimeout(() => look(target.children[Math.round(target.scrollLeft / target.firstElementChild.offsetWidth)], true), LOOK_MS);
  }, true);
  finder.addEventListener("finder:chosen", ({ detail }) => {
    const row = results.querySelector(`.place[data-code="${CSS.escape(detail.code)}"]`);
    row?.scrollIntoView({ block: "nearest", inline: "start" });
    if (row) look(row);
  });
}

// On a phone list and map take turns.
function switchMap(finder, words, tell) {
  const change = finder.querySelector("[data-switch]");
  if (!change) return;
  change.hidden = false;
  change.addEventListener("click", () => {
    const isMap = document.documentElement.classList.toggle("is-map");
    change.querySelector("span").textContent = isMap ? words.list : words.map;
    if (isMap) scrollTo(0, 0);
    requestAnimationFrame(() => window.portalMap && tell("found"));
  });
}
