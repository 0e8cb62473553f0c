// Shortens the way on the platform's own pages; every page works without it.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const json = { Accept: "application/json" };
const later = (work, wait) => { let timer; return (...given) => { clearTimeout(timer); timer = setTimeout(work, wait, ...given); }; };
const make = (tag, props = {}, ...children) => { const made = Object.assign(document.createElement(tag), props); made.append(...children); return made; };
const vietnamese = document.documentElement.lang === "vi";
const words = vietnamese
  ? { cancel: "Không", yes: "Đồng ý" }
  : { cancel: "Cancel", yes: "Yes" };

function ask(form) {
  const yes = make("button", { className: "btn btn--danger", value: "yes", textContent: form.dataset.confirmYes || words.yes });
  const no = make("button", { className: "btn", value: "", textContent: words.cancel, autofocus: true });
  const buttons = make("form", { method: "dialog", className: "row row--end" }, no, yes);
  const question = make("p", { id: "question", className: "strong", textContent: form.dataset.confirm });
  const dialog = make("dialog", {}, make("div", { className: "dialog" }, question, buttons));
  dialog.setAttribute("aria-labelledby", "question");
  const opener = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    opener?.focus();
    if (dialog.returnValue !== "yes") return;
    form.dataset.sure = "1";
    form.requestSubmit(form.sender || undefined);
  });
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.confirm && !form.dataset.sure) {
    event.preventDefault();
    form.sender = event.submitter;
    ask(form);
  }
  const once = form.querySelector("[data-once]");
  if (once?.dataset.sent) event.preventDefault(); // the first tap is on its way; the second would do it twice
  if (once) once.dataset.sent = "1";
});
addEventListener("pageshow", () => all("[data-once]").forEach((button) => { delete button.dataset.sent; }));

function autosave(form) {
  const line = form.querySelector("[data-saved]");
  const say = (text) => { if (line) line.textContent = text; };
  let sent = false;
  form.addEventListener("submit", () => { sent = true; });
  const save = later(async () => {
    if (sent) return; // The form itself is on its way; what arrives after it would bring the old words back.
    const body = new FormData(form);
    all("input[type=file]", form).forEach((input) => body.delete(input.name));
    body.set("autosave", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: json });
      const time = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
      say(answer.ok ? line.dataset.saved.replace("TIME", time) : "");
      all("iframe[data-preview]").forEach((frame) => frame.contentWindow.location.reload());
    } catch { say(line?.dataset.notSaved ?? ""); }
  }, 700);
  form.addEventListener("change", save);
}

const plainName = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60);

function availability(input) {
  const line = document.getElementById(`${input.id}-answer`);
  const check = later(async () => {
    const asked = input.value;
    if (!asked) return;
    const url = new URL(input.dataset.checkUrl, location.href);
    url.searchParams.set("value", asked);
    const answer = await fetch(url, { headers: json }).then((r) => r.json()).catch(() => null);
    if (!answer || asked !== input.value) return;
    line.textContent = answer.message;
    line.className = answer.ok ? "field__help" : "field__error";
    input.setAttribute("aria-invalid", String(!answer.ok));
  }, 350);
  input.addEventListener("input", () => { input.touched = true; check(); });
  const source = input.dataset.slugFrom && document.getElementById(input.dataset.slugFrom);
  source?.addEventListener("input", () => {
    if (input.touched || input.defaultValue) return;
    input.value = plainName(source.value);
    check();
  });
}

async function smaller(file, limit = 1600) {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, limit / Math.max(bitmap.width, bitmap.height));
    if (scale === 1 && file.size < 1_500_000) return file;
    const canvas = make("canvas", { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale) });
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.88));
    return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
  } catch { return file; } // A kind this browser cannot read (HEIC): the server tries, or refuses in words.
}

customElements.define("picture-upload", class extends HTMLElement {
  connectedCallback() {
    if (!this.dataset.url) return;
    this.list = this.querySelector(".uploads") ?? make("div", { className: "uploads" });
    this.append(this.list);
    for (const input of all("input[type=file]", this)) input.addEventListener("change", () => { this.take(input.files); input.value = ""; });
    this.addEventListener("dragover", (event) => event.preventDefault());
    this.addEventListener("drop", (event) => { event.preventDefault(); this.take(event.dataTransfer.files); });
  }

  take(files) { for (const file of files) this.send(file); }

  async send(file) {
    const bar = make("progress", { max: 1, value: 0, ariaLabel: file.name });
    const shown = make("img", { alt: "", src: URL.createObjectURL(file) });
    const tile = make("div", { className: "upload" }, shown, bar);
    this.list.append(tile);
    const body = new FormData();
    const token = this.closest("form")?.elements.csrf_token?.value;
    if (token) body.set("csrf_token", token);
    body.set("file", await smaller(file));
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => { bar.value = event.loaded / event.total; });
    request.addEventListener("loadend", () => this.done(request, tile, bar));
    request.open("POST", this.dataset.url);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.send(body);
  }

  done(request, tile, bar) {
    bar.remove();
    if (request.status >= 200 && request.status < 300) {
      tile.append(make("input", { type: "hidden", name: this.dataset.name, value: request.response.id }));
      this.dispatchEvent(new CustomEvent("uploaded", { bubbles: true, detail: request.response }));
      this.closest("form")?.dispatchEvent(new Event("change"));
    } else {
      const message = request.response?.error?.message ?? this.dataset.failed;
      tile.append(make("p", { className: "field__error", role: "alert", textContent: message }));
    }
  }
});

