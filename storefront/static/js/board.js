// Keeps a board fresh: asks twice a second whether it changed, and only then takes the rows.
const EVERY = 500; // ms between two questions
const ANEW = 20_000; // ms: waiting times grow though nothing happens
const box = document.querySelector("[data-board]");
const board = () => box.firstElementChild;
let whole = Date.now();
let pressed = 0; // when a finger or mouse button went down: rows that move now would be missed
const LONGEST = 2000; // ms: a press whose end is never heard of, as of a menu, must not stop the board
const held = () => Date.now() - pressed < LONGEST;

addEventListener("pointerdown", () => { pressed = Date.now(); });
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { pressed = 0; });

// Rows that say the same stay the same elements, so nothing flickers and screen readers stay calm.
function show(html) {
  const made = Object.assign(document.createElement("template"), { innerHTML: html.trim() }).content.firstElementChild;
  const focused = document.activeElement?.id;
  for (const row of made.querySelectorAll("[id]")) {
    const old = row.matches("tr, li, [data-keep]") && document.getElementById(row.id);
    if (old && old.outerHTML === row.outerHTML) row.replaceWith(old);
  }
  board().replaceWith(made);
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

async function ask() {
  if (document.hidden || held()) return;
  const url = new URL(board().dataset.poll, location.href);
  const anew = Date.now() - whole > ANEW;
  if (!anew) url.searchParams.set("seen", board().dataset.version);
  const answer = await fetch(url);
  if (answer.redirected) location.reload();
  if (answer.status !== 200) return;
  const html = await answer.text();
  whole = Date.now();
  if (!held()) show(html);
}

async function go() {
  try { await ask(); } catch { /* the network is away for a moment; the next question tells */ }
  setTimeout(go, EVERY);
}
document.addEventListener("visibilitychange", () => { whole = 0; });
setTimeout(go, EVERY);
