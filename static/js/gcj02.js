// Between WGS-84 and GCJ-02 (国测局坐标), by the formula in common use; the same as geo/place.py.
const { PI, abs, cos, sin, sqrt } = Math;
const RADIUS_M = 6378245, ECCENTRICITY_SQUARED = 0.00669342162296594323;

export function toGcj02(lat, lon) {
  const [north, east] = offsets(lon - 105, lat - 35);
  const phi = (lat * PI) / 180;
  const flattened = 1 - ECCENTRICITY_SQUARED * sin(phi) ** 2;
  const meridian = (RADIUS_M * (1 - ECCENTRICITY_SQUARED)) / (flattened * sqrt(flattened));
  const parallel = (RADIUS_M / sqrt(flattened)) * cos(phi);
  return [lat + (north * 180) / (meridian * PI), lon + (east * 180) / (parallel * PI)];
}

export function fromGcj02(lat, lon) {
  let [foundLat, foundLon] = [lat, lon];
  for (let round = 0; round < 8; round += 1) {
    const [shiftedLat, shiftedLon] = toGcj02(foundLat, foundLon);
    foundLat -= shiftedLat - lat;
    foundLon -= shiftedLon - lon;
  }
  return [foundLat, foundLon];
}

function offsets(x, y) {
  const short = ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
  let north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + short;
  north += ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3 + ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
  let east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + short;
  east += ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3 + ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
  return [north, east];
}