// Makes a plain input a list to choose from while typing; `find` answers the words, `choose` takes the item.
function finder(input, { find, words, none, choose }) {
  const list = make("ul", { className: "places__list", id: `${input.id}-list`, role: "listbox", hidden: true });
  const facts = { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" };
  for (const [name, value] of Object.entries(facts)) input.setAttribute(name, value);
  list.setAttribute("aria-label", input.labels[0].textContent);
  input.after(list);
  let at = -1;
  const show = (open) => { list.hidden = !open; input.setAttribute("aria-expanded", String(open)); at = -1; input.removeAttribute("aria-activedescendant"); };
  const take = (item) => { if (item?.place) { show(false); choose(item.place); } };
  input.addEventListener("input", later(async () => {
    const asked = input.value.trim();
    if (asked.length < 2) return show(false);
    const found = await find(asked);
    if (asked !== input.value.trim()) return;
    const items = found.slice(0, 12).map((place, index) => Object.assign(make("li", { id: `${list.id}-${index}`, role: "option", textContent: words(place) }), { place }));
    list.replaceChildren(...(items.length ? items : [make("li", { role: "option", ariaDisabled: "true", textContent: none })]));
    show(true);
  }, 200));
  input.addEventListener("keydown", (event) => {
    const items = [...list.children];
    if (event.key === "Enter" && input.value) event.preventDefault();
    if (list.hidden) return;
    if (event.key === "Escape") show(false);
    if (event.key === "Enter") take(items[Math.max(at, 0)]);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
      items.forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
      items[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", items[at].id);
    }
  });
  list.addEventListener("mousedown", (event) => { event.preventDefault(); take(event.target.closest("li")); });
  input.addEventListener("blur", () => show(false));
}

const placesAt = (address) => async (name, value) => {
  const url = new URL(address, location.href);
  url.searchParams.set(name, value);
  return fetch(url, { headers: json }).then((r) => r.json()).then((answer) => answer.places).catch(() => []);
};

function places(box) {
  const [province, commune] = all("select", box);
  box.querySelector("[data-load]").hidden = true;
  const find = placesAt(box.dataset.placesUrl);
  const fill = async (chosen) => {
    const units = province.value ? await find("province", province.value) : [];
    commune.replaceChildren(commune.options[0], ...units.map((unit) => new Option(unit.name, unit.code, false, unit.code === chosen)));
  };
  province.addEventListener("change", () => fill());

  const input = make("input", { className: "input", id: `${commune.id}-find`, type: "search", autocomplete: "off" });
  box.prepend(make("div", { className: "field places" }, make("label", { htmlFor: input.id, textContent: box.dataset.find }), input));
  const words = (unit) => `${unit.name}, ${unit.province_name}`;
  const choose = async (unit) => {
    input.value = words(unit);
    province.value = unit.province;
    await fill(unit.code);
    commune.dispatchEvent(new Event("change", { bubbles: true }));
  };
  finder(input, { find: (asked) => find("q", asked), words, none: box.dataset.none, choose });
}

function areas(box) {
  const input = box.querySelector("input[type=search]");
  const ticks = box.querySelector("[data-places]");
  box.querySelector("[data-load]").hidden = true;
  const choose = (place) => {
    let tick = all("input", ticks).find((each) => each.value === place.code);
    if (!tick) {
      tick = make("input", { type: "checkbox", name: ticks.dataset.name, value: place.code });
      ticks.append(make("label", { className: "check" }, tick, make("span", { textContent: place.name })));
    }
    tick.checked = true;
    input.value = "";
    tick.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const find = placesAt(box.dataset.areasUrl);
  finder(input, { find: (asked) => find("q", asked), words: (place) => place.name, none: box.dataset.none, choose });
}

// A list that grows: the button copies the blank row.
function rows(section) {
  const blank = section.querySelector("template");
  section.querySelector("[data-add]").addEventListener("click", (event) => {
    event.preventDefault();
    const number = all(":scope > fieldset", section).length;
    const made = make("template", { innerHTML: blank.innerHTML.replaceAll("NUMBER", number) }).content.firstElementChild;
    blank.before(made);
    all("[data-areas-url]", made).forEach(areas);
    made.querySelector("input").focus();
  });
}

function copying(button) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const toast = make("div", { className: "toast", role: "status", textContent: button.dataset.done });
    document.body.append(toast);
    setTimeout(() => toast.remove(), 2500);
  });
}

function scheme(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.scheme === "dark" || (root.dataset.scheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset.scheme = dark ? "light" : "dark";
    document.cookie = `scheme=${root.dataset.scheme}; path=/; max-age=31536000; samesite=lax`;
  });
}

function filters(form) {
  const send = later(() => form.requestSubmit(), 50);
  form.addEventListener("change", (event) => { if (event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) send(); });
}

function more(details) {
  document.addEventListener("click", (event) => { if (!details.contains(event.target)) details.open = false; });
  details.addEventListener("keydown", (event) => { if (event.key === "Escape") { details.open = false; details.querySelector("summary").focus(); } });
}

const parts = { "form[data-autosave]": autosave, "[data-check-url]": availability, "[data-places-url]": places, "[data-areas-url]": areas, "[data-rows]": rows, "[data-copy]": copying, "[data-scheme-switch]": scheme, "form[data-filters]": filters, "[data-more]": more };
for (const [selector, start] of Object.entries(parts)) all(selector).forEach(start);
document.querySelector("[data-focus]")?.focus();
all("[data-print]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => print()); });
