// @ts-check
/**
 * The tutor's page for one learner's work: each part is decided by its form, with the keyboard alone.
 *
 * Keys count only while a button or a level has focus, so they take nothing from a screen reader or a text box.
 */

/** @typedef {{ form: HTMLFormElement, heading: HTMLElement }} Part */

const FAILED = "This could not be saved. Look whether you are still signed in, then try again.";

/** @returns {Part[]} */
function parts() {
  const forms = /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form.evk-decide"));
  return [...forms].map((form) => ({
    form,
    heading: /** @type {HTMLElement} */ (form.closest(".evk-part")?.querySelector("h3")),
  }));
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement | undefined} */
function chosen(form) {
  return levels(form).find((one) => one.checked);
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function levels(form) {
  return [...form.querySelectorAll("input")].filter((one) => one.type === "radio");
}

/** @param {HTMLFormElement} form @returns {boolean} whether the level chosen now differs from a suggested one */
function differs(form) {
  const level = chosen(form);
  return Boolean(form.dataset.suggested && level && level.value !== form.dataset.suggested);
}

/** @param {HTMLFormElement} form @param {string} words @param {boolean} wrong */
function say(form, words, wrong) {
  const state = /** @type {HTMLElement} */ (form.querySelector(".evk-state"));
  state.textContent = words;
  state.classList.toggle("evk-wrong", wrong);
}

/** @param {HTMLFormElement} form */
function update(form) {
  const reason = /** @type {HTMLElement} */ (form.querySelector(".evk-reason"));
  reason.hidden = !differs(form);
}

/** @param {HTMLFormElement} form @param {string} level */
async function save(form, level) {
  const why = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("why"));
  if (form.dataset.suggested && level !== form.dataset.suggested && !why.value.trim()) {
    update(form);
    say(form, "Say in a few words why.", true);
    why.focus();
    return;
  }
  say(form, "Saving …", false);
  const body = { digest: form.dataset.digest, level: Number(level), why: why.value };
  const failed = await send(/** @type {string} */ (form.dataset.address), body);
  if (failed) {
    say(form, failed, true);
    return;
  }
  // The page is made anew from what was kept, so that it shows nothing else.
  location.hash = form.id;
  location.reload();
}

/** @param {string} address @param {object} body @returns {Promise<string>} what went wrong, empty when nothing did */
async function send(address, body) {
  const token = /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  const headers = { "Content-Type": "application/json", "X-XSRFToken": token };
  try {
    const answer = await fetch(address, { method: "PUT", headers, body: JSON.stringify(body) });
    if (answer.ok) return "";
    const said = await answer.json();
    return said.message || FAILED;
  } catch {
    return FAILED;
  }
}

/** @param {Part[]} all @param {Part} part @param {number} by */
function step(all, part, by) {
  const other = all[all.indexOf(part) + by];
  other?.heading.focus();
}

/** @param {KeyboardEvent} event @param {Part[]} all @param {Part} part */
function pressed(event, all, part) {
  const target = /** @type {HTMLElement} */ (event.target);
  const counts = target.matches("button, input[type=radio], h3");
  if (!counts || event.ctrlKey || event.altKey || event.metaKey) return;
  const key = event.key.toLowerCase();
  const level = levels(part.form).find((one) => one.value === key);
  const confirm = /** @type {HTMLButtonElement | null} */ (part.form.querySelector(".evk-confirm"));
  if (level && !target.matches("h3")) {
    level.checked = true;
    level.focus();
    update(part.form);
  } else if (key === "c" && confirm && !target.matches("h3")) confirm.click();
  else if (key === "n") step(all, part, 1);
  else if (key === "p") step(all, part, -1);
  else return;
  event.preventDefault();
}

/** @param {Part[]} all @param {Part} part */
function wire(all, part) {
  const { form } = part;
  form.addEventListener("change", () => update(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const level = chosen(form);
    if (level) save(form, level.value);
    else say(form, "Choose a level first.", true);
  });
  form.querySelector(".evk-confirm")?.addEventListener("click", () => {
    save(form, /** @type {string} */ (form.dataset.suggested));
  });
  form.closest(".evk-part")?.addEventListener("keydown", (event) => {
    pressed(/** @type {KeyboardEvent} */ (event), all, part);
  });
}

/**
 * nbgrader's page takes Tab and Enter for itself and lets no link be reached by Tab. Here they do what they do
 * everywhere.
 */
function giveBackKeys() {
  const manager = /** @type {any} */ (window).formgrader?.keyboard_manager;
  for (const key of ["tab", "shift-tab", "enter"]) {
    delete manager?.handlers.body?.[key];
    delete manager?.help[key];
  }
  for (const link of document.querySelectorAll("a[tabindex='-1'][href]:not(.anchor-link)")) link.removeAttribute("tabindex");
}

/** Go on where the tutor decided last. nbgrader's page takes the focus when it has loaded, so this comes after it. */
function goOn() {
  const form = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  if (!form?.matches("form.evk-decide")) return;
  setTimeout(() => {
    // A tutor who is quicker than the page keeps the place: what they type next must not press a button here.
    if (acted) return;
    form.scrollIntoView({ block: "center" });
    /** @type {HTMLElement | null} */ (form.querySelector("button, input"))?.focus({ preventScroll: true });
  }, 50);
}

let acted = false;
for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, () => (acted = true), true);
const every = parts();
for (const part of every) wire(every, part);
window.addEventListener("load", giveBackKeys);
window.addEventListener("load", goOn);
