/** Loads the modules under test and the cases that Python reads too. */
import { readFileSync, readdirSync } from "node:fs";

export const cases = (name) => JSON.parse(readFileSync(new URL(`../cases/${name}.json`, import.meta.url), "utf8"));
export const load = (name) => import(new URL(`../../exercises/evenkeel/frontend/${name}.js`, import.meta.url).href);
const folder = new URL("../../exercises/evenkeel/frontend/", import.meta.url);
const kinds = readdirSync(folder).filter((file) => /\bregister\b.* from ".\/kinds.js"/.test(readFileSync(new URL(file, folder), "utf8")));
/** Every kind of item, as a widget has them. */
export const loadKinds = () => Promise.all(kinds.map((file) => load(file.replace(".js", ""))));
export const text = (words) => [{ t: "text", v: words }];
export const prose = (words) => [{ t: "p", c: text(words) }];
export const option = (id) => ({ id, text: text(`Option ${id}`), feedback: prose(`About ${id}`) });
