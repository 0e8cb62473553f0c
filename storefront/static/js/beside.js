// The lesson beside the desk: looks for news every few seconds while the page is in sight.
const SECONDS = 5;
const panel = document.querySelector("[data-beside]");

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(`${panel.dataset.beside}?seen=${panel.dataset.seen}`).catch(() => null);
  if (answer?.status !== 200) return;
  const open = panel.querySelector("details").open;
  panel.innerHTML = await answer.text();
  panel.querySelector("details").open = open;
  panel.dataset.seen = answer.headers.get("X-Mark");
}

setInterval(refresh, SECONDS * 1000);
document.addEventListener("visibilitychange", refresh);
