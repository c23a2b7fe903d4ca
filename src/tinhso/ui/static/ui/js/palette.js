// The palette (Ctrl+K): a box that finds dossiers, procedures and places; arrows move, Enter opens, Esc closes.
//   <a data-palette="<address>"> opens <dialog id="palette">; the address answers ?q=…&manh=1 with links [data-found-link].
// Without JavaScript the link is the same search as a page. Also here: the counts beside the pinned filters of the rail.
const dialog = document.getElementById("palette");
const box = document.getElementById("palette-q");
const place = dialog?.querySelector("[data-palette-found]");
const opener = document.querySelector("[data-palette]");
const WAIT = 250; // one request for each pause, so that an input method's bursts ask once
let timer = 0;
let asked = 0;

async function ask() {
  const mine = ++asked;
  const address = `${opener.dataset.palette}?manh=1&q=${encodeURIComponent(box.value)}`;
  try {
    const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected || mine !== asked) return;
    // Our own server's escaped page; parsed apart, so that nothing in it runs.
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...parsed.body.childNodes);
  } catch {
    place.textContent = "";
  }
}

if (dialog && box && place && opener) {
  opener.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    dialog.showModal();
    box.focus();
    box.select();
    ask();
  });
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  dialog.addEventListener("keydown", (event) => {
    const links = [...place.querySelectorAll("[data-found-link]")];
    const here = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown") links[Math.min(here + 1, links.length - 1)]?.focus();
    else if (event.key === "ArrowUp") (here > 0 ? links[here - 1] : box).focus();
    else return;
    event.preventDefault();
  });
}

const pins = document.querySelector("[data-pins]");
const EVERY = 60000;

async function count() {
  if (document.hidden || !pins.querySelector("[data-pin]")) return;
  try {
    const answer = await fetch(pins.dataset.pins);
    if (!answer.ok || answer.redirected) return;
    const counts = await answer.json();
    pins.querySelectorAll("[data-pin]").forEach((one) => { one.textContent = counts[one.dataset.pin] ?? ""; });
  } catch {
    // The rail stays as it is; the lists themselves say what is wrong.
  }
}

if (pins?.dataset.pins) {
  count();
  setInterval(count, EVERY);
}
