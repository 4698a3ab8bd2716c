// A day's entries as this phone has them, each with how far it is; and beside it what the portal has, so that both can
// be compared: a difference is named.
import { element } from "../dom.js";
import { dayName, dayOf, fill, minuteOf, shifted } from "./times.js";

const DAYS_BACK = 7;
const whenOf = ({ receipt, fields }) => receipt?.happened_at ?? fields.happened_at;

const fillList = (list, lines) => list.replaceChildren(...lines.map((line) => element("li", {}, ...line)));

export function dayView(part, words, acts) {
  const [heading, sum, list, apart, elsewhere, earlier, later] = ["heading", "sum", "list", "apart", "elsewhere", "earlier", "later"].map((name) => part.querySelector(`[data-${name}]`));
  let book = { kinds: [], grids: [] };

  const kindName = (code) => book.kinds.find((kind) => kind.code === code)?.label ?? code;
  const gridName = (code) => book.grids.find((grid) => grid.code === code)?.name ?? code ?? "";
  const said = ({ happened_at: at, kind, helped }, grid) => [`${minuteOf(at)} ${kindName(kind)} · `, element("span", { lang: "zh-CN" }, grid), ` · ${fill(words.people, { n: helped })}`];

  // `entries` of the account; `stored` is the portal's answer for the day, null where there is none.
  function show(day, today, entries, stored) {
    const here = entries.filter(({ content, row }) => (content ? dayOf(whenOf(content)) === day || (day === today && row.state === "refused") : day === today));
    heading.textContent = day === today ? words.today : fill(words.ofDay, { day: dayName(day) });
    tellSum(here, stored);
    const there = stored && new Map(stored.stored.map((one) => [one.id, one]));
    list.replaceChildren(...[...here].reverse().map((entry) => line(entry, there)));
    list.hidden = !here.length;
    tellElsewhere(here, stored);
    later.disabled = day === today;
    earlier.disabled = day <= shifted(today, -DAYS_BACK);
  }

  function tellSum(here, stored) {
    const takenBack = new Set(stored?.stored.filter(({ withdrawn_at: gone }) => gone).map(({ id }) => id));
    const made = here.filter(({ content, row }) => content && !content.withdrawal && !takenBack.has(row.id)).length;
    const kept = stored && stored.stored.length - takenBack.size;
    if (stored) sum.textContent = fill(words.both, { made, kept });
    else sum.textContent = here.length ? fill(words.here, { made }) : words.none;
    sum.classList.toggle("log-sum--same", Boolean(stored) && made === kept);
  }

  function line(entry, there) {
    const { content, row } = entry;
    if (!content) return element("li", { class: "log-entry log-entry--refused" }, element("p", {}, words.unopened));
    const name = content.receipt?.grid?.name ?? gridName(content.fields.grid);
    const parts = [element("p", { class: "log-entry__what" }, ...said({ ...content.fields, happened_at: whenOf(content) }, name))];
    if (content.photos.length) parts.push(element("p", { class: "meta" }, fill(words.photos, { n: content.photos.length })));
    parts.push(state(entry, there));
    for (const { text } of content.receipt?.notices ?? []) parts.push(element("p", { class: "log-entry__notice" }, text));
    parts.push(element("p", { class: "log-entry__acts" }, ...actsOf(entry, there)));
    return element("li", { class: `log-entry log-entry--${row.state}`, "data-entry": row.id }, ...parts);
  }

  function state({ content, row }, there) {
    const { receipt, refusal, withdrawal } = content;
    if (refusal) return element("p", { class: "log-entry__state log-entry__state--refused" }, fill(receipt ? words.partRefused : words.refused, { why: refusal.status === "gone" ? words.gone : refusal.reason || refusal.status }));
    if (withdrawal || isTakenBack(row, there)) return element("p", { class: "log-entry__state" }, withdrawal?.state === "waiting" ? words.withdrawing : words.withdrawn);
    if (row.state !== "done") return element("p", { class: "log-entry__state log-entry__state--waiting" }, receipt ? words.photosWaiting : fill(words.waiting, { time: minuteOf(content.saved_at) }));
    if (there && !there.has(row.id)) return element("p", { class: "log-entry__state log-entry__state--refused" }, words.missing);
    return element("p", { class: "log-entry__state log-entry__state--done" }, fill(words.sent, { time: minuteOf(receipt.received_at) }));
  }

  const isTakenBack = (row, there) => Boolean(there?.get(row.id)?.withdrawn_at);

  function actsOf(entry, there) {
    const { content, row } = entry;
    const { receipt, refusal, withdrawal } = content;
    if (refusal) return receipt ? [act("retry", entry), act("letGo", entry)] : [act("mend", entry), act("putAway", entry)];
    if (row.state === "done" && !withdrawal && there && !there.has(row.id)) return [act("sendAnew", entry)];
    return withdrawal || isTakenBack(row, there) ? [] : [act("undo", entry)];
  }

  function act(name, entry) {
    const button = element("button", { type: "button", class: "button" }, words[name]);
    button.addEventListener("click", () => acts[name](entry, button));
    return button;
  }

  // What the portal has and this phone has not: made at a desk or on another phone, or kept there as not stored.
  function tellElsewhere(here, stored) {
    const known = new Set(here.map(({ row }) => row.id));
    const kept = (stored?.stored ?? []).filter(({ id, withdrawn_at: gone }) => !gone && !known.has(id));
    const refused = (stored?.refused ?? []).filter(({ id }) => !known.has(id));
    fillList(elsewhere.querySelector("ul"), kept.map((one) => said(one, one.grid.name)));
    elsewhere.querySelector("summary").textContent = fill(words.onlyThere, { n: kept.length });
    elsewhere.hidden = !kept.length;
    const early = stored?.waiting?.length ?? 0;
    const lines = [...refused.map(({ reason }) => [fill(words.refusedThere, { why: reason })]), ...(early ? [[fill(words.earlyThere, { n: early })]] : [])];
    fillList(apart, lines);
    apart.hidden = !lines.length;
  }

  return { show, use: (next) => { book = next; } };
}
