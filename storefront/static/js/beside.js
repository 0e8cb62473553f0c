// The lesson beside the desk: looks for news soon after the page came, as a job judges what was just done, and
// then now and then while the page is in sight. What stays the same is left alone: people read and scroll here.
const SOON = 1500;
const THEN = 8000;
const panel = document.querySelector("[data-beside]");

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(`${panel.dataset.beside}?seen=${panel.dataset.seen}`).catch(() => null);
  if (answer?.status !== 200) return;
  const said = Object.assign(document.createElement("template"), { innerHTML: await answer.text() }).content;
  for (const fresh of said.querySelectorAll("[data-part]")) {
    const shown = panel.querySelector(`[data-part="${fresh.dataset.part}"]`);
    if (shown.innerHTML !== fresh.innerHTML) shown.innerHTML = fresh.innerHTML;
  }
  panel.dataset.seen = answer.headers.get("X-Mark");
}

setTimeout(refresh, SOON);
setInterval(refresh, THEN);
document.addEventListener("visibilitychange", refresh);
