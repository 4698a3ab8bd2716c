// Draws rectangles over a picture by mouse, pen or finger. The form's text is the data: what is typed there is drawn,
// what is drawn is written there, in percent of the picture.
export default function start(part) {
  const picture = part.querySelector("[data-picture]");
  const image = picture.querySelector("img");
  const written = part.querySelector("textarea");
  const canvas = document.createElement("canvas");
  canvas.className = "cover__canvas";
  picture.append(canvas);
  const undo = document.createElement("button");
  undo.type = "button";
  undo.className = "button";
  undo.textContent = part.dataset.undo;
  picture.after(undo);
  let begun = null;

  const rectangles = () => written.value.split("\n").map((line) => line.trim().split(/[\s,]+/).map(Number)).filter((one) => one.length === 4 && !one.some(Number.isNaN));
  const write = (all) => {
    written.value = all.map((one) => one.map((value) => value.toFixed(1)).join(" ")).join("\n");
    draw();
  };

  function draw(open = []) {
    canvas.width = image.clientWidth;
    canvas.height = image.clientHeight;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "rgb(29 33 41 / 75%)";
    for (const [left, top, width, height] of [...rectangles(), ...open]) {
      pen.fillRect((left / 100) * canvas.width, (top / 100) * canvas.height, (width / 100) * canvas.width, (height / 100) * canvas.height);
    }
  }

  function at({ offsetX, offsetY }) {
    const within = (value, most) => Math.min(100, Math.max(0, (value / most) * 100));
    return [within(offsetX, canvas.width), within(offsetY, canvas.height)];
  }

  function between([left, top], [right, bottom]) {
    return [Math.min(left, right), Math.min(top, bottom), Math.abs(right - left), Math.abs(bottom - top)];
  }

  canvas.addEventListener("pointerdown", (event) => {
    begun = at(event);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => begun && draw([between(begun, at(event))]));
  canvas.addEventListener("pointerup", (event) => {
    const drawn = begun && between(begun, at(event));
    begun = null;
    if (drawn && drawn[2] > 0.5 && drawn[3] > 0.5) write([...rectangles(), drawn]);
    else draw();
  });
  undo.addEventListener("click", () => write(rectangles().slice(0, -1)));
  written.addEventListener("input", () => draw());
  new ResizeObserver(() => draw()).observe(image);
}
