// Shows a learner what the class says while a page stays open; every page says it by itself when it is opened.
const EVERY = 6000; // ms between two questions
const box = document.querySelector("[data-news]");

async function ask() {
  if (document.hidden) return;
  const answer = await fetch(`${box.dataset.news}&seen=${box.dataset.seen}`);
  if (answer.status !== 200 || answer.redirected || box.contains(document.activeElement)) return;
  box.innerHTML = await answer.text();
  box.dataset.seen = answer.headers.get("X-Mark");
}

async function go() {
  try { await ask(); } catch { /* the network is away for a moment; the next question tells */ }
  setTimeout(go, EVERY);
}
setTimeout(go, EVERY);

// A raised hand leaves the page alone: what was typed stays.
document.querySelector("form[data-hand]")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await fetch(event.target.action, { method: "POST", body: new FormData(event.target), redirect: "manual" });
    await ask();
  } catch { /* the network is away: no raised hand shows above the page, so it is pressed again */ }
});
