// What a script can add to a page that is complete without it: the reader's own time zone, minutes
// that count, a line under the day bars, and news without a reload.
"use strict";

const EVERY = 30_000;
const OLD_AFTER = 600; // seconds; a page that is served is made anew with each minute
const READ_AFTER = 5_000; // who only passes through a page needs no second request
const root = document.documentElement;
const words = JSON.parse(root.dataset.words); // in the language of the page, with gaps such as {time}
// Days before months, and the digits, as the pages write them.
const language = `${words.language === "en" ? "en-GB" : words.language}-u-nu-latn`;
const isMirrored = root.dir === "rtl"; // time goes from right to left, too
const pageZone = root.dataset.zone;
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

// A form is made once: that takes far longer than to write a time in it.
const forms = new Map();

function written(date, options) {
  const key = JSON.stringify(options);
  if (!forms.has(key)) forms.set(key, new Intl.DateTimeFormat(language, options));
  return forms.get(key).format(date);
}

function clock(date, zone, withDay) {
  const form = { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return written(date, withDay ? { ...form, day: "numeric", month: "long" } : form);
}

// Times

const HOUR = /\d\d:\d\d(\s\S+)?$/; // with its zone, at the end of a time
const PROMINENT = "h1, h2, h3, .asof, .next, .facts, .lasted, .by, .incident > .meta";

function isProminent(tag) {
  return tag.closest(PROMINENT) && !tag.closest(".aside");
}

function differs(date) {
  return ownZone !== pageZone && clock(date, pageZone, true) !== clock(date, ownZone, true);
}

function ownDay(date, zone = ownZone) {
  return written(date, { timeZone: zone, weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

function both(own, there) {
  return words.own.replace("{time}", own).replace("{there}", there);
}

// The reader's own time stands first, that of the page beside it.
function addOwnTimes(area) {
  area.querySelectorAll(".updates").forEach(groupByOwnDays);
  for (const span of area.querySelectorAll(".from-to")) if (isProminent(span)) addOwnSpan(span);
  for (const tag of area.querySelectorAll("time[datetime*=T]")) {
    const date = new Date(tag.dateTime);
    if (!differs(date) || tag.closest(".told > .when")) continue;
    const isSameDay = ownDay(date) === ownDay(date, pageZone);
    tag.title = words.there.replace("{time}", clock(date, ownZone, !isSameDay));
    if (!isProminent(tag) || tag.closest(".from-to")) continue;
    const there = tag.textContent;
    tag.dataset.there = tag.innerHTML;
    tag.textContent = both(ownTime(tag, date, isSameDay), isSameDay ? there.match(HOUR)[0] : there);
  }
}

function ownTime(tag, date, isSameDay) {
  return isSameDay ? tag.textContent.replace(HOUR, clock(date, ownZone)) : clock(date, ownZone, true);
}

function addOwnSpan(span) {
  const [start, end] = span.querySelectorAll("time");
  const dates = [new Date(start.dateTime), new Date(end.dateTime)];
  if (!dates.some(differs)) return;
  const isSameDay = dates.every((date) => ownDay(date) === ownDay(date, pageZone));
  const between = start.nextSibling.data;
  const own = ownTime(start, dates[0], isSameDay) + between + ownTime(end, dates[1], isSameDay);
  const isShort = isSameDay && ownDay(dates[0]) === ownDay(dates[1]);
  span.dataset.there = span.innerHTML;
  const there = isShort ? start.textContent.match(HOUR)[0] + between + end.textContent : span.textContent;
  span.textContent = both(own, there);
}

function groupByOwnDays(section) {
  const articles = [...section.querySelectorAll(".told")];
  const dates = articles.map((article) => new Date(article.querySelector(".when time").dateTime));
  if (!dates.some(differs)) return;
  section.querySelectorAll(".day").forEach((head) => head.remove());
  let day = null;
  articles.forEach((article, number) => {
    const tag = article.querySelector(".when time");
    const there = document.createElement("span");
    there.className = "there";
    there.textContent = tag.textContent;
    tag.dataset.there = tag.innerHTML;
    tag.textContent = clock(dates[number], ownZone);
    article.querySelector(".when").append(there);
    if (ownDay(dates[number]) === day) return;
    day = ownDay(dates[number]);
    const head = document.createElement("h3");
    head.className = "day";
    head.innerHTML = '<span></span> <span class="zone"></span>';
    head.firstChild.textContent = day;
    head.lastChild.textContent = words.yours;
    article.before(head);
  });
}

// The first page is made anew with each minute: when it is old, so is all that lies beside it.
async function lookWhetherOld() {
  const tag = document.querySelector("[data-front]");
  if (!tag) return;
  try {
    const front = await fetch(document.querySelector(".name a").href, { method: "HEAD", cache: "no-cache" });
    const made = new Date(front.headers.get("Last-Modified") ?? NaN);
    tag.hidden = !front.ok || !(Date.now() - made > OLD_AFTER * 1000);
    tag.querySelector("span").textContent = clock(made, pageZone, true);
  } catch {
    // no connection at the moment: nothing is known
  }
}

function inWords(seconds) {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "always" });
  const size = Math.abs(seconds);
  if (size < 90) return relative.format(Math.round(seconds), "second");
  if (size < 5400) return relative.format(Math.round(seconds / 60), "minute");
  if (size < 129600) return relative.format(Math.round(seconds / 3600), "hour");
  return relative.format(Math.round(seconds / 86400), "day");
}

function countMinutes() {
  // A copy, or a page that can no longer be fetched, claims no more than it can know.
  for (const tag of document.querySelectorAll("[data-made]")) {
    tag.hidden = Date.now() / 1000 - tag.dataset.made < OLD_AFTER;
  }
  for (const tag of document.querySelectorAll("[data-ago]")) {
    tag.textContent = words.ago.replace("{ago}", inWords(Math.min(0, tag.dataset.ago - Date.now() / 1000)));
  }
  for (const tag of document.querySelectorAll(".next time")) {
    let note = tag.parentNode.querySelector(".in");
    if (!note) {
      note = document.createElement("span");
      note.className = "in";
      tag.after(note);
    }
    const left = (new Date(tag.dateTime) - Date.now()) / 1000;
    const told = left < 0 && !tag.closest(".late") ? words.due.replace("{ago}", inWords(left)) : inWords(left);
    note.textContent = ` (${told})`;
  }
}

// Day bars: a line under them says what became of the day that is pointed at

function countOf(bars) {
  return bars.viewBox.baseVal.width / 5;
}

function dayAt(bars, place) {
  const date = new Date(bars.dataset.last + "T00:00Z");
  date.setUTCDate(date.getUTCDate() - (countOf(bars) - 1 - place));
  return written(date, { weekday: "short", day: "numeric", month: "long", timeZone: "UTC" });
}

function isMeasured(bars, place) {
  for (const path of bars.querySelectorAll(".pale")) {
    for (const [, x, width] of path.getAttribute("d").matchAll(/M(\d+) \S+?h(\d+)/g)) {
      if (place * 5 >= +x && place * 5 < +x + +width) return false;
    }
  }
  return true;
}

function rowOf(bars, place) {
  return bars.closest("details").querySelector(`li[data-place="${place}"]`);
}

function quietDay(bars, place) {
  return (isMeasured(bars, place) ? words.good : words.unknown).replace("{day}", dayAt(bars, place));
}

function choose(bars, place) {
  bars.querySelector(".chosen")?.remove();
  const chosen = document.createElementNS("http://www.w3.org/2000/svg", "path");
  chosen.setAttribute("class", "chosen");
  chosen.setAttribute("d", `M${place * 5 - 0.5} 0h5v32h-5z`);
  bars.append(chosen);
}

// Pointing changes the words under the bars in place, so that nothing jumps about.
function hintDay(bars, place) {
  const told = bars.closest("summary").querySelector(".caption");
  told.dataset.was ??= told.textContent;
  const row = place === null ? null : rowOf(bars, place);
  told.textContent = place === null ? told.dataset.was : row?.firstElementChild.textContent ?? quietDay(bars, place);
}

// Choosing a day gives it a line of its own, with links.
function showDay(bars, place) {
  const details = bars.closest("details");
  place = Math.max(0, Math.min(countOf(bars) - 1, place));
  let line = details.nextElementSibling;
  if (!line?.matches(".readout")) {
    line = document.createElement("p");
    line.className = "readout";
    line.setAttribute("aria-live", "polite");
    details.after(line);
  }
  choose(bars, place);
  bars.dataset.place = place;
  const row = rowOf(bars, place);
  const told = document.createElement("span");
  if (row) told.append(...row.cloneNode(true).childNodes);
  else told.textContent = quietDay(bars, place);
  line.replaceChildren(beside(bars, place - 1, "‹", words.dayBefore), told, beside(bars, place + 1, "›", words.dayAfter));
}

function beside(bars, place, sign, name) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = sign;
  button.setAttribute("aria-label", name);
  button.disabled = place < 0 || place > countOf(bars) - 1;
  button.addEventListener("click", () => {
    const which = button.parentNode.firstChild === button ? "firstChild" : "lastChild";
    showDay(bars, place);
    bars.closest("details").nextElementSibling[which].focus();
  });
  return button;
}

function placeOf(event, bars) {
  const box = bars.getBoundingClientRect();
  const along = (isMirrored ? box.right - event.clientX : event.clientX - box.left) / box.width;
  return Math.floor(along * countOf(bars));
}

// A finger is wider than a bar: the nearest day that had trouble is meant.
function near(bars, place) {
  const reach = Math.ceil(12 / (bars.getBoundingClientRect().width / countOf(bars)));
  const rows = [...bars.closest("details").querySelectorAll("li[data-place]")].map((row) => +row.dataset.place);
  const nearest = rows.sort((one, other) => Math.abs(one - place) - Math.abs(other - place))[0];
  return Math.abs(nearest - place) <= reach ? nearest : place;
}

// A finger that slides reads day after day; one that moves up or down still scrolls the page.
document.addEventListener("pointermove", (event) => {
  const bars = event.target.closest?.(".bars");
  if (!bars) return;
  const place = placeOf(event, bars);
  if (event.pointerType === "mouse") hintDay(bars, place);
  else if (event.pointerType === "touch" && place !== +bars.dataset.place) showDay(bars, place);
});
document.addEventListener("pointerout", (event) => {
  const bars = event.target.closest?.(".bars");
  if (bars && !bars.contains(event.relatedTarget)) hintDay(bars, null);
});
document.addEventListener("click", (event) => {
  const bars = event.target.closest?.(".bars");
  if (!bars) return;
  event.preventDefault();
  showDay(bars, near(bars, placeOf(event, bars)));
});
document.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key] * (isMirrored ? -1 : 1);
  const bars = step && event.target.matches?.(".days > summary") && event.target.querySelector(".bars");
  if (!bars) return;
  event.preventDefault();
  showDay(bars, +(bars.dataset.place ?? countOf(bars)) + step);
});

