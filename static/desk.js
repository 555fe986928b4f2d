// What a script can add to forms that are complete without it: a preview while writing, and a draft
// kept in this tab, so that a closed page or an empty battery costs no words.
"use strict";

const WAIT = 600;
const form = document.getElementById("form");
const address = location.pathname;
const draftName = (path) => "draft:" + path;
const sentName = "sent";

document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A page that confirms a publication: the draft that led to it has done its work.
if (document.querySelector("[data-done]")) {
  sessionStorage.removeItem(draftName(sessionStorage.getItem(sentName) || address));
  history.replaceState(null, "", address);
}

function written() {
  return [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.type !== "submit");
}

function read() {
  const isTicked = (field) => field.checked || !["radio", "checkbox"].includes(field.type);
  return written().filter(isTicked).map((field) => [field.name, field.value]);
}

function put(draft) {
  for (const field of written()) {
    const values = draft.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
    if (field.value && field.closest("details") && field.value !== field.defaultValue) field.closest("details").open = true;
  }
}

function offerToDiscard(before) {
  const note = document.createElement("p");
  note.className = "draft";
  note.setAttribute("role", "status");
  note.textContent = form.dataset.kept + " ";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chip";
  button.textContent = form.dataset.discard;
  button.addEventListener("click", () => {
    put(before);
    sessionStorage.removeItem(draftName(address));
    note.remove();
  });
  note.append(button);
  form.before(note);
}

function restore() {
  const draft = sessionStorage.getItem(draftName(address));
  const before = read();
  if (!draft || draft === JSON.stringify(before)) return;
  put(JSON.parse(draft));
  offerToDiscard(before);
}

async function preview() {
  const body = new FormData(form);
  body.set("do", "preview");
  const place = document.getElementById("live");
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "X-Live-Preview": "1" },
      body: new URLSearchParams(body),
      redirect: "error",
    });
    // The server escapes and cleans what it sends; the policy of the page forbids scripts besides.
    if (answer.ok) place.innerHTML = await answer.text();
  } catch {
    // Without a connection there is no preview; the words stay where they are.
  }
}

// Components are found by typing; what is marked moves up to those that are named already.
function pick(parts) {
  const find = parts.querySelector("input[type=search]");
  const others = parts.querySelector(".others");
  if (!find) return () => {};
  const first = parts.querySelector("[data-first]");
  const rows = [...others.querySelectorAll("[data-part]")];
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const isMarked = (row) => ![undefined, "as-is"].includes(row.querySelector("input:checked")?.value);
  let wasOpen = others.open;

  function filter() {
    const words = plain(find.value).split(/\s+/).filter(Boolean);
    const left = rows.filter((row) => others.contains(row));
    const fits = (row) => words.every((word) => plain(row.dataset.part).includes(word));
    for (const row of left) row.hidden = !fits(row);
    for (const row of first.children) row.hidden = !isMarked(row) && !fits(row);
    for (const group of others.querySelectorAll("[data-group]")) group.hidden = !group.querySelector("[data-part]:not([hidden])");
    const isFound = left.some((row) => !row.hidden);
    parts.querySelector("[data-nothing]").hidden = [...first.children, ...left].some((row) => !row.hidden);
    others.hidden = !isFound;
    others.open = words.length > 0 || wasOpen;
  }

  function gather() {
    for (const row of rows) if (others.contains(row) && isMarked(row)) {
      first.insertBefore(row, [...first.children].find((other) => !isMarked(other)) ?? null);
    }
  }

  find.parentElement.hidden = false;
  others.querySelector("summary").addEventListener("click", () => { wasOpen = !others.open; });
  find.addEventListener("input", (event) => { event.stopPropagation(); filter(); });
  find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  parts.addEventListener("change", ({ target }) => {
    if (!others.contains(target)) return;
    gather();
    find.value = "";
    filter();
    target.focus();
  });
  return gather;
}

if (form) {
  let waiting;
  const parts = form.querySelector("[data-parts]");
  const gather = parts ? pick(parts) : () => {};
  if ("untouched" in form.dataset) restore();
  gather();
  form.addEventListener("input", () => {
    sessionStorage.setItem(draftName(address), JSON.stringify(read()));
    clearTimeout(waiting);
    waiting = setTimeout(preview, WAIT);
  });
  form.addEventListener("submit", () => sessionStorage.setItem(sentName, address));
  (document.getElementById("faults") || document.getElementById("preview"))?.focus();
}
