import { writeFileSync } from "node:fs";
import { text } from "./document.js";

writeFileSync("ERRATA.md", text());