// "Check this yourself" is loaded when somebody asks for it; without it the link leads to how to.

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("[data-check]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    await (await import(`./${link.dataset.check}`)).open(link);
  } catch {
    location = link.href;
  }
});

// News without a reload

let shown = null;

function nameOf(element) {
  if (element.id) return "#" + CSS.escape(element.id);
  const details = element.closest("details[id]");
  if (element.tagName === "SUMMARY" && details) return `#${CSS.escape(details.id)} > summary`;
  return element.hasAttribute("href") ? `a[href="${CSS.escape(element.getAttribute("href"))}"]` : null;
}

function swap(fresh) {
  const main = document.getElementById("main");
  const focused = main.contains(document.activeElement) && nameOf(document.activeElement);
  const toggled = [...main.querySelectorAll("details[id]")].map((found) => [found.id, found.open]);
  const days = [...main.querySelectorAll(".bars[data-place]")].map((bars) => [bars.closest("details").id, +bars.dataset.place]);
  const news = fresh.dataset.news;
  if (news !== main.dataset.news) document.getElementById("news").textContent = news;
  main.dataset.news = news;
  main.replaceChildren(...fresh.childNodes);
  for (const [id, open] of toggled) {
    const found = document.getElementById(id);
    if (found) found.open = open;
  }
  for (const [id, place] of days) {
    const bars = document.getElementById(id)?.querySelector(".bars");
    if (bars) showDay(bars, place);
  }
  addOwnTimes(main);
  countMinutes();
  if (focused) main.querySelector(focused)?.focus({ preventScroll: true });
  document.dispatchEvent(new Event("swapped"));
}

