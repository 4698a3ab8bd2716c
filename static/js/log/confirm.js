// Asks before something goes: resolves to whether he is sure.
export function asker(box, words) {
  const text = box.querySelector("p");
  const [yes, no] = ["[data-yes]", "[data-no]"].map((part) => box.querySelector(part));
  yes.addEventListener("click", () => box.close("yes"));
  no.addEventListener("click", () => box.close(""));
  return (name, button) => new Promise((done) => {
    text.textContent = words[`${name}Sure`];
    yes.textContent = words[name];
    box.returnValue = "";
    box.addEventListener("close", () => done(box.returnValue === "yes"), { once: true });
    box.showModal();
    button?.blur();
  });
}
