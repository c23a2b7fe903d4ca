// Turns push messages on and off in this browser. Without it the other ways of being told all work.
import { csrfToken, say } from "../ui/js/common.js";

const box = document.querySelector("[data-push]");

function bytes(base64url) {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}

async function tell(body) {
  const answer = await fetch(box.dataset.push, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(String(answer.status));
}

async function show() {
  const registration = await navigator.serviceWorker.getRegistration(box.dataset.scope);
  const held = registration ? await registration.pushManager.getSubscription() : null;
  box.querySelector("[data-push-on]").hidden = Boolean(held);
  box.querySelector("[data-push-off]").hidden = !held;
  return held;
}

async function turnOn() {
  if ((await Notification.requestPermission()) !== "granted") {
    say(box.dataset.refused);
    return;
  }
  await navigator.serviceWorker.register(box.dataset.worker, { scope: box.dataset.scope });
  const registration = await navigator.serviceWorker.ready.catch(() => null) || await navigator.serviceWorker.getRegistration(box.dataset.scope);
  const held = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.key) });
  await tell(held.toJSON());
  say(box.dataset.done);
}

async function turnOff() {
  const held = await show();
  if (held) {
    await tell({ endpoint: held.endpoint });
    await held.unsubscribe();
  }
  say(box.dataset.undone);
}

if (box && "serviceWorker" in navigator && "PushManager" in window) {
  box.hidden = false;
  const run = (act) => async () => {
    try { await act(); await show(); } catch { say(box.dataset.failed); }
  };
  box.querySelector("[data-push-on]").addEventListener("click", run(turnOn));
  box.querySelector("[data-push-off]").addEventListener("click", run(turnOff));
  show().catch(() => {});
}
