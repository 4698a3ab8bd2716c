// The worker that keeps the page for times without a signal, and sends when the page is closed, where browsers can.
const TAG = "service-log";

export async function installed(address, scope) {
  if (!navigator.serviceWorker) return;
  const known = { scope, updateViaCache: "none" };
  // A browser whose workers know no modules gets one that only keeps the page.
  await navigator.serviceWorker.register(address, { ...known, type: "module" }).catch(() => navigator.serviceWorker.register(`${address}?plain=1`, known).catch(() => null));
  await navigator.storage?.persist?.();
}

export async function ring() {
  const ready = await navigator.serviceWorker?.getRegistration();
  await ready?.sync?.register(TAG).catch(() => null);
}
