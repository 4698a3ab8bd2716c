// Finds without reloading: by the visitor's position, by a tap on the map, by a name, by what he needs.
// What is shown is always the list that the server wrote; this only asks for it again.
import { element } from "../dom.js";

const TYPING_MS = 200;

export default function start(finder) {
  const words = JSON.parse(finder.dataset.words);
  const find = (name) => finder.querySelector(`[data-${name}]`);
  const [results, said, ask, locate, change] = ["results", "said", "ask", "locate", "switch"].map(find);
  const asked = new URLSearchParams(location.search);
  let latest = 0;

  const say = (text) => said && (said.textContent = text ?? "");

  async function refresh(changes = {}) {
    for (const [name, value] of Object.entries(changes)) value === null ? asked.delete(name) : asked.set(name, value);
    if (ask) takeWishes();
    const turn = (latest += 1);
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${finder.dataset.nearest}?${asked}`, { headers: { Accept: "text/html" } });
      if (!answer.ok && answer.status !== 400) throw new Error(answer.status);
      const list = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      if (turn !== latest) return;
      results.replaceChildren(...list.childNodes);
      history.replaceState(null, "", `?${asked}`);
      tell("found", { origin: originOf(results), fit: true });
    } catch {
      if (turn === latest) say(words.failed);
    }
    results.removeAttribute("aria-busy");
  }

  function takeWishes() {
    for (const name of ["kind", "service", "open_now", "show"]) asked.delete(name);
    for (const [name, value] of new FormData(ask)) {
      if (["kind", "service"].includes(name) && value) asked.append(name, value);
    }
    if (!ask.elements.open_now[0].checked) asked.set("open_now", "0");
  }

  const tell = (name, detail) => finder.dispatchEvent(new CustomEvent(`finder:${name}`, { detail }));
  const from = (lat, lon) => refresh({ lat: lat.toFixed(6), lon: lon.toFixed(6), q: null, place: null });

  function useMyPosition() {
    if (!window.isSecureContext) return say(words.insecure);
    say(words.locating);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { say(); from(coords.latitude, coords.longitude); },
      ({ code }) => say(code === 1 ? words.denied : words.unavailable),
      { enableHighAccuracy: true, timeout: 12000, maximumAge: 60000 },
    );
  }

  if (locate && "geolocation" in navigator) {
    locate.hidden = false;
    locate.addEventListener("click", useMyPosition);
  }
  ask?.addEventListener("change", ({ target }) => target.name !== "q" && refresh());
  ask?.addEventListener("submit", (event) => {
    event.preventDefault();
    closeSuggestions();
    refresh({ q: find("q").value.trim() || null, lat: null, lon: null, place: null });
  });
  finder.addEventListener("finder:origin", ({ detail }) => { say(); from(detail.lat, detail.lon); });
  results.addEventListener("click", (event) => {
    const more = event.target.closest("[data-more]");
    if (!more) return;
    event.preventDefault();
    location.assign(more.href);
  });
  for (const [type, chosen] of [["pointerover", true], ["focusin", true], ["pointerleave", false]]) {
    results.addEventListener(type, ({ target }) => tell("hover", { code: chosen ? target.closest?.("[data-code]")?.dataset.code : null }));
  }

  if (change) {
    change.hidden = false;
    change.addEventListener("click", () => {
      change.textContent = finder.classList.toggle("finder--map") ? words.list : words.map;
    });
  }

  const [q, suggestions] = [find("q"), find("suggestions")];
  let typing;
  const closeSuggestions = () => suggestions && (suggestions.hidden = true);

  async function suggest() {
    const typed = q.value.trim();
    if (!typed) return closeSuggestions();
    const answer = await fetch(`${finder.dataset.places}?${new URLSearchParams({ q: typed })}`);
    if (!answer.ok || q.value.trim() !== typed) return;
    const places = await answer.json();
    suggestions.replaceChildren(...places.map(suggestion));
    suggestions.hidden = places.length === 0;
  }

  function suggestion({ code, name, kind }) {
    const link = element("a", { href: `?${new URLSearchParams({ place: code })}` }, element("b", { lang: "zh-CN" }, name), element("span", {}, kind));
    link.addEventListener("click", (event) => {
      event.preventDefault();
      q.value = name;
      closeSuggestions();
      refresh({ place: code, q: null, lat: null, lon: null });
    });
    return element("li", {}, link);
  }

  q?.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(suggest, TYPING_MS); });
  finder.addEventListener("keydown", ({ key }) => key === "Escape" && closeSuggestions());
  finder.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !suggestions?.parentElement.contains(relatedTarget)) closeSuggestions();
  });
}

export function originOf(results) {
  const { originLat, originLon, guessed } = results.querySelector("[data-origin-lat]").dataset;
  return { lat: Number(originLat), lon: Number(originLon), guessed: guessed !== undefined };
}
