// Signing out locks what is on this phone: the key goes first. Where entries still wait, it asks before.
import { asker } from "../log/confirm.js";
import { countWaiting } from "../log/store.js";
import { fill } from "../log/times.js";
import { forget, holder } from "../log/vault.js";

export default function start(form) {
  if (!globalThis.indexedDB || !isSecureContext) return;
  const words = JSON.parse(form.dataset.words);
  const box = form.parentElement.querySelector("dialog");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const here = await holder();
    const n = here ? await countWaiting(here.account) : 0;
    if (n && !(await asker(box, { ...words, signOutSure: fill(words.signOutSure, { n }) })("signOut"))) return;
    await forget();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
    await forget(); // another page may have asked for the key in between
    if (answer?.type === "opaqueredirect") location.assign(form.dataset.home);
    else form.submit();
  });
}
