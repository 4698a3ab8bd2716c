// /desk/log: an entry is on the phone before anything is sent, and goes by itself when it can.
import { installed, ring } from "../log/offline.js";
import { dayView } from "../log/day.js";
import { asker } from "../log/confirm.js";
import { saveAsFile } from "../log/file.js";
import { logForm } from "../log/form.js";
import { ask } from "../log/portal.js";
import { add, again, all, letPartsGo, one, photosOf, putAway, resend, tidy, undo } from "../log/queue.js";
import { deliver, readBook } from "../log/sender.js";
import { whenChanged } from "../log/store.js";
import { dayOf, fill, minuteOf, shifted } from "../log/times.js";
import { teller } from "../log/told.js";
import { holder, keep, kept } from "../log/vault.js";

const WAITS_MS = [5_000, 15_000, 60_000, 300_000];
const LATE_MS = 24 * 3600 * 1000;

export default async function start(page) {
  const words = JSON.parse(page.dataset.words);
  const api = { logs: page.dataset.logs, book: page.dataset.book };
  const tell = teller(page, words);
  page.querySelector("[data-opening]").hidden = true;
  if (!isSecureContext || !globalThis.indexedDB || !globalThis.crypto?.subtle) return tell.about("unable");
  const sure = asker(page.querySelector("dialog"), words);
  const banner = page.querySelector("[data-kept]");
  const form = logForm(page.querySelector("form"), words, { save, typed: (text) => here && keep(here, "note", text) });
  const days = dayView(page.querySelector("[data-day]"), words, acts());
  const [sheet, list] = [page.querySelector("form"), page.querySelector("[data-day]")];
  let [here, stored, saved, tries, timer, laidOut, isBarred] = [null, null, null, 0, 0, {}, false];
  let shownDay = dayOf(Date.now());

  async function show() {
    here = await holder();
    // Somebody else may be signed in, who may not log: he sees nothing of what is here.
    sheet.hidden = list.hidden = !here || isBarred || laidOut.account !== here.account;
    if (!here || isBarred) return;
    const entries = await all(here);
    const waiting = entries.filter(({ row }) => row.state !== "done");
    page.querySelector("[data-waiting]").textContent = waiting.length;
    tell.late(waiting.some(({ content }) => content && Date.now() - Date.parse(content.saved_at) > LATE_MS));
    // An answer from before the last entry was sent compares nothing.
    const isFresh = stored?.day === shownDay && entries.every(({ content }) => !(content?.sent_at > stored.at));
    days.show(shownDay, dayOf(Date.now()), entries, isFresh ? stored : null);
    tellSaved(entries);
  }

  // The form is laid out from what the phone has, once more when the portal has answered, and then stays as it is: no
  // button moves under a thumb.
  async function useBook(isNew = false) {
    here = await holder();
    const book = here ? await readBook(here) : null;
    if (!book) return;
    if (laidOut.account !== here.account || (isNew && !laidOut.isNew)) {
      laidOut = { account: here.account, isNew };
      days.use(book);
      form.show(book, (await kept(here, "last")) ?? {});
    }
    tell.clock(book.ahead_ms);
  }

  async function sendAll() {
    clearTimeout(timer);
    const before = here?.account;
    const { word, wait } = await deliver(api);
    tell.about(word);
    isBarred = word === "forbidden";
    if (!word || (await holder())?.account !== before) await useBook(true);
    if (!word) stored = await askDay(shownDay);
    await show();
    if (!word) tries = 0;
    else if (word !== "signed-out") {
      timer = setTimeout(sendAll, Math.max((wait ?? 0) * 1000, WAITS_MS[Math.min(tries, WAITS_MS.length - 1)]));
      tries += 1;
    }
  }

  async function askDay(day) {
    const at = new Date().toISOString();
    const { body, status } = await ask(`${api.logs}?day=${day}`);
    return status === 200 ? { ...body, at } : null;
  }

  // Gives whether the phone has it. Where it has not, the form stays as it is and says why.
  async function save(fields, photos, mended) {
    here = await holder();
    if (!here) return tell.about("signed-out"), false;
    const isTaken = mended?.content.refusal?.status === 409;
    const id = mended && !isTaken ? mended.row.id : crypto.randomUUID();
    try {
      const n = await add(here, { id, ...fields }, photos, mended);
      saved = { n, time: minuteOf(Date.now()) };
      await keep(here, "last", { kind: fields.kind, grid: fields.grid });
      await keep(here, "note", "");
    } catch (error) {
      tell.full(error.name === "QuotaExceededError" ? "full" : "unsaved", photos.length > 0);
      return false;
    }
    tell.full("");
    await show();
    ring();
    sendAll();
    return true;
  }

  function tellSaved(entries) {
    const entry = saved && entries.find(({ row }) => row.n === saved.n);
    if (!saved) return;
    const { receipt, refusal, withdrawal } = entry?.content ?? {};
    const text = banner.querySelector("[data-said]");
    if (!entry || withdrawal) text.textContent = words.undone;
    else if (refusal) text.textContent = words.lookBelow;
    else text.textContent = receipt ? fill(words.sent, { time: minuteOf(receipt.received_at) }) : fill(words.kept, { time: saved.time });
    banner.querySelector("button").hidden = !entry || Boolean(withdrawal ?? refusal);
    banner.classList.toggle("log-kept--wrong", Boolean(refusal));
    banner.hidden = false;
  }

  function acts() {
    const then = (deed) => async ({ row }) => { await deed(here, row.n); sendAll(); };
    const ifSure = (name, deed) => async (entry, button) => { if (await sure(name, button)) await then(deed)(entry); };
    return {
      undo: ifSure("undo", undo),
      putAway: ifSure("putAway", putAway),
      letGo: ifSure("letGo", letPartsGo),
      retry: then(again),
      sendAnew: then(resend),
      mend: async ({ row }) => form.mend(await one(here, row.n), await photosOf(here, row.id)),
    };
  }

  banner.querySelector("button").addEventListener("click", async () => { await undo(here, saved.n); sendAll(); });
  page.querySelector("[data-file]").addEventListener("click", async () => saveAsFile((await all(here)).filter(({ row }) => row.state !== "done")));
  page.querySelector("[data-send-now]").addEventListener("click", sendAll);
  page.querySelector("[data-no-photos]").addEventListener("click", () => { form.withoutPhotos(); sheet.requestSubmit(); });
  for (const [name, by] of [["earlier", -1], ["later", 1]]) {
    page.querySelector(`[data-${name}]`).addEventListener("click", async () => {
      shownDay = shifted(shownDay, by);
      await show();
      stored = await askDay(shownDay);
      await show();
    });
  }
  whenChanged(() => show());
  addEventListener("online", sendAll);
  document.addEventListener("visibilitychange", () => document.hidden || sendAll());
  try {
    await useBook();
    if (here) form.resume(await kept(here, "note"));
    await show();
    installed(page.dataset.worker, page.dataset.scope);
    await sendAll();
    if (here) await tidy(here);
  } catch {
    tell.about("unable"); // a browser that has the parts and will not let them work, as in private windows
  }
}
