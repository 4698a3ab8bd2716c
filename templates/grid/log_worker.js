// Keeps the page /desk/log and its files for times without a signal, and sends what waits when the network is back.
// The page is asked for anew first; a kept one has the policy and the nonce that it came with.
{% if not plain %}
import { deliver } from {{ asset("js/log/sender.js") | tojson }};
{% endif %}
const KEPT = {{ ("log-" ~ version) | tojson }};
const VERSION = {{ version | tojson }};
const PAGE = {{ url_for("grid.log_page") | tojson }};
const API = {{ api | tojson }};
const FILES = new Set({{ files | tojson }});
const SILENCE_MS = 4000;

addEventListener("install", (event) => event.waitUntil(fill().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(forgetOthers().then(() => clients.claim())));
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname, search } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate" && pathname === PAGE) event.respondWith(page(event));
  else if (FILES.has(pathname + search)) event.respondWith(file(event.request));
});
{% if not plain %}
addEventListener("sync", (event) => event.waitUntil(deliver(API).then(({ word }) => {
  if (word === "offline" || word === "busy") throw new Error(word); // the browser tries again later
})));
{% endif %}

async function fill() {
  const kept = await caches.open(KEPT);
  await kept.addAll([...FILES]);
  const answer = await fetch(PAGE, { redirect: "manual" });
  if (isWhole(answer)) await kept.put(PAGE, answer);
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("log-") && name !== KEPT).map((name) => caches.delete(name)));
}

// Where the portal does not answer, or sends to the sign-in, the kept page opens: what is logged stays on the phone.
async function page(event) {
  const kept = await caches.match(PAGE, { cacheName: KEPT, ignoreVary: true });
  const asked = fetch(event.request).then(keepIfWhole, () => null);
  event.waitUntil(asked);
  const answer = await (kept ? Promise.race([asked, silence()]) : asked);
  return answer?.ok ? answer : (kept ?? answer ?? Response.error());
}

async function keepIfWhole(answer) {
  if (isWhole(answer)) await (await caches.open(KEPT)).put(PAGE, answer.clone());
  return answer;
}

async function file(request) {
  return (await caches.match(request, { cacheName: KEPT, ignoreVary: true })) ?? fetch(request);
}

const isWhole = (answer) => answer.ok && answer.headers.get("Shell-Version") === VERSION;
const silence = () => new Promise((done) => setTimeout(done, SILENCE_MS, null));
