// Sends what waits: entries in their order, each followed by its photos or its withdrawal. Used by the page and by the
// worker; a lock sees to it that only one of them sends, and were there none, the portal stores a number once.
import { ask, send } from "./portal.js";
import { all, change, dropPhoto, photosOf } from "./queue.js";
import { admit, holder, keep, kept } from "./vault.js";

const LOCK = "service-log";
// A picture that the browser has thrown away; it is said, not passed over.
const GONE = { status: "gone", body: {} };
const PATIENCE = 3;
const BOOK_LASTS_MS = 5 * 60 * 1000;
let book = null;
let readAt = 0;

// Gives `{word, wait, here}`: `word` says why something is left, and is empty where nothing is.
export function deliver(api) {
  const locks = globalThis.navigator?.locks;
  return locks ? locks.request(LOCK, () => inTurn(api)) : inTurn(api);
}

async function inTurn(api, isAgain = false) {
  const opened = await openBook(api);
  if (opened.word) return { ...opened, here: await holder() };
  const entries = (await all(opened.here)).filter(({ row }) => row.state === "waiting");
  const stuck = [];
  for (const entry of entries) {
    const stopped = await sendOne(api, opened.here, entry);
    if (stopped?.word === "busy" && entry.content.tries >= PATIENCE && stuck.length < PATIENCE) {
      stuck.push(stopped); // the portal may be ill at this one alone: the others go past it
      continue;
    }
    if (stopped?.word === "stale") {
      book = null; // somebody signed in anew: with a fresh token, and for him alone
      return isAgain ? { word: "busy", here: await holder() } : inTurn(api, true);
    }
    if (stopped) return { ...stopped, here: await holder() };
  }
  return { word: "", ...stuck[0], here: opened.here };
}

// The log book says whose session this is and brings a fresh token: nothing is sent for somebody else, nor by an old one.
async function openBook(api) {
  const here = await holder();
  if (book && here?.account === book.account && Date.now() - readAt < BOOK_LASTS_MS) return { here };
  const answer = await ask(api.book);
  if (answer.word) return answer;
  if (answer.status !== 200 || !answer.body.key) return { word: "busy" };
  const { key, csrf, ...rest } = answer.body;
  const admitted = await admit(rest.account, key);
  const ahead_ms = Number.isFinite(answer.at) ? Date.now() - answer.at : 0;
  await keep(admitted, "book", { ...rest, ahead_ms });
  book = { account: rest.account, csrf };
  readAt = Date.now();
  return { here: admitted };
}

export const readBook = (here) => kept(here, "book");

async function sendOne(api, here, { row, content, unreadable }) {
  if (unreadable) return null;
  const marked = await change(here, row.n, (now) => ({ ...now, tries: now.tries + 1 }));
  if (!marked) return null;
  content = marked.content;
  if (!content.receipt) {
    const answer = await send(api.logs, book.csrf, content.fields);
    if (answer.word) return answer;
    const isStored = answer.status < 300 && answer.body.id === content.fields.id;
    if (!isStored && answer.status < 300) return { word: "busy" };
    const known = isStored ? { receipt: answer.body, sent_at: new Date().toISOString() } : { refusal: refusalOf(answer) };
    const now = await change(here, row.n, (content) => ({ ...content, ...known }));
    if (!isStored) return null;
    content = now?.content ?? content;
  }
  return content.withdrawal ? withdraw(api, here, row, content) : sendPhotos(api, here, row, content);
}

async function sendPhotos(api, here, row, content) {
  const waiting = content.photos.filter(({ state }) => state === "waiting");
  const kept = waiting.length ? await photosOf(here, row.id) : [];
  for (const { id } of waiting) {
    const blob = kept.find((photo) => photo.id === id)?.blob;
    const which = (content) => content.photos.find((photo) => photo.id === id);
    if (!blob) {
      await settle(here, row, GONE, which);
      continue;
    }
    const form = new FormData();
    form.append("id", id);
    form.append("photo", blob, `${id}.jpg`);
    const answer = await send(`${api.logs}/${row.id}/photos`, book.csrf, form);
    if (answer.word) return answer;
    await settle(here, row, answer, which);
    if (answer.status < 300) await dropPhoto(id);
  }
  return null;
}

async function withdraw(api, here, row, { withdrawal }) {
  if (withdrawal.state !== "waiting") return null;
  const answer = await send(`${api.logs}/${row.id}/withdraw`, book.csrf, { id: withdrawal.id, reason: "" });
  if (answer.word) return answer;
  await settle(here, row, answer, (content) => content.withdrawal);
  return null;
}

// A part of an entry is stored, or refused with the portal's reason.
function settle(here, row, answer, partOf) {
  const isStored = answer.status < 300;
  return change(here, row.n, (content) => {
    const part = partOf(content);
    if (part) part.state = isStored ? "stored" : "refused";
    return isStored ? content : { ...content, refusal: refusalOf(answer) };
  });
}

function refusalOf({ status, body }) {
  const told = (body.errors ?? []).map(({ detail }) => detail).filter(Boolean);
  return { status, field: body.field ?? body.parameter ?? null, reason: told.length ? told.join("；") : (body.detail ?? "") };
}