async function refresh() {
  if (document.hidden || getSelection().type === "Range") return;
  if (document.querySelector("main form:not(.tap), main [data-push-key]")) return; // nobody's words are swapped away
  try {
    const answer = await fetch(location.pathname, { cache: "no-cache" });
    if (!answer.ok) return;
    const text = await answer.text();
    if (text === shown) return;
    const fresh = new DOMParser().parseFromString(text, "text/html");
    document.querySelector(".stale")?.remove();
    document.body.prepend(...fresh.querySelectorAll(".stale"));
    const main = fresh.getElementById("main");
    if (shown !== null || main.innerHTML !== untouched) swap(main);
    document.title = fresh.title;
    const icon = "link[rel=icon]";
    document.querySelector(icon).replaceWith(fresh.querySelector(icon));
    shown = text;
  } catch {
    // no connection at the moment: what is shown says when it was true
  }
}

const untouched = document.getElementById("main").innerHTML;
addOwnTimes(document.getElementById("main"));
countMinutes();
// Once a page has been seen for some seconds, not before: most are left sooner, and some never seen.
function onceRead(act) {
  let left = null;
  const look = () => {
    clearTimeout(left);
    if (!document.hidden) left = setTimeout(() => {
      document.removeEventListener("visibilitychange", look);
      act();
    }, READ_AFTER);
  };
  document.addEventListener("visibilitychange", look);
  look();
}

onceRead(lookWhetherOld);
document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
setInterval(countMinutes, 5_000);
setInterval(refresh, EVERY);
document.addEventListener("visibilitychange", refresh);
