// Which grid a place lies in, reckoned on the phone: the position is not sent to ask. Outlines are rings of [lon, lat].
const METRES_PER_DEGREE = 111_320;

export function gridAt(grids, lat, lon) {
  return grids.find(({ outline }) => contains(outline, lat, lon)) ?? null;
}

// The nearest grids by their outlines, for who stands just outside all of them.
export function nearestGrids(grids, lat, lon, many = 3) {
  const shrink = Math.cos((lat * Math.PI) / 180);
  const away = ({ outline }) => Math.min(...outline.map(([x, y]) => Math.hypot((x - lon) * shrink, y - lat) * METRES_PER_DEGREE));
  const known = grids.filter(({ outline }) => outline.length);
  return known.map((grid) => ({ ...grid, metres: away(grid) })).sort((a, b) => a.metres - b.metres).slice(0, many);
}

function contains(outline, lat, lon) {
  let isIn = false;
  for (let at = 0, before = outline.length - 1; at < outline.length; before = at, at += 1) {
    const [x, y] = outline[at];
    const [u, v] = outline[before];
    if (y > lat !== v > lat && lon < ((u - x) * (lat - y)) / (v - y) + x) isIn = !isIn;
  }
  return isIn;
}
