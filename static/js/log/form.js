// The form of one service: what, where, how many; the rest only if he wants. It is cleared when the phone has the entry.
import { element } from "../dom.js";
import { noteField, photoField } from "./extras.js";
import { momentOf, typedOf } from "./times.js";
import { whereField } from "./where.js";

export function logForm(form, words, { save, typed }) {
  const kinds = form.querySelector("[data-kinds]");
  const { helped, minutes, happened } = form.elements;
  const more = form.querySelector("[data-more]");
  const where = whereField(form.querySelector("[data-where]"), words);
  const photos = photoField(form.querySelector("[data-photos]"), words);
  const note = noteField(form.querySelector("[data-note]"), words, typed);
  let book = null;
  let mended = null;
  let isSaving = false;

  const chosen = () => kinds.querySelector("input:checked")?.value ?? null;

  function choice({ code, label }, isChecked) {
    const input = element("input", { type: "radio", name: "kind", value: code });
    input.checked = isChecked;
    return element("label", { class: "log-choice" }, input, element("span", {}, label));
  }

  function step(by) {
    const most = Number(helped.max);
    helped.value = Math.min(most, Math.max(0, (Number(helped.value) || 0) + by));
  }

  function wrong(name, isWrong) {
    form.querySelector(`[data-error="${name}"]`).hidden = !isWrong;
    return isWrong;
  }

  // The entry as it is sent, or nothing where something is missing: then the first such field has the focus.
  function read() {
    const { grid, ...place } = where.read();
    const isKindless = wrong("kind", !chosen());
    const isNowhere = wrong("grid", !grid && place.lat === undefined);
    const isUncounted = wrong("helped", !helped.checkValidity() || helped.value === "");
    const isEndless = wrong("minutes", !minutes.checkValidity());
    if (isKindless) kinds.querySelector("input").focus();
    else if (isNowhere) where.focus();
    else if (isUncounted) helped.focus();
    else if (isEndless) {
      more.open = true;
      minutes.focus();
    }
    if (isKindless || isNowhere || isUncounted || isEndless) return null;
    const at = happened.value ? momentOf(happened.value) : new Date().toISOString();
    const optional = { minutes: minutes.value === "" ? null : Number(minutes.value), note: note.read() || null, lat: place.lat ?? null, lon: place.lon ?? null };
    return { kind: chosen(), grid, happened_at: at, helped: Number(helped.value), ...optional };
  }

  function clear() {
    mended = null;
    form.reset();
    for (const told of form.querySelectorAll("[data-error]")) told.hidden = true;
    where.clear();
    photos.set([]);
    note.set("");
    more.open = false;
    form.classList.remove("log-form--mends");
  }

  form.querySelector("[data-fewer]").addEventListener("click", () => step(-1));
  form.querySelector("[data-further]").addEventListener("click", () => step(1));
  kinds.addEventListener("change", () => {
    wrong("kind", false);
    minutes.value = book.kinds.find(({ code }) => code === chosen())?.minutes ?? "";
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = isSaving ? null : read();
    if (!fields) return;
    isSaving = true;
    try {
      if (await save(fields, photos.read(), mended)) {
        const { grid } = fields;
        clear();
        where.set(grid);
      }
    } finally {
      isSaving = false;
    }
  });
  form.querySelector("[data-leave]").addEventListener("click", clear);

  return {
    // The kind of last time comes first; what is chosen stays chosen when a newer log book arrives.
    show(next, last = {}) {
      book = next;
      const before = chosen();
      const ordered = [...book.kinds].sort((a, b) => (b.code === last.kind) - (a.code === last.kind));
      kinds.replaceChildren(...ordered.map((kind) => choice(kind, kind.code === before)));
      where.show(book.grids, last.grid);
      helped.max = book.limits.helped;
      minutes.max = book.limits.minutes;
      photos.allow(book.limits.photos);
      note.allow(book.limits.note);
    },
    resume(text) {
      if (!text || note.read()) return;
      note.set(text);
      more.open = true;
    },
    withoutPhotos: () => photos.set([]),
    // A refused entry comes back into the form, with all that was in it.
    mend(entry, pictures) {
      clear();
      mended = entry;
      const { fields } = entry.content;
      for (const input of kinds.querySelectorAll("input")) input.checked = input.value === fields.kind;
      where.set(fields.grid, fields);
      helped.value = fields.helped;
      minutes.value = fields.minutes ?? "";
      happened.value = typedOf(fields.happened_at);
      note.set(fields.note ?? "");
      photos.set(pictures);
      more.open = true;
      form.classList.add("log-form--mends");
      form.scrollIntoView();
      kinds.querySelector("input:checked, input").focus({ preventScroll: true });
    },
  };
}
