/** Drawings of a play: the map of its way, and how its meters went. Words beside them say the same. */

import { fill, h, uid } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Scenario} Scenario */
/** @typedef {import("./types").Play} Play */
/** @typedef {import("./play.js").Turn} Turn */

const WORDS = {
  before: _("At the start"),
  chart: _("{label}: {values}"),
  map: _("Map of your way"),
  mapAbout: _("Boxes are moments, the endings are at the bottom. Your way has a thick line, and its moments have their numbers. The list says the same in words."),
  meter: _("{label}, from {min} to {max}"),
  scroll: _("Map of your way. Scroll sideways to see all of it."),
  steps: _("After decision"),
  table: _("The same as a table"),
};

const COLUMN = 150;
const ROW = 92;
const BOX = { width: 134, height: 60 };
const LETTERS = 17;

/**
 * @param {string} tag @param {Record<string, string | number>} props @param {...(Node | string | false)} kids
 */
export function svg(tag, props, ...kids) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(props)) node.setAttribute(name, String(value));
  for (const kid of kids) if (kid) node.append(kid);
  return node;
}

/** Words in lines of so many letters, three at the most. @param {string} words */
export function wrapped(words) {
  /** @type {string[]} */
  const lines = [];
  for (const word of words.split(" ")) {
    const last = lines[lines.length - 1];
    if (last !== undefined && `${last} ${word}`.length <= LETTERS) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.length > 3 ? [...lines.slice(0, 2), `${lines[2]}…`] : lines;
}

/** @param {[number, number]} place */
const middle = ([column, row]) => ({ x: column * COLUMN, y: row * ROW + ROW / 2 });

/** Straight down beside the boxes of a row. @param {{ x: number, y: number }} at */
const beside = ({ x, y }) => [{ x, y: y - BOX.height / 2 }, { x, y: y + BOX.height / 2 }];

/** A line from box to box by way of its bends. @param {[number, number]} from @param {[number, number]} to @param {number[]} bends */
function path(from, to, bends) {
  const [a, b] = [middle(from), middle(to)];
  if (to[1] <= from[1]) {
    const side = Math.max(a.x, b.x) + BOX.width / 2 + 14;
    return `M${a.x + BOX.width / 2} ${a.y}C${side} ${a.y} ${side} ${b.y} ${b.x + BOX.width / 2} ${b.y}`;
  }
  const points = [{ x: a.x, y: a.y + BOX.height / 2 }, ...bends.flatMap((column, i) => beside(middle([column, from[1] + 1 + i]))), { x: b.x, y: b.y - BOX.height / 2 }];
  return points.map(({ x, y }, i) => {
    if (!i) return `M${x} ${y}`;
    const half = (points[i - 1].y + y) / 2;
    return `C${points[i - 1].x} ${half} ${x} ${half} ${x} ${y}`;
  }).join("");
}

/**
 * The map of a play: what was visited and, when it has ended, everything else there is.
 * @param {Scenario} scenario @param {Turn[]} turns @param {Play} play
 */
export function pathMap({ map, nodes, endings }, turns, play) {
  const titles = [...nodes, ...endings];
  const way = [...turns.map(({ node }) => node.id), play.node ?? play.ending ?? ""];
  const seen = (/** @type {string} */ id) => play.ending !== null || way.includes(id);
  const steps = way.slice(1).map((to, i) => [way[i], to]);
  const lines = map.lines.filter(([from, to]) => seen(from) && seen(to));
  const other = steps.filter(([from, to]) => !lines.some((line) => line[0] === from && line[1] === to));
  const isStep = (/** @type {string} */ from, /** @type {string} */ to) => steps.some((step) => step[0] === from && step[1] === to);
  const line = (/** @type {string} */ from, /** @type {string} */ to, /** @type {number[]} */ bends) =>
    svg("path", { d: path(map.places[from], map.places[to], bends), class: isStep(from, to) ? "ek-went" : "" });
  const box = (/** @type {{ id: string, title: string }} */ { id, title }) => {
    const { x, y } = middle(map.places[id]);
    const numbers = way.slice(0, -1).flatMap((each, i) => (each === id ? [i + 1] : []));
    const words = wrapped(numbers.length ? `${numbers.join(", ")}. ${title}` : title);
    const kind = endings.some((ending) => ending.id === id) ? 28 : 6;
    return svg("g", { class: way.includes(id) ? "ek-been" : "" },
      svg("rect", { x: x - BOX.width / 2, y: y - BOX.height / 2, width: BOX.width, height: BOX.height, rx: kind }),
      ...words.map((text, i) => svg("text", { x, y: y + 4 + 15 * (i - (words.length - 1) / 2), "text-anchor": "middle" }, text)));
  };
  const [width, height] = [map.width * COLUMN + 24, map.rows * ROW];
  const [title, about] = [uid(), uid()];
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, class: "ek-map", role: "img", "aria-labelledby": title, "aria-describedby": about },
    svg("title", { id: title }, WORDS.map), svg("desc", { id: about }, WORDS.mapAbout),
    ...lines.filter(([from, to]) => !isStep(from, to)).map((each) => line(...each)),
    ...lines.filter(([from, to]) => isStep(from, to)).map((each) => line(...each)),
    ...other.map(([from, to]) => line(from, to, [])),
    ...titles.filter(({ id }) => seen(id)).map(box));
  const region = h("div", { class: "ek-scroll", role: "region", tabindex: "0", "aria-label": WORDS.scroll }, /** @type {any} */ (drawing));
  // On a narrow screen the way starts in the middle of the part that shows.
  requestAnimationFrame(() => { region.scrollLeft = middle(map.places[way[0]]).x - region.clientWidth / 2; });
  return region;
}

/** How each meter went, drawn small, and all of them as a table. @param {Scenario} scenario @param {Turn[]} turns */
export function meterCharts(scenario, turns) {
  const moments = [turns[0].at, ...turns.map(({ after }) => after)];
  const meters = Object.entries(scenario.state);
  const chart = (/** @type {[string, import("./types").Meter]} */ [name, { label, min, max }]) => {
    const values = moments.map(({ state }) => state[name]);
    const x = (/** @type {number} */ i) => 8 + (i * 184) / Math.max(1, values.length - 1);
    const y = (/** @type {number} */ value) => 62 - (54 * (value - min)) / (max - min || 1);
    const points = values.map((value, i) => `${x(i)},${y(value)}`).join(" ");
    return h("li", {}, h("p", {}, h("strong", {}, fill(WORDS.meter, { label, min, max }))),
      /** @type {any} */ (svg("svg", { viewBox: "0 0 200 70", class: "ek-chart", role: "img", "aria-label": fill(WORDS.chart, { label, values: values.join(", ") }) },
        svg("path", { d: "M8 8V62H192" }), svg("polyline", { points, class: "ek-went" }),
        ...values.map((value, i) => svg("circle", { cx: x(i), cy: y(value), r: 3.5 })))));
  };
  const cells = (/** @type {Play} */ { state }) => meters.map(([name]) => h("td", {}, String(state[name])));
  const rows = moments.map((at, i) => h("tr", {}, h("th", { scope: "row" }, i ? `${i}. ${turns[i - 1].node.title}` : WORDS.before), cells(at)));
  return [
    h("ul", { class: "ek-meters" }, meters.map(chart)),
    h("details", {}, h("summary", {}, WORDS.table), h("div", { class: "ek-scroll", role: "region", tabindex: "0", "aria-label": WORDS.table },
      h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, WORDS.steps), meters.map(([, { label }]) => h("th", { scope: "col" }, label)))), h("tbody", {}, rows)))),
  ];
}
