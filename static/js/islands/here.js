// Finds the community by the telephone's position: the address says where, rounded to about ten metres, and leads on.
export default function start(part) {
  const button = part.querySelector("[data-here]");
  const said = part.querySelector("[data-said]");
  const words = JSON.parse(part.dataset.words);
  if (!("geolocation" in navigator) || !isSecureContext) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    said.textContent = words.locating;
    const options = { timeout: 10000, maximumAge: 60000 };
    navigator.geolocation.getCurrentPosition(goOn, () => (said.textContent = words.failed), options);
  });

  function goOn({ coords }) {
    const asked = new URLSearchParams({ lat: coords.latitude.toFixed(4), lon: coords.longitude.toFixed(4) });
    location.assign(`${part.dataset.address}?${asked}`);
  }
}
