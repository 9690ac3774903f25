/** The clock of a decision, for those who switched timers on. It can be stopped, and given more time, at any moment. */

import { button, fill, h } from "./ui.js";
import { _ } from "./words.js";

const WORDS = {
  clock: _("Clock"),
  left: _("{n} seconds left"),
  more: _("More time"),
  soon: _("{n} seconds left. Press “More time” if you need it."),
  stop: _("Stop the clock"),
  stopped: _("The clock has stopped. Take all the time you need."),
};
const WARNING = 20;

/**
 * A clock that counts down. `ended` is called once when time runs out.
 * @param {number} seconds @param {import("./frame.js").View} view @param {() => void} ended
 */
export function countdown(seconds, view, ended) {
  let left = seconds;
  const words = h("p", {});
  const show = () => { words.textContent = fill(WORDS.left, { n: left }); };
  const tick = () => {
    // A clock that is no longer on the page is one whose decision was made.
    if (!box.isConnected) return stop();
    left -= 1;
    show();
    if (left === WARNING) view.say(fill(WORDS.soon, { n: left }));
    if (left > 0) return undefined;
    stop();
    return ended();
  };
  const timer = setInterval(tick, 1000);
  const stop = () => clearInterval(timer);
  const halt = () => {
    stop();
    box.replaceChildren(h("p", {}, WORDS.stopped));
    view.say(WORDS.stopped);
  };
  const box = h("div", { class: "ek-row ek-clock", role: "group", "aria-label": WORDS.clock }, words,
    button(WORDS.more, "plain", () => { left += seconds; show(); }), button(WORDS.stop, "quiet", halt));
  view.stop.push(stop);
  show();
  return box;
}
