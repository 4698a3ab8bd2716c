// Shows what was reported already while somebody types the same: public texts only, each leading to its page.
import { element } from "../dom.js";

const PAUSE_MS = 600;
const LEAST = 4;

export default function start(form) {
  const { kind, text } = form.elements;
  const box = form.querySelector("[data-alike]");
  let waiting;
  for (const typed of [kind, text]) typed.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE_MS);
  });

  async function ask() {
    if (!kind.value || text.value.trim().length < LEAST) return;
    const asked = new URLSearchParams({ ...JSON.parse(form.dataset.kept), kind: kind.value, text: text.value });
    const answer = await fetch(`${form.dataset.alike}?${asked}`).catch(() => null);
    if (!answer?.ok) return;
    const found = await answer.json();
    const list = found.map((one) => element("li", {}, element("a", { href: one.address, lang: "zh-CN" }, one.text), ` · ${one.state}`));
    box.hidden = !found.length;
    box.querySelector("ul").replaceChildren(...list);
  }
}
