// The entries on this phone. One is written here before anything is sent, and leaves only when the portal has it or its
// maker says so. Of a row only its order, number, account and state can be read without the key.
import { announce, within } from "./store.js";
import { seal, sealBytes, unseal, unsealBytes } from "./vault.js";

const BOTH = ["entries", "photos"];
const KEPT_DAYS = 8;
const DAY_MS = 24 * 3600 * 1000;

// Keeps an entry with its photos ({blob}), in the place of the one that it mends; all of it or nothing.
export async function add(here, fields, pictured, mended = null) {
  const photos = pictured.map(({ blob }) => ({ id: crypto.randomUUID(), blob }));
  const content = { fields, tries: 0, saved_at: new Date().toISOString(), photos: photos.map(({ id }) => ({ id, state: "waiting" })) };
  const row = await rowOf(here, { account: here.account, id: fields.id, state: "waiting", turn: 0 }, content);
  const pictures = await Promise.all(photos.map((photo) => pictureOf(here, fields.id, photo)));
  const n = await within(BOTH, "readwrite", (deal) => {
    if (mended) drop(deal, mended);
    const asked = deal.objectStore("entries").add(row);
    for (const picture of pictures) deal.objectStore("photos").put(picture);
    return asked;
  });
  announce();
  return n;
}

// All entries of the account, the oldest first. One that the key does not open is told of, never left out.
export async function all(here) {
  const rows = await within("entries", "readonly", (deal) => deal.objectStore("entries").index("account").getAll(here.account));
  return Promise.all(rows.sort((a, b) => a.n - b.n).map((row) => opened(here, row)));
}

export async function one(here, n) {
  const row = await within("entries", "readonly", (deal) => deal.objectStore("entries").get(n));
  return row?.account === here.account ? opened(here, row) : null;
}

// Changes an entry, again from the start where somebody else did so meanwhile. `alter` gives the new content, null to
// leave it, or "drop". Gives the entry as it is now, null where it is gone.
export async function change(here, n, alter) {
  for (;;) {
    const entry = await one(here, n);
    if (!entry || entry.unreadable) return entry;
    const content = alter(structuredClone(entry.content));
    if (content === null) return entry;
    try {
      if (content === "drop") {
        await ifUnchanged(entry, (deal) => drop(deal, entry));
        announce();
        return null;
      }
      const row = await rowOf(here, { ...entry.row, state: stateOf(content), turn: entry.row.turn + 1 }, content);
      await ifUnchanged(entry, (deal) => deal.objectStore("entries").put(row));
      announce();
      return { row, content };
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }
}

// Takes an entry back: one that was never sent is gone, any other is withdrawn at the portal too.
export function undo(here, n) {
  return change(here, n, (content) => {
    if (!content.tries) return "drop";
    return { ...content, refusal: null, withdrawal: { id: crypto.randomUUID(), state: "waiting" } };
  });
}

export const putAway = (here, n) => change(here, n, () => "drop");

// What was refused is tried again as it is.
export function again(here, n) {
  return change(here, n, (content) => {
    const anew = (part) => (part?.state === "refused" ? { id: part.id, state: "waiting" } : part);
    return { ...content, refusal: null, photos: content.photos.map(anew), withdrawal: anew(content.withdrawal) };
  });
}

// The portal said that it had it and has it no more: it goes again, under its number.
export const resend = (here, n) => change(here, n, (content) => ({ ...content, receipt: null }));

// The entry stays, what of it was refused does not.
export async function letPartsGo(here, n) {
  const isRefused = (part) => part?.state === "refused";
  const gone = (await one(here, n)).content.photos.filter(isRefused);
  await change(here, n, (content) => {
    const photos = content.photos.filter((photo) => !isRefused(photo));
    return { ...content, refusal: null, photos, withdrawal: isRefused(content.withdrawal) ? null : content.withdrawal };
  });
  await Promise.all(gone.map(({ id }) => dropPhoto(id)));
}

export async function photosOf(here, id) {
  const rows = await within("photos", "readonly", (deal) => deal.objectStore("photos").index("entry").getAll(id));
  return Promise.all(rows.map(async (row) => ({ id: row.id, blob: new Blob([await unsealBytes(here, row.id, row)], { type: row.type }) })));
}

export const dropPhoto = (id) => within("photos", "readwrite", (deal) => deal.objectStore("photos").delete(id));

// What the portal has had for a week is there; here it only takes room.
export async function tidy(here) {
  const before = Date.now() - KEPT_DAYS * DAY_MS;
  for (const { row, content } of await all(here)) {
    if (content && row.state === "done" && Date.parse(content.saved_at) < before) await putAway(here, row.n);
  }
}

function stateOf({ receipt, refusal, photos, withdrawal }) {
  if (refusal) return "refused";
  const parts = withdrawal ? [withdrawal] : photos;
  return receipt && parts.every(({ state }) => state === "stored") ? "done" : "waiting";
}

async function opened(here, row) {
  const content = await unseal(here, row.id, row).catch(() => null);
  return { row, content, unreadable: content === null };
}

async function rowOf(here, plain, content) {
  return { ...plain, ...(await seal(here, plain.id, content)) };
}

async function pictureOf(here, entry, { id, blob }) {
  return { id, entry, type: blob.type, ...(await sealBytes(here, id, await blob.arrayBuffer())) };
}

function ifUnchanged({ row }, work) {
  return within(BOTH, "readwrite", (deal) => {
    const asked = deal.objectStore("entries").get(row.n);
    asked.onsuccess = () => (asked.result?.turn === row.turn ? work(deal) : deal.abort());
    return asked;
  });
}

function drop(deal, { row }) {
  deal.objectStore("entries").delete(row.n);
  const photos = deal.objectStore("photos");
  photos.index("entry").getAllKeys(row.id).onsuccess = ({ target }) => target.result.forEach((key) => photos.delete(key));
}
