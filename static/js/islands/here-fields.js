// Fills a form's latitude and longitude (WGS-84, about ten metres) by the telephone's position, when that is asked for.
export default function start(part) {
  const button = part.querySelector("button");
  const said = part.querySelector("[role=status]");
  const { lat, lon } = part.closest("form").elements;
  if (!("geolocation" in navigator) || !isSecureContext) return;
  part.hidden = false;
  button.addEventListener("click", () => {
    const options = { timeout: 10000, maximumAge: 60000 };
    navigator.geolocation.getCurrentPosition(fill, () => (said.textContent = button.dataset.failed), options);
  });

  function fill({ coords }) {
    lat.value = coords.latitude.toFixed(4);
    lon.value = coords.longitude.toFixed(4);
    part.closest("form").elements.grid.value = "";
    said.textContent = button.dataset.done;
  }
}
