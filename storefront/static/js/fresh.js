// Keeps a part of a page fresh while work runs behind it: asks for it every few seconds, until it asks no more.
const EVERY = 3000; // ms between two questions
const part = () => document.querySelector("[data-fresh]");

// What says the same stays the same element: open and closed parts and the focus are left as they are.
function show(html) {
  const made = Object.assign(document.createElement("template"), { innerHTML: html.trim() }).content.firstElementChild;
  const focused = document.activeElement?.id;
  for (const one of made.querySelectorAll("[id]")) {
    const old = document.getElementById(one.id);
    if (old?.matches("details")) one.open = old.open;
    if (old?.outerHTML === one.outerHTML) one.replaceWith(old);
  }
  part().replaceWith(made);
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

async function ask() {
  if (document.hidden) return;
  const answer = await fetch(part().dataset.fresh);
  if (answer.redirected) location.reload();
  if (answer.status === 200) show(await answer.text());
}

async function go() {
  try { await ask(); } catch { /* the network is away for a moment; the next question tells */ }
  if (part()) setTimeout(go, EVERY);
}
if (part()) setTimeout(go, EVERY);
