/** Days as the readers of the page write them. */

import { LANGUAGE, clock } from "./locale.js";
import { fill } from "./ui.js";
import { _ } from "./words.js";

/** Browsers know fewer languages than we have, so the months come with the page. */
const MONTHS = "January February March April May June July August September October November December".split(" ");

/** A day: 22 November 2026. @param {Date} at */
export const day = (at) =>
  new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "long", year: "numeric" })
    .formatToParts(at).map(({ type, value }) => (type === "month" ? MONTHS[at.getMonth()] : value)).join("");

/** A day and its time. @param {string} at RFC 3339 */
export function moment(at) {
  const time = new Date(at);
  return fill(_("{day} at {time}"), { day: day(time), time: clock(time) });
}
