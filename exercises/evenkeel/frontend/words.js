/** The words of the interface in the reader's language. The bundler fills the catalogue; without it all stays English. */

/** @type {Record<string, string>} English words to their translation. */
const CATALOGUE = {};

/** A phrase of the interface. Write it in full in the call: the catalogue is made from these calls. @param {string} text */
export const _ = (text) => CATALOGUE[text] ?? text;
