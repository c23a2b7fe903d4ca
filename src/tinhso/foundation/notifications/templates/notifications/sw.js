// Shows messages of the house. No fetch handler: pages never come from here.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  let said = {};
  try { said = event.data ? event.data.json() : {}; } catch { said = {}; }
  const title = typeof said.title === "string" && said.title ? said.title : "Thông báo mới";
  const options = { tag: String(said.tag || ""), lang: "vi", data: { link: "/thong-bao/" } };
  event.waitUntil(self.registration.showNotification(title, options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.link));
});
