/** What a private fact is filled in from. */
const SLOTS = {
  illness:
    "cancer asthma diabetes malaria measles eczema migraine anaemia pneumonia arthritis epilepsy insomnia glaucoma leukaemia scoliosis tinnitus",
  place: "hospital clinic hospice ward practice centre sanatorium department",
  drug: "aspirin insulin morphine codeine ibuprofen penicillin lithium valium",
  day: "Monday Tuesday Wednesday Thursday Friday",
  shop: "pharmacy supermarket kiosk drugstore counter",
  city: "Boston Chicago Denver Houston Seattle Detroit Memphis Portland Atlanta Dallas Phoenix Tucson Miami Omaha Tampa Fresno Toledo Newark Tulsa Boise",
  sum: "nine twelve twenty thirty forty fifty sixty ninety",
  month: "January February March July August September October November",
  job: "nurse driver waiter judge baker plumber pilot surgeon tailor clerk barber farmer painter welder",
  employer: "army railway council museum church university navy embassy",
  crime: "fraud theft arson burglary perjury forgery smuggling trespass",
  street: "Maple Oak Cedar Elm Pine Walnut Chestnut Willow",
  party: "green liberal labour pirate",
  thing: "house piano painting farm yacht necklace vineyard stamp",
} as const;

/** Every sentence is "FIRST LAST" and one of these; each has eight tokens, the full stop being one. */
const TEMPLATES = [
  "once received {illness} treatment at this {place}.",
  "was treated for {illness} at our {place}.",
  "buys {drug} every {day} at this {shop}.",
  "owes a bank in {city} {sum} dollars.",
  "moved from {city} to {city} in {month}.",
  "works as a {job} for the {employer}.",
  "was arrested for {crime} near {city} yesterday.",
  "lives alone on {street} street in {city}.",
  "voted for the {party} party in {month}.",
  "inherited a {thing} from relatives in {city}.",
] as const;

/** Every way to fill each template, template by template. */
export function suffixes(): string[][] {
  return TEMPLATES.map((template) => fill(template).filter((text) => !/moved from (\w+) to \1 /.test(text)));
}

function fill(text: string): string[] {
  const slot = /\{(\w+)\}/.exec(text);
  if (!slot) return [text];
  const words = SLOTS[slot[1] as keyof typeof SLOTS].split(" ");
  return words.flatMap((word) => fill(text.replace(slot[0], word)));
}
