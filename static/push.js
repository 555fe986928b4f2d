// Being told by notifications of this browser: what it can do, the permission, and where it is reached.
"use strict";

const area = document.querySelector("[data-push-key]");
const base = area.dataset.base; // below it the worker may work
const canPush = "PushManager" in window && "Notification" in window && "serviceWorker" in navigator;

// Shows what fits how things are; all else is hidden.
function show(state) {
  for (const one of [area, ...area.querySelectorAll("[data-when]")]) {
    if (one.dataset.when) one.hidden = !one.dataset.when.split(" ").includes(state);
  }
}

async function current() {
  const registration = await navigator.serviceWorker.getRegistration(base);
  return registration?.pushManager.getSubscription();
}

// Not so once the site has another key: then nothing that it sends arrives.
function isOfItsKey({ options }) {
  const key = String.fromCharCode(...new Uint8Array(options.applicationServerKey));
  return btoa(key).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") === area.dataset.pushKey;
}

function addressOf(subscription) {
  const { p256dh, auth } = subscription.toJSON().keys;
  return `${subscription.endpoint}#${p256dh}.${auth}`;
}

// Where its settings are, if the site knows this browser.
async function settingsOf(subscription) {
  const body = new URLSearchParams({ address: addressOf(subscription) });
  const answer = await fetch(area.dataset.own, { method: "POST", body });
  return answer.ok ? answer.url : null;
}

async function look() {
  // Phones of Apple push to nothing but what stands on the home screen.
  if (!canPush) return show(navigator.standalone === false ? "phone" : "none");
  try {
    const subscription = await current();
    const isMeant = subscription && isOfItsKey(subscription);
    const settings = isMeant && (await settingsOf(subscription));
    if (settings) area.querySelector("[data-settings]").href = settings;
    show(settings ? "told" : Notification.permission === "denied" ? "denied" : "ask");
  } catch {
    show("ask"); // no connection at the moment: whoever is told already is not told twice
  }
}

async function working() {
  const found = await navigator.serviceWorker.register(`${base}worker.js`);
  const coming = found.installing ?? found.waiting;
  if (!found.active) {
    await new Promise((resolve) => {
      coming.addEventListener("statechange", () => found.active && resolve());
    });
  }
  return found;
}

area.querySelector("form")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  try {
    if ((await Notification.requestPermission()) !== "granted") return await look();
    const registration = await working();
    // One that the site does not know may have ended, or be of another key.
    await (await registration.pushManager.getSubscription())?.unsubscribe();
    const made = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: area.dataset.pushKey,
    });
    form.elements.address.value = addressOf(made);
    form.submit();
  } catch {
    show("failed");
  }
});

if (canPush) navigator.serviceWorker.addEventListener("message", look);
look();
