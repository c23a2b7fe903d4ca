// This installation switched the counter without the network off: the worker forgets what it kept and goes.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("tinhso-quay-")).map((name) => caches.delete(name)));
    await self.registration.unregister();
  })());
});
