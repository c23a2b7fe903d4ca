// Warns before a session ends and lets the person stay; leaves nothing behind after signing out.
//   <dialog data-session data-ends="<epoch seconds>" data-extend="<address>"> … [data-stay] … </dialog>
// The address answers {"ends": <epoch seconds>} to a POST. Forms that sign out carry data-sign-out.
import { csrfToken } from "./common.js";

const WARN = 5 * 60 * 1000;
const dialog = document.querySelector("dialog[data-session]");
let timer = 0;

function plan(ends) {
  clearTimeout(timer);
  const wait = ends * 1000 - Date.now() - WARN;
  timer = setTimeout(() => { if (!dialog.open) dialog.showModal(); }, Math.min(Math.max(wait, 0), 2 ** 31 - 1));
}

async function stay() {
  try {
    const answer = await fetch(dialog.dataset.extend, { method: "POST", headers: { "X-CSRFToken": csrfToken() } });
    if (answer.ok && !answer.redirected) plan((await answer.json()).ends);
  } finally {
    dialog.close();
  }
}

if (dialog) {
  plan(Number(dialog.dataset.ends));
  dialog.querySelector("[data-stay]")?.addEventListener("click", stay);
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-sign-out]") && "indexedDB" in window) indexedDB.deleteDatabase("tinhso-drafts");
});
// A page kept by the browser is asked for again, so that Back shows nothing after signing out.
window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
