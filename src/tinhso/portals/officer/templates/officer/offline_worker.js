{% autoescape off %}// Keeps the counter's page for work without the network, and nothing else: never an answer of a session.
const NAME = "{{ name }}";
const PAGE = {{ page }};
const KEPT = {{ kept }};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("tinhso-quay-") && name !== NAME).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname === PAGE) {
    // The network first, so that signing out and switching off are seen; what is kept when there is none.
    event.respondWith(fetch(event.request).then((answer) => (answer.status >= 500 ? caches.match(PAGE) : answer)).catch(() => caches.match(PAGE)));
  } else if (KEPT.includes(address.pathname)) {
    event.respondWith(caches.match(address.pathname).then((kept) => kept || fetch(event.request)));
  }
});
{% endautoescape %}
