// Shortcuts, declared in HTML:
//   data-key="F9" | "Ctrl+Enter" | "Ctrl+K" | "Alt+3"   works anywhere on the page
//   data-key-list="c"                                   works only while a [data-list] has the focus
//   data-key-label="Chuyển bước"                        its line in the F1 dialog
//   data-opens="id"                                     a button that opens a <dialog>
// Vietnamese input methods on Windows send Backspace and letters without composition events. So nothing here asks
// isComposing; letters work only where nobody types; Backspace and the browser's own keys are never taken.
const RESERVED = new Set(["Backspace", "F3", "F5", "F6", "F7", "F11", "F12"]);
const TYPING = 'input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"]), textarea, select, [contenteditable]';

function nameOf(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey) parts.push("Shift");
  // On some layouts Alt+digit types a sign: the digit is read from the key's place.
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  const key = event.altKey && digit ? digit[1] : event.key;
  parts.push(key.length === 1 ? key.toUpperCase() : key);
  return parts.join("+");
}

const shown = (element) => element.getClientRects().length > 0 && !element.disabled;
const lettersOn = () => document.documentElement.dataset.letterKeys !== "off";

function act(element) {
  if (element.matches("input, select, textarea")) {
    element.focus();
    element.select?.();
  } else {
    element.focus();
    element.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || RESERVED.has(event.key)) return;
  const name = nameOf(event);
  const chord = /^F\d+$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey;
  const scope = document.querySelector("dialog[open]") || document;
  let found = null;
  if (chord) {
    found = [...scope.querySelectorAll("[data-key]")].find((one) => one.dataset.key.toUpperCase() === name.toUpperCase() && shown(one));
  } else if (event.key.length === 1 && lettersOn() && !event.target.closest(TYPING) && event.target.closest("[data-list]")) {
    if (event.key === "?") found = document.querySelector('[data-opens="key-help"]');
    found ||= [...scope.querySelectorAll("[data-key-list]")].find((one) => one.dataset.keyList === event.key.toLowerCase() && shown(one));
  }
  if (!found) return;
  event.preventDefault();
  act(found);
});

function fillHelp(dialog) {
  const rows = dialog.querySelector("[data-key-rows]");
  if (!rows) return;
  const lines = [...document.querySelectorAll("[data-key-label]")]
    .filter((one) => (one.dataset.key || lettersOn()) && shown(one))
    .map((one) => [one.dataset.key || one.dataset.keyList, one.dataset.keyLabel]);
  if (document.querySelector("[data-list]")) {
    const english = document.documentElement.lang === "en";
    lines.push(["↑ ↓", english ? "Move in the list" : "Di chuyển trong danh sách"]);
    lines.push(["Enter", english ? "Open" : "Mở"], ["Esc", english ? "Back to the list" : "Về danh sách"]);
    if (lettersOn()) lines.push(["j k", english ? "Down, up" : "Xuống, lên"], ["Space x", english ? "Select" : "Chọn"]);
    lines.push(["Shift+↑↓", english ? "Select the rows passed" : "Chọn các dòng đi qua"], ["Ctrl+A", english ? "Select the page" : "Chọn cả trang"]);
    if (lettersOn()) lines.push(["o", english ? "Open" : "Mở"], ["?", english ? "This help" : "Xem phím tắt"]);
  }
  rows.replaceChildren(...lines.map(([key, label]) => {
    const row = document.createElement("tr");
    const keyCell = document.createElement("td");
    const mark = document.createElement("kbd");
    mark.textContent = key;
    keyCell.append(mark);
    const labelCell = document.createElement("td");
    labelCell.textContent = label;
    row.append(keyCell, labelCell);
    return row;
  }));
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (!dialog || dialog.open) return;
  fillHelp(dialog);
  dialog.showModal();
});
