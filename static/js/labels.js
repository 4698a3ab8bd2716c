// Names on the map give way: each moves a little up or down to where no marker hides it, or is left out.
const STEPS_PX = [0, -32, 32, -56, 56];
const ROOM_PX = 2;
// Clusters glide for a while after a zoom: names wait until they have come to rest.
const GLIDE_MS = 320;

export function giveWay(map) {
  const pane = map.getPane("names");
  let waiting;
  function settle() {
    const taken = [...map.getContainer().querySelectorAll(".cluster, .pin svg")].map((sign) => sign.getBoundingClientRect());
    for (const name of pane.querySelectorAll(".area-label")) {
      name.style.setProperty("--up", "0px");
      const box = name.getBoundingClientRect();
      const step = STEPS_PX.find((by) => !taken.some((sign) => touches(box, by, sign)));
      name.style.setProperty("--up", `${step ?? 0}px`);
      name.classList.toggle("area-label--hidden", step === undefined);
      if (step !== undefined) taken.push({ left: box.left, right: box.right, top: box.top + step, bottom: box.bottom + step });
    }
  }
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(settle, GLIDE_MS); };
  map.on("moveend zoomend layeradd layerremove", soon);
  return soon;
}

const touches = (box, by, sign) =>
  box.left - ROOM_PX < sign.right && box.right + ROOM_PX > sign.left && box.top + by - ROOM_PX < sign.bottom && box.bottom + by + ROOM_PX > sign.top;
