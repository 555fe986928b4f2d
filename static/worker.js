// Shows what the site sends to this browser, also while none of its pages is open.
"use strict";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("push", (event) => event.waitUntil(show(event.data.json())));
self.addEventListener("notificationclick", (event) => event.waitUntil(open(event)));

async function show(sent) {
  const isConfirmed = sent.confirm !== undefined && (await confirmed(sent.confirm));
  const told = isConfirmed ? { ...sent, ...sent.confirmed } : sent;
  await self.registration.showNotification(told.title, {
    body: told.body,
    icon: told.icon,
    tag: told.tag, // a newer word about the same takes the place of the older one
    renotify: true,
    timestamp: Date.parse(told.at),
    lang: told.language,
    dir: told.direction,
    data: { url: told.url, settings: told.settings.url },
    actions: [{ action: "settings", title: told.settings.label }],
  });
  if (!isConfirmed) return;
  for (const page of await self.clients.matchAll({ type: "window", includeUncontrolled: true })) {
    page.postMessage("told");
  }
}

// Says that what was sent can be read here: only then the site sends more.
async function confirmed(address) {
  try {
    const answer = await fetch(new URL(address).pathname, { method: "POST" });
    return answer.ok;
  } catch {
    return false;
  }
}

async function open({ notification, action }) {
  notification.close();
  await self.clients.openWindow(notification.data[action === "settings" ? "settings" : "url"]);
}
