// What the phone keeps of the service log, in IndexedDB: the key of who is signed in, the log book, entries and their
// photos. A promise is only kept when the disk has it.
const NAME = "service-log";
const CHANNEL = "service-log";
let opening = null;

function database() {
  opening ??= new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const made = asked.result;
      made.createObjectStore("keys", { keyPath: "name" });
      made.createObjectStore("kept", { keyPath: ["account", "name"] });
      const entries = made.createObjectStore("entries", { keyPath: "n", autoIncrement: true });
      entries.createIndex("account", "account");
      entries.createIndex("id", "id", { unique: true });
      made.createObjectStore("photos", { keyPath: "id" }).createIndex("entry", "entry");
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = asked.result.onclose = () => {
        asked.result.close();
        opening = null;
      };
      done(asked.result);
    };
    asked.onerror = () => {
      opening = null;
      failed(asked.error);
    };
  });
  return opening;
}

// One transaction over these boxes, all of it or nothing; gives the result of the request that `work` returns.
export async function within(boxes, mode, work) {
  const open = await database();
  return new Promise((done, failed) => {
    const deal = open.transaction(boxes, mode, { durability: "strict" });
    deal.onabort = () => failed(deal.error ?? new DOMException("somebody else was first", "AbortError"));
    try {
      const asked = work(deal);
      deal.oncomplete = () => done(asked?.result);
    } catch (error) {
      failed(error);
      deal.abort();
    }
  });
}

// Every page of this portal and its worker hear that something has changed.
export function announce() {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("changed");
  channel.close();
}

export function whenChanged(look) {
  new BroadcastChannel(CHANNEL).onmessage = look;
}

// Entries of an account that are still to be sent, or need their maker; of any account where none is named.
export async function countWaiting(account) {
  const rows = await within("entries", "readonly", (deal) => deal.objectStore("entries").getAll());
  return rows.filter((row) => row.state !== "done" && (!account || row.account === account)).length;
}
