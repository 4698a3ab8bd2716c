// A code that is shown once: copied or printed by a tap.
export default function start(ticket) {
  const copy = ticket.querySelector("[data-copy]");
  const print = ticket.querySelector("[data-print]");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
  if (!navigator.clipboard) return;
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(ticket.querySelector("[data-code]").textContent.replaceAll(" ", ""));
    ticket.querySelector("[data-said]").textContent = ticket.dataset.copied;
  });
}
