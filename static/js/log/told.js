// What the page says about itself: why nothing goes, that the phone is full, that its clock is wrong.
import { fill } from "./times.js";

const CLOCK_MS = 10 * 60 * 1000;

export function teller(page, words) {
  const part = (name) => page.querySelector(`[data-${name}]`);
  return {
    // "" where all is well.
    about(word) {
      part("told").textContent = word ? words[word] : "";
      part("about").hidden = !word;
      part("sign-in").hidden = word !== "signed-out";
      page.dataset.state = word;
    },
    late(isLate) {
      part("late").hidden = !isLate;
    },
    full(word, hasPhotos) {
      part("full").hidden = !word;
      if (!word) return;
      part("full-said").textContent = words[word];
      part("no-photos").hidden = !hasPhotos;
    },
    clock(ahead = 0) {
      const minutes = Math.round(Math.abs(ahead) / 60_000);
      part("clock").hidden = Math.abs(ahead) < CLOCK_MS;
      part("clock").textContent = fill(ahead > 0 ? words.fast : words.slow, { n: minutes });
    },
  };
}
