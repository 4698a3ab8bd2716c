// Speaking instead of typing, where the browser can listen; it is the browser that makes the words, and says so.
const Listener = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;

export function offerVoice(button, note, words, say) {
  if (!Listener || !isSecureContext) return;
  const listener = new Listener();
  let isOn = false;
  listener.lang = document.documentElement.lang;
  listener.onresult = ({ results, resultIndex }) => {
    const heard = [...results].slice(resultIndex).map(([best]) => best.transcript).join("");
    note.value = `${note.value}${heard}`.slice(0, note.maxLength);
    note.dispatchEvent(new Event("input", { bubbles: true }));
  };
  listener.onerror = () => say(words.unheard);
  listener.onend = () => turn(false);
  button.hidden = false;
  button.addEventListener("click", () => (isOn ? listener.stop() : begin()));

  function begin() {
    try {
      listener.start();
      turn(true);
      say(words.listening);
    } catch {
      say(words.unheard);
    }
  }

  function turn(on) {
    isOn = on;
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? words.stop : words.speak;
  }
}
