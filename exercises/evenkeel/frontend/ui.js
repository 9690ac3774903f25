/**
 * Building elements, course text, marks. Content only ever becomes text nodes, and nothing here looks outside the
 * element it was given, so an exercise works in a page, in a notebook and in a shadow root.
 */

import { figure, form } from "./locale.js";

/** @typedef {import("./types").Inline} Inline */
/** @typedef {import("./types").Block} Block */
/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Props */
/** @typedef {Node | string | null | undefined | false} Kid */
/** @typedef {{ tone: "right" | "part" | "wrong" | "none", text: string }} Mark */

const unique = `ek${Math.random().toString(36).slice(2, 8)}`;
let count = 0;
const BLANK = "____";

/** Words with their gaps filled: `{n} of {all}`. Of a plural, the form for `n`. @param {string | string[]} text @param {Record<string, string | number>} values */
export const fill = (text, values) => form(text, values.n).replace(/\{(\w+)\}/g, (_, name) => figure(values[name]));

/** A fresh id, distinct from those of other exercises on the page. */
export const uid = () => `${unique}-${(count += 1)}`;

/**
 * Make an element. A function among the props listens to the event of that name.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Props} [props]
 * @param {...(Kid | Kid[])} kids
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...kids) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false)
      node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const kid of kids.flat()) if (kid) node.append(kid);
  return node;
}

/**
 * A button. `kind` is "main" for the one thing to do next, "quiet" for the rest.
 * @param {string} label
 * @param {"main" | "plain" | "quiet"} kind
 * @param {() => void} click
 */
export const button = (label, kind, click) =>
  h("button", { type: "button", class: `ek-button ek-${kind}`, click }, label);

const SHAPES = {
  right: "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M6.5 10.2l2.4 2.4l4.6-5",
  part: "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M6.5 10h7",
  wrong: "M3.5 3.5h13v13h-13zM7 7l6 6M13 7l-6 6",
  none: "M4 10a6 6 0 1 0 12 0a6 6 0 1 0-12 0",
  note: "M10 3l7.5 13.5h-15zM10 8v4M10 14v.4",
  up: "M10 16V4M5 9l5-5l5 5",
  down: "M10 4v12M5 11l5 5l5-5",
};

/**
 * A small picture that repeats in shape what the words beside it say.
 * @param {keyof typeof SHAPES} name
 */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  for (const [key, value] of [["viewBox", "0 0 20 20"], ["aria-hidden", "true"], ["class", `ek-icon ek-is-${name}`]])
    svg.setAttribute(key, value);
  svg.append(path);
  return svg;
}

/** @param {Mark} mark */
export const badge = (mark) => h("span", { class: `ek-mark ek-is-${mark.tone}` }, icon(mark.tone), ` ${mark.text}`);

/**
 * Inline nodes as elements. Links to pages need `root`, the way to the book's top; without it they are words.
 * @param {Inline[]} nodes
 * @param {string | null | undefined} [root]
 * @param {Record<string, Node>} [gaps] what stands in the gaps, by their ids
 * @returns {Node[]}
 */
export function inline(nodes, root, gaps = {}) {
  return nodes.map((node) => {
    if (node.t === "text") return document.createTextNode(node.v);
    if (node.t === "gap") return gaps[node.id] ?? document.createTextNode(BLANK);
    const kids = inline(node.c, root, gaps);
    if (node.t !== "link") return h(node.t, {}, kids);
    const href = address(node.to, root);
    return href ? h("a", { href }, kids) : h("span", {}, kids);
  });
}

/**
 * Where a link leads, or null when it cannot be followed here.
 * @param {string} to `module/page#part` or `#part`
 * @param {string | null | undefined} root
 */
export function address(to, root) {
  if (typeof root !== "string" || !/^([a-z0-9][\w-]*(\/[a-z0-9][\w-]*)*)?(#[a-z0-9][\w-]*)?$/.test(to)) return null;
  const [page, part] = to.split("#");
  return (page ? `${root}${page}.html` : "") + (part ? `#${part}` : "");
}

/**
 * Block nodes as elements.
 * @param {Block[] | null | undefined} nodes
 * @param {string | null | undefined} [root]
 * @param {Record<string, Node>} [gaps]
 * @returns {HTMLElement[]}
 */
export const blocks = (nodes, root, gaps) =>
  (nodes ?? []).map((node) =>
    node.t === "p"
      ? h("p", {}, inline(node.c, root, gaps))
      : h(node.t, {}, node.c.map((line) => h("li", {}, inline(line, root, gaps)))));

/**
 * The words of nodes without their markup.
 * @param {(Inline | Block | Inline[])[] | null | undefined} nodes
 * @returns {string}
 */
export const plain = (nodes) =>
  (nodes ?? [])
    .map((node) => {
      if (Array.isArray(node)) return `- ${plain(node)}\n`;
      if (node.t === "text") return node.v;
      if (node.t === "gap") return BLANK;
      return node.t === "p" || node.t === "ul" || node.t === "ol" ? `${plain(node.c).trim()}\n` : plain(node.c);
    })
    .join("");

/**
 * @param {import("./types").Image | null} image
 * @param {string | null | undefined} root
 */
export const picture = (image, root) =>
  image && h("img", { class: "ek-image", src: `${root ?? ""}${image.src}`, alt: image.alt });

/**
 * A box for content notes and messages, told apart by its icon and its words.
 * @param {"note" | "wrong"} tone
 * @param {...(Kid | Kid[])} kids
 */
export const callout = (tone, ...kids) =>
  h("div", { class: `ek-callout ek-is-${tone}` }, icon(tone), h("div", {}, ...kids));

/** Give an element focus though it is not a control, so that reading goes on from there. @param {HTMLElement} node */
export function focus(node) {
  node.setAttribute("tabindex", "-1");
  node.focus({ preventScroll: true });
  node.scrollIntoView?.({ block: "nearest" });
}

/** Save a text as a file. @param {string} name @param {string} text @param {"text/plain" | "application/json"} type */
export function download(name, text, type) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1_000);
}
