// What every page with htmx needs: the CSRF token, aria-busy, focus that is not lost, errors that are said.

import { csrfToken, say } from "./common.js";

const target = (event) => {
  const found = event.detail?.ctx?.target;
  return found instanceof Element ? found : null;
};

document.addEventListener("htmx:config:request", (event) => {
  const request = event.detail.ctx.request;
  if (!/^(GET|HEAD)$/i.test(request.method)) request.headers["X-CSRFToken"] = csrfToken();
});

let focused = null;
document.addEventListener("htmx:before:request", (event) => target(event)?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:finally:request", (event) => target(event)?.removeAttribute("aria-busy"));
document.addEventListener("htmx:before:swap", () => {
  const here = document.activeElement;
  focused = here && here !== document.body ? { id: here.id, name: here.getAttribute("name") } : null;
});
document.addEventListener("htmx:after:swap", (event) => {
  focusErrors();
  if (!focused && !document.querySelector("[data-focus]")) return; // nobody was there to be lost: a part that renews itself
  if (document.activeElement && document.activeElement !== document.body) return;
  const again = (focused?.id && document.getElementById(focused.id))
    || (focused?.name && document.getElementsByName(focused.name)[0])
    || target(event)?.querySelector("h1, h2, [data-row-link], a, button")
    || document.getElementById("content");
  if (again) {
    if (!again.matches("a, button, input, select, textarea, [tabindex]")) again.tabIndex = -1;
    again.focus({ preventScroll: true });
  }
});
document.addEventListener("htmx:error", () => {
  const region = document.documentElement.lang === "en"
    ? "No answer from the server. What was typed is still here; try again."
    : "Chưa nhận được trả lời. Nội dung đã nhập vẫn còn; thử lại sau ít phút.";
  say(region);
});

// After an invalid form the summary has the focus, as it does after a whole page load.
function focusErrors() {
  document.querySelector("[data-focus]:not([data-focused])")?.focus();
  document.querySelectorAll("[data-focus]").forEach((one) => { one.dataset.focused = ""; });
}
focusErrors();

// The same form is not sent twice by a double click. The button stays enabled, so that its name is sent.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.closest("dialog")) return;
  if (form.dataset.sent && Date.now() - Number(form.dataset.sent) < 4000) event.preventDefault();
  form.dataset.sent = String(Date.now());
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
});
