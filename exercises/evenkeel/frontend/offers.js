/** Feedback on a draft stands in a part of its own, which enters here and is loaded where a sheet offers it. */

/** @typedef {import("./types").Worksheet} Worksheet */
/** @typedef {import("./types").Answer} Answer */

/**
 * @typedef {object} Sheet What the worksheet lends.
 * @property {import("./frame.js").View} view
 * @property {() => Record<string, Answer>} fields What is written now.
 */

/**
 * @typedef {object} Offer
 * @property {HTMLElement} el
 * @property {() => void} changed The draft is another now.
 * @property {() => void} clear The draft is gone.
 */

/** @type {((worksheet: Worksheet, sheet: Sheet) => Offer) | null} */
let make = null;

/** @param {(worksheet: Worksheet, sheet: Sheet) => Offer} offer */
export const enter = (offer) => { make = offer; };

/** What this sheet offers, or null. @param {Worksheet} worksheet @param {Sheet} sheet */
export const offerOf = (worksheet, sheet) => make && worksheet.feedback ? make(worksheet, sheet) : null;
