// Shortens the way on pages that work without it: cart count and drawer, quantities, buy bar, suggestions, communes, copying.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const make = (tag, props) => Object.assign(document.createElement(tag), props);
const say = (text) => { const live = $("#live"); if (live) live.textContent = text; };

async function fetchText(url, options) {
  const answer = await fetch(url, { credentials: "same-origin", ...options });
  return answer.ok ? answer.text() : "";
}

function later(wait, work) {
  let timer;
  return (...args) => { clearTimeout(timer); timer = setTimeout(() => work(...args), wait); };
}

// The count is not in the page, so that the page is the same for everybody.
async function fillCount() {
  const link = $("[data-cart-count]");
  if (!link) return;
  const cart = $("[data-cart]");
  const text = cart ? "" : await fetchText(link.dataset.cartCount, { headers: { Accept: "application/json" } });
  if (!cart && !text) return;
  const count = cart ? $$(".line", cart).length : JSON.parse(text).count;
  $("[data-count]", link).textContent = count ? `(${count})` : "";
}

async function openDrawer(added) {
  const drawer = $("#cart-drawer");
  const html = drawer && await fetchText(`${drawer.dataset.url}?${new URLSearchParams({ added })}`);
  if (!html) return false;
  drawer.innerHTML = html;
  dressQuantities(drawer);
  if (!drawer.open) drawer.showModal();
  const told = $("[data-live]", drawer);
  if (told) say(told.textContent.trim());
  return true;
}

// A redirect means "added"; anything else is shown by sending the form the plain way.
function enhanceAdding() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-add]") || event.submitter?.value === "checkout" || !$("#cart-drawer")) return;
    event.preventDefault();
    const data = new FormData(form);
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data), redirect: "manual" });
      if (answer.type !== "opaqueredirect") return form.submit();
      await fillCount();
      if (!await openDrawer(data.get("variant_id"))) location.assign($("[data-cart-count]").href);
    } catch {
      form.submit();
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
  $("#cart-drawer")?.addEventListener("click", (event) => {
    if (event.target === event.currentTarget) event.currentTarget.close();
  });
}

function dressQuantities(root = document) {
  for (const box of $$("[data-quantity]:not(.is-dressed)", root)) {
    const input = $("input", box);
    const button = (label, sign, move) => {
      const made = make("button", { type: "button", textContent: sign });
      made.setAttribute("aria-label", label);
      made.addEventListener("click", () => { move(); input.dispatchEvent(new Event("change", { bubbles: true })); });
      return made;
    };
    input.before(button(box.dataset.less, "−", () => input.stepDown()));
    input.after(button(box.dataset.more, "+", () => input.stepUp()));
    box.classList.add("is-dressed");
  }
}

// In the cart a changed quantity is sent at once, as if "update" had been pressed.
function enhanceCart() {
  const form = $("[data-cart]");
  const send = later(700, () => form.requestSubmit($("[value=update]", form)));
  form?.addEventListener("change", () => { if (form.checkValidity()) send(); });
}

function followVariant() {
  $("#buy-form")?.addEventListener("change", (event) => {
    const { display, amount } = event.target.dataset;
    if (!display) return;
    for (const place of $$("[data-price] .price")) {
      place.replaceChildren(make("data", { value: amount, textContent: display }));
    }
  });
}

function watchBuyBar() {
  const bar = $("[data-buy-bar]");
  const button = $("#buy-form .buy-buttons");
  if (!bar || !button) return;
  new IntersectionObserver(([seen]) => bar.classList.toggle("is-away", seen.isIntersecting)).observe(button);
}

function enhanceSearch() {
  for (const form of $$("[data-suggest]")) {
    const input = $("input", form);
    const list = $(".suggestions", form);
    const close = () => { list.hidden = true; };
    input.addEventListener("input", later(180, async () => {
      const query = input.value.trim();
      if (query.length < 2) return close();
      const html = await fetchText(`${form.dataset.suggest}?q=${encodeURIComponent(query)}`);
      if (query !== input.value.trim()) return;
      list.innerHTML = html;
      list.hidden = !html;
    }));
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { close(); input.focus(); }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const stops = [input, ...$$("a", list)];
      const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next && !list.hidden) { event.preventDefault(); next.focus(); }
    });
    form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
  }
}

// One box to type the commune in; it sets the two selects that the form really sends.
function enhancePlaces() {
  for (const box of $$("[data-place]")) {
    const [province, commune] = $$("select", box);
    if (!commune) continue;
    const ask = async (query) => {
      const params = new URLSearchParams({ province: query ? "" : province.value, q: query });
      const text = await fetchText(`${box.dataset.place}?${params}`, { headers: { Accept: "application/json" } });
      return text ? JSON.parse(text).choices : [];
    };
    const change = async (chosen) => {
      const empty = $$("option", commune).filter((option) => !option.value);
      const known = (await ask("")).map(({ value, label }) => new Option(label, value, false, value === chosen));
      commune.replaceChildren(...empty, ...known);
    };
    province.addEventListener("change", () => change());
    box.prepend(finder(box, ask, async (choice) => {
      province.value = choice.province;
      await change(choice.value);
      commune.focus();
    }));
    box.classList.add("place-enhanced");
  }
}

function finder(box, ask, choose) {
  const input = make("input", { type: "search", id: "find-commune", autocomplete: "off" });
  const options = make("div", { className: "place-options", hidden: true });
  const field = make("div", { className: "field place-finder" });
  field.append(make("label", { htmlFor: input.id, textContent: box.dataset.label }), input,
    make("p", { className: "help", textContent: box.dataset.help }), options);
  input.addEventListener("input", later(200, async () => {
    const query = input.value.trim();
    if (query.length < 2) { options.hidden = true; return; }
    const choices = await ask(query);
    options.replaceChildren(...choices.slice(0, 8).map((choice) => {
      const button = make("button", { type: "button", textContent: choice.full_label ?? choice.label });
      button.addEventListener("click", () => { options.hidden = true; input.value = ""; choose(choice); });
      return button;
    }));
    if (!choices.length) options.append(make("p", { textContent: box.dataset.none }));
    options.hidden = false;
  }));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); $("button", options)?.click(); }
  });
  return field;
}

function enhanceCopying() {
  if (!navigator.clipboard) return;
  for (const value of $$("[data-copy]")) {
    const button = make("button", { type: "button", className: "copy", textContent: value.dataset.copy });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(value.dataset.text ?? value.textContent);
      button.textContent = value.dataset.copied;
      say(value.dataset.copied);
    });
    value.after(button);
  }
}

function sortAtOnce() {
  const select = $("[data-filters] select[name=sort]");
  if (!select) return;
  $(".sort-button", select.form).hidden = true;
  select.addEventListener("change", () => select.form.requestSubmit());
}

// Boxes that are closed on a phone stand open where there is room.
function openWide() {
  if (matchMedia("(min-width: 60rem)").matches) for (const box of $$("[data-open-wide]")) box.open = true;
}

// One word to the shop as somebody arrives; walking on inside it says nothing more.
function noteVisit() {
  const { visit } = document.body.dataset;
  if (!visit || document.referrer.startsWith(new URL(".", new URL(visit, location)))) return;
  const query = new URLSearchParams(location.search);
  navigator.sendBeacon(visit, new URLSearchParams({ c: query.get("c") ?? query.get("utm_campaign") ?? "" }));
}

$(".error-summary")?.focus();
openWide();
dressQuantities();
enhanceAdding();
enhanceCart();
followVariant();
watchBuyBar();
enhanceSearch();
enhancePlaces();
enhanceCopying();
sortAtOnce();
fillCount();
noteVisit();
