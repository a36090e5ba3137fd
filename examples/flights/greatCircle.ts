import type { Airport } from "./airports.js";

const EARTH_RADIUS_KM = 6371.0088;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in kilometres (haversine, which keeps its digits at short range). */
export function greatCircle(from: Airport, to: Airport): number {
  const latitudes = Math.sin(radians(to.latitude - from.latitude) / 2);
  const longitudes = Math.sin(radians(to.longitude - from.longitude) / 2);
  const chord =
    latitudes * latitudes + Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * longitudes * longitudes;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}
