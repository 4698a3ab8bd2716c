// How many entries wait on this phone, at the desk; they are sent from here too, as soon as their maker is signed in.
import { deliver } from "../log/sender.js";
import { countWaiting, whenChanged } from "../log/store.js";
import { fill } from "../log/times.js";
import { holder } from "../log/vault.js";

export default async function start(tag) {
  if (!isSecureContext || !globalThis.indexedDB) return;
  const words = JSON.parse(tag.dataset.words);
  const show = async () => {
    const n = await countWaiting((await holder())?.account ?? "nobody");
    tag.textContent = fill(words.waiting, { n });
    tag.hidden = !n;
  };
  whenChanged(show);
  if (await countWaiting()) await deliver({ logs: tag.dataset.logs, book: tag.dataset.book });
  await show();
}
