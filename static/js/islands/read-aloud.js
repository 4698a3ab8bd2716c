// Reads the page's main part aloud, by the browser's own voice; only offered in large-text mode and where there is one.
export default function start(button) {
  if (!("speechSynthesis" in window) || document.documentElement.dataset.text !== "large") return;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) return speechSynthesis.cancel();
    const facts = document.querySelectorAll("h1, .station__state, .notice, .facts dt, .facts dd, .hours__today");
    const spoken = new SpeechSynthesisUtterance([...facts].map((part) => part.innerText).join("。"));
    spoken.lang = document.documentElement.lang;
    speechSynthesis.speak(spoken);
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
}
