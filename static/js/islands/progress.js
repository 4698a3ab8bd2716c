// Follows a job: moves its bar, and shows the page anew when the job is done.
const EVERY_MS = 700;

export default function start(box) {
  const bar = box.querySelector("progress");
  const look = async () => {
    const answer = await fetch(box.dataset.address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return setTimeout(look, EVERY_MS * 4);
    const { running, done, total } = await answer.json();
    if (!running) return location.reload();
    if (total) Object.assign(bar, { max: total, value: done });
    return setTimeout(look, EVERY_MS);
  };
  setTimeout(look, EVERY_MS);
}
