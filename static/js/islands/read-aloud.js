// Reads the page aloud, part by part, by the browser's own voice; only offered where there is one.
const PARTS = "h1, h2, h3, p, dt, dd, th, td, main li:not(:has(p, h3, a))";

export default function start(button) {
  if (!("speechSynthesis" in window)) return;
  const words = button.querySelector("span");
  const read = words.textContent;
  const calm = () => { words.textContent = read; button.setAttribute("aria-pressed", "false"); };
  button.hidden = false;
  calm();
  button.addEventListener("click", () => {
    const isReading = speechSynthesis.speaking;
    speechSynthesis.cancel();
    if (isReading) return calm();
    words.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    // One utterance for each part: browsers fall silent in the middle of long ones.
    const spoken = [...document.querySelectorAll(`main :is(${PARTS})`)].filter(isSeen).map(utterance);
    spoken.at(-1)?.addEventListener("end", calm);
    for (const part of spoken) speechSynthesis.speak(part);
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
}

const isSeen = (part) => part.offsetParent !== null && part.innerText.trim() !== "" && !part.closest("form, .place__acts");

function utterance(part) {
  const spoken = new SpeechSynthesisUtterance(part.innerText);
  spoken.lang = part.closest("[lang]").lang;
  return spoken;
}
