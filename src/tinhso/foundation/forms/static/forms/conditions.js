// Shows and hides questions as answers change. The server decides what counts: a hidden answer is dropped there too.
// Mirrors rules/conditions.py: true, false, or null while an answer it needs is missing; what is null does not show.

const UNKNOWN = null;

function controls(form, name) {
  return [...form.elements].filter((one) => one.name === name || one.name.startsWith(`${name}:`));
}

function answers(form, name) {
  const found = controls(form, name).filter((one) => !one.closest("[data-when][hidden]"));
  const said = found.filter((one) => (one.type === "radio" || one.type === "checkbox" ? one.checked : one.value.trim() !== ""));
  return said.map((one) => one.value.trim());
}

function test(form, condition) {
  const said = answers(form, condition.field);
  if ("exists" in condition) return (said.length > 0) === condition.exists;
  if (said.length === 0) return UNKNOWN;
  if ("contains" in condition) return said.includes(String(condition.contains));
  const wanted = "in" in condition ? condition.in : [condition.equals];
  return wanted.some((one) => String(one) === said[0]);
}

export function decide(form, condition) {
  if ("known" in condition) return condition.known;
  if ("field" in condition) return test(form, condition);
  if ("not" in condition) {
    const inner = decide(form, condition.not);
    return inner === UNKNOWN ? UNKNOWN : !inner;
  }
  const parts = (condition.all || condition.any).map((one) => decide(form, one));
  const winning = "any" in condition;
  if (parts.includes(winning)) return winning;
  return parts.includes(UNKNOWN) ? UNKNOWN : !winning;
}

function settle(form) {
  const places = [...form.querySelectorAll("[data-when]")];
  for (let round = 0; round < 8; round += 1) {
    let changed = false;
    for (const place of places) {
      const hidden = decide(form, JSON.parse(place.dataset.when)) !== true;
      changed = changed || place.hidden !== hidden;
      place.hidden = hidden;
    }
    if (!changed) return;
  }
}

function prepare(root) {
  for (const words of root.querySelectorAll("[data-when-words]")) words.hidden = true;
  for (const form of new Set([...root.querySelectorAll("[data-when]")].map((one) => one.closest("form")))) {
    if (form) settle(form);
  }
}

document.addEventListener("change", (event) => {
  if (event.target.form && event.target.form.querySelector("[data-when]")) settle(event.target.form);
});
for (const name of ["htmx:load", "htmx:after:swap", "htmx:afterSwap"]) {
  document.addEventListener(name, () => prepare(document));
}
prepare(document);
