// Loads the page again when the author saves the file, and keeps the place on the page and the colours chosen.

const state = document.getElementById("preview-state");
const theme = document.getElementById("preview-theme");

/** @param {boolean} dark */
function paint(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  theme?.setAttribute("aria-pressed", String(dark));
  sessionStorage.setItem("preview-dark", dark ? "yes" : "");
}

paint(sessionStorage.getItem("preview-dark") === "yes");
theme?.addEventListener("click", () => paint(document.documentElement.dataset.theme !== "dark"));

const map = /** @type {HTMLDetailsElement | null} */ (document.getElementById("preview-map"));
if (map) {
  map.open = sessionStorage.getItem("preview-map") === "open";
  map.addEventListener("toggle", () => sessionStorage.setItem("preview-map", map.open ? "open" : ""));
}

const changes = new EventSource(`changes?shown=${document.documentElement.dataset.version}`);
let lost = false;
changes.onmessage = () => location.reload();
changes.onerror = () => {
  lost = true;
  if (state) state.textContent = "The preview has stopped. Start it again with: evenkeel preview";
};
changes.onopen = () => { if (lost) location.reload(); };
