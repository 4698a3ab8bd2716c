// Talks to the portal. An answer is `{status, body}`, or `{word}` where there is none to go by: "offline", "signed-out",
// "forbidden", "busy". Only what the portal itself said in JSON counts as an answer: a hotel's sign-in page does not.
const PATIENCE_MS = 30_000;
const FOR_PHOTOS_MS = 180_000;

export function send(address, csrf, body) {
  const isForm = body instanceof FormData;
  const headers = { "X-CSRFToken": csrf, ...(isForm ? {} : { "Content-Type": "application/json" }) };
  const content = isForm ? body : JSON.stringify(body);
  return ask(address, { method: "POST", headers, body: content }, isForm ? FOR_PHOTOS_MS : PATIENCE_MS);
}

export async function ask(address, options = {}, patience = PATIENCE_MS) {
  try {
    const signal = AbortSignal.timeout(patience);
    const answer = await fetch(address, { redirect: "manual", credentials: "same-origin", cache: "no-store", signal, ...options });
    const word = wordOf(answer);
    if (word) return { word, wait: Number(answer.headers.get("Retry-After")) || 0 };
    const body = await answer.json().catch(() => null);
    if (body === null || typeof body !== "object") return { word: "busy" };
    if (answer.status === 400 && /csrf/i.test(body.detail)) return { word: "stale" };
    return { status: answer.status, body, at: Date.parse(answer.headers.get("Date")) };
  } catch {
    return { word: "offline" };
  }
}

// A redirect leads to the sign-in, or to a password that has to be changed first.
function wordOf({ type, status }) {
  if (type === "opaqueredirect" || status === 401) return "signed-out";
  if (status === 403) return "forbidden";
  return status === 408 || status === 429 || status >= 500 ? "busy" : null;
}
