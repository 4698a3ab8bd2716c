// Shows what was reported already while somebody types the same: public texts only, each leading to its page.
import { element } from "../dom.js";

const PAUSE_MS = 600;
const LEAST = 4;

export default function start(form) {
  const { text } = form.elements;
  const box = form.querySelector("[data-alike]");
  let waiting;
  form.addEventListener("input", ({ target }) => {
    if (!["kind", "text"].includes(target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE_MS);
  });

  async function ask() {
    const kind = form.elements.kind.value;
    if (!kind || text.value.trim().length < LEAST) return;
    const asked = new URLSearchParams({ ...JSON.parse(form.dataset.kept), kind, text: text.value });
    const answer = await fetch(`${form.dataset.alike}?${asked}`).catch(() => null);
    if (!answer?.ok) return;
    const found = await answer.json();
    const list = found.map((one) => element("li", {}, element("a", { href: one.address, target: "_blank", rel: "noopener", lang: "zh-CN" }, one.text), ` · ${one.state}`));
    box.hidden = !found.length;
    box.querySelector("ul").replaceChildren(...list);
  }
}
