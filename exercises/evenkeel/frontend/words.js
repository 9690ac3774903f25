/** The phrases of the interface. The bundler puts their translations straight in the place of these calls. */

/** A phrase. Write it in full in the call: the catalogue is made from these calls. @param {string} text */
export const _ = (text) => text;

/** A phrase that changes with `{n}`: the forms that `fill` chooses from. @param {string} one @param {string} many */
export const plural = (one, many) => [one, many];
