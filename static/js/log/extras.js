// What may be added and need not be: photos, made small as they are chosen, and a sentence, typed or spoken.
import { element } from "../dom.js";
import { holdsNumber } from "./personal.js";
import { shrunk } from "./pictures.js";
import { fill } from "./times.js";
import { offerVoice } from "./voice.js";

const REST_MS = 400;

export function photoField(part, words) {
  const input = part.querySelector("input");
  const list = part.querySelector("ul");
  const said = part.querySelector("[data-said]");
  let photos = [];
  let most = 6;

  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = "";
    const free = most - photos.length;
    said.textContent = files.length > free ? fill(words.most, { n: most }) : "";
    for (const file of files.slice(0, free)) {
      try {
        photos.push(await shrunk(file));
      } catch {
        said.textContent = fill(words.unreadable, { name: file.name });
      }
    }
    show();
  });

  function show() {
    for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    list.replaceChildren(...photos.map(row));
    list.hidden = !photos.length;
  }

  function row(photo, at) {
    const image = element("img", { src: URL.createObjectURL(photo.blob), alt: fill(words.photo, { n: at + 1 }), width: 96, height: 96 });
    const away = element("button", { type: "button", class: "button", "aria-label": fill(words.without, { n: at + 1 }) }, "✕");
    away.addEventListener("click", () => {
      photos = photos.filter((one) => one !== photo);
      show();
      input.focus();
    });
    return element("li", {}, image, away);
  }

  return {
    allow: (many) => { most = many; },
    read: () => photos,
    set(next) {
      photos = next;
      said.textContent = "";
      show();
    },
  };
}

// `typed` hears what the note is, a moment after the last key.
export function noteField(part, words, typed) {
  const note = part.querySelector("textarea");
  const warning = part.querySelector("[data-warning]");
  const said = part.querySelector("[data-said]");
  let resting;

  note.addEventListener("input", () => {
    warn();
    clearTimeout(resting);
    resting = setTimeout(() => typed(note.value), REST_MS);
  });
  offerVoice(part.querySelector("[data-speak]"), note, words, (text) => { said.textContent = text; });

  function warn() {
    warning.hidden = !holdsNumber(note.value);
  }

  return {
    allow: (many) => { note.maxLength = many; },
    read: () => note.value.trim(),
    set(text) {
      clearTimeout(resting);
      note.value = text;
      said.textContent = "";
      warn();
    },
  };
}
