// Keeps a ticket's page fresh: every ten seconds while it is looked at. Without it the page offers «Cập nhật».
import { say } from "../ui/js/common.js";

const box = document.querySelector("[data-ticket]");

async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch(box.dataset.ticket, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    const before = box.textContent;
    box.replaceChildren(...fresh.childNodes);
    const called = box.querySelectorAll(".panel__code").length > 1;
    if (called && box.dataset.state !== "called") {
      box.dataset.state = "called";
      say(box.dataset.called);
      navigator.vibrate?.([200, 100, 200]);
    } else if (before === box.textContent) return;
  } catch { /* the next turn tries again */ }
}

window.setInterval(refresh, 10000);
document.addEventListener("visibilitychange", refresh);
