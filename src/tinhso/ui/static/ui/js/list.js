// A work list ([data-list]) by keyboard: arrows or j/k move, Space or x selects, with Shift the rows passed too, Enter
// or o opens, Ctrl+A selects the page, Esc comes back from the detail. A key of the bulk bar acts on the row the focus
// stands on when none is ticked. Letters open a form or an interruption page, never act at once.
// Rows are [data-row] with a link [data-row-link] and, perhaps, a check box. Everything also works by mouse and Tab.
const lists = () => [...document.querySelectorAll("[data-list]")];
const rowsOf = (list) => [...list.querySelectorAll("[data-row]")];
const linkOf = (row) => row?.querySelector("[data-row-link]");
const lettersOn = () => document.documentElement.dataset.letterKeys !== "off";
let last = null;

function move(list, from, step) {
  const rows = rowsOf(list);
  const next = rows[Math.min(Math.max(rows.indexOf(from) + step, 0), rows.length - 1)];
  linkOf(next)?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return next;
}

function tick(row, on) {
  const box = row?.querySelector('input[type="checkbox"]');
  if (!box || box.checked === on) return;
  box.checked = on;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

const toggle = (row) => tick(row, !row?.querySelector('input[type="checkbox"]')?.checked);

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-row]");
  if (row) last = row;
});

document.addEventListener("keydown", (event) => {
  const within = event.target.closest?.("[data-list]");
  if (!within || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "a") return;
  const page = rowsOf(within);
  const all = page.every((row) => row.querySelector('input[type="checkbox"]')?.checked);
  page.forEach((row) => tick(row, !all));
  event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const list = event.target.closest?.("[data-list]");
  if (!list) {
    if (event.key === "Escape" && event.target.closest?.("#detail") && last?.isConnected && !document.querySelector("dialog[open]")) {
      linkOf(last)?.focus();
      event.preventDefault();
    }
    return;
  }
  if (event.target.closest('input:not([type="checkbox"]), textarea, select')) return;
  const row = event.target.closest("[data-row]");
  const letter = lettersOn() ? event.key : "";
  let next = null;
  if (event.key === "ArrowDown" || letter === "j") next = move(list, row, 1);
  else if (event.key === "ArrowUp" || letter === "k") next = move(list, row, -1);
  else if (letter === "x" || (event.key === " " && !event.target.matches("input"))) toggle(row);
  else if (letter === "o") linkOf(row)?.click();
  else return;
  if (next && event.shiftKey) [row, next].forEach((one) => tick(one, true));
  event.preventDefault();
});

// The bar of acts on selected rows says how many are chosen.
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form");
  const count = form?.querySelector("[data-bulk-count]");
  if (!count || event.target.type !== "checkbox") return;
  count.dataset.plain ??= count.textContent;
  const chosen = form.querySelectorAll("[data-row] input[type=checkbox]:checked").length;
  count.textContent = chosen ? count.dataset.words.replace("{n}", String(chosen)) : count.dataset.plain;
  event.target.closest("[data-row]")?.classList.toggle("is-selected", event.target.checked);
});

document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-check-page]")) return;
  event.target.closest("form").querySelectorAll("[data-row]").forEach((row) => tick(row, event.target.checked));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-bulk] button");
  const form = button?.form;
  if (!form || form.querySelector("[data-row] input:checked, [name=tat_ca]:checked")) return;
  if (last?.isConnected && form.contains(last)) tick(last, true);
}, true);

// What can be taken back is offered for ten seconds; the server keeps a little longer for slow hands.
const OFFERED = 10000;
document.querySelectorAll("[data-undo]").forEach((form) => setTimeout(() => {
  if (!form.contains(document.activeElement)) form.hidden = true;
}, OFFERED));
// A long act on many rows goes on by itself while its report is open.
document.querySelectorAll("form[data-go-on]").forEach((form) => setTimeout(() => form.requestSubmit(), 300));

// After an act took a row away, the next one has the focus.
document.addEventListener("htmx:after:swap", () => {
  if (!last || last.isConnected) return;
  const list = lists()[0];
  if (list && (document.activeElement === document.body || document.activeElement?.id === "content")) linkOf(rowsOf(list)[0])?.focus();
});

// On a narrow screen the detail is its own page: the link is followed instead of swapped in beside the list.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-row-link]") && window.matchMedia("(max-width: 63.99rem)").matches) event.stopImmediatePropagation();
}, true);

// The row whose dossier is open beside the list is marked.
document.addEventListener("htmx:after:swap", () => {
  const open = document.querySelector("#detail [data-open-row]")?.dataset.openRow;
  if (open === undefined) return;
  document.querySelectorAll("[data-row]").forEach((row) => {
    if (row.dataset.row === open) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  });
});
