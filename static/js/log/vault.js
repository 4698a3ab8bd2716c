// Everything personal on the phone is sealed by the key of the account. The portal gives the key to who is signed in;
// here it cannot be read out again, and it goes when he signs out: what waits then stays, unreadable, until he is back.
import { announce, within } from "./store.js";

const CURRENT = "current";
const CIPHER = "AES-GCM";

// Who may read here now: `{account, key}`, or undefined.
export function holder() {
  return within("keys", "readonly", (deal) => deal.objectStore("keys").get(CURRENT));
}

// Somebody is signed in: from now on this phone is his. The key of who was here before goes.
export async function admit(account, secret) {
  const here = await holder();
  if (here?.account === account) return here;
  const key = await crypto.subtle.importKey("raw", bytesOf(secret), CIPHER, false, ["encrypt", "decrypt"]);
  const next = { name: CURRENT, account, key };
  await within("keys", "readwrite", (deal) => deal.objectStore("keys").put(next));
  announce();
  return next;
}

export async function forget() {
  await within("keys", "readwrite", (deal) => deal.objectStore("keys").delete(CURRENT));
  announce();
}

// `label` ties a sealed content to what it belongs to: none can be put in another's place.
export async function sealBytes({ key, account }, label, content) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: CIPHER, iv, additionalData: tie(account, label) }, key, content);
  return { iv, sealed };
}

export function unsealBytes({ key, account }, label, { iv, sealed }) {
  return crypto.subtle.decrypt({ name: CIPHER, iv, additionalData: tie(account, label) }, key, sealed);
}

export const seal = (here, label, value) => sealBytes(here, label, new TextEncoder().encode(JSON.stringify(value)));

export async function unseal(here, label, row) {
  return JSON.parse(new TextDecoder().decode(await unsealBytes(here, label, row)));
}

// Small things kept by name for the account: the log book, the last choices, a note half written.
export async function keep(here, name, value) {
  const row = { account: here.account, name, ...(await seal(here, name, value)) };
  await within("kept", "readwrite", (deal) => deal.objectStore("kept").put(row));
}

export async function kept(here, name) {
  const row = await within("kept", "readonly", (deal) => deal.objectStore("kept").get([here.account, name]));
  return row ? unseal(here, name, row).catch(() => null) : null;
}

const tie = (account, label) => new TextEncoder().encode(`${account} ${label}`);

function bytesOf(base64url) {
  const binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
