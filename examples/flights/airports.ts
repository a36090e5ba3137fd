import { readFileSync } from "node:fs";

export interface Airport {
  code: string;
  city: string;
  state: string;
  latitude: number;
  longitude: number;
}

/** Airports by code, from a CSV file with the header iata,name,city,state,country,latitude,longitude. */
export function readAirports(path: string): Map<string, Airport> {
  const airports = new Map<string, Airport>();
  for (const line of readFileSync(path, "utf8").split(/\r?\n/).slice(1)) {
    const [code, , city, state, , latitude, longitude] = splitFields(line);
    if (!code) continue;
    airports.set(code, {
      code,
      city: city ?? "",
      state: state ?? "",
      latitude: Number(latitude),
      longitude: Number(longitude),
    });
  }
  return airports;
}

/** The fields of one line; a quoted field may hold commas. */
function splitFields(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map((match) => match[1] ?? match[2] ?? "");
}
