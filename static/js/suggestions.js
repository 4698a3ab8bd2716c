// Names that match what is being typed, as links below the field; the arrow keys walk through them.
import { element } from "./dom.js";

const TYPING_MS = 180;

// `choose` is told the code of a place that was picked.
export default function suggest(search, address, choose) {
  const field = search.querySelector("[data-q]");
  const list = search.querySelector("[data-suggestions]");
  let typing;
  const close = () => { list.hidden = true; };

  async function ask() {
    const typed = field.value.trim();
    if (!typed) return close();
    const answer = await fetch(`${address}?${new URLSearchParams({ q: typed })}`).catch(() => null);
    if (!answer?.ok || field.value.trim() !== typed) return;
    const places = await answer.json();
    list.replaceChildren(...places.map(suggestion));
    list.hidden = places.length === 0;
  }

  function suggestion({ code, name, kind }) {
    const link = element("a", { href: `?${new URLSearchParams({ place: code })}` }, element("b", { lang: "zh-CN" }, name), element("span", {}, kind));
    link.addEventListener("click", (event) => {
      event.preventDefault();
      field.value = name;
      close();
      choose(code);
    });
    return element("li", {}, link);
  }

  function walk(event) {
    const stops = [field, ...list.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") close();
    if (!step || list.hidden) return;
    event.preventDefault();
    stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
  }

  field.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(ask, TYPING_MS); });
  field.form.addEventListener("submit", () => { clearTimeout(typing); close(); });
  search.addEventListener("keydown", walk);
  search.addEventListener("focusout", ({ relatedTarget }) => search.contains(relatedTarget) || setTimeout(close, TYPING_MS));
}
