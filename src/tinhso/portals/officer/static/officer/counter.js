// The counter: the focus goes on to what is still missing; the receipt just saved is sent to the printer.
// A scanner types and ends with Enter: the form is posted once, whatever the speed, so no key is timed here.
const form = document.querySelector("form[data-focus-on]");

function goOn() {
  const next = form && document.getElementById(form.dataset.focusOn);
  if (!next) return;
  const control = next.matches("input, select, textarea, [tabindex]") ? next : next.querySelector("input, select, textarea");
  control?.focus();
}

goOn();

document.querySelectorAll("iframe[data-print-now]").forEach((frame) => {
  const print = () => {
    try {
      frame.contentWindow.print();
    } catch {
      // A browser without a viewer of its own: the link above opens the same paper.
    }
    if (document.activeElement === frame || document.activeElement === document.body) goOn();
  };
  if (frame.contentDocument?.readyState === "complete" && frame.contentWindow.location.href !== "about:blank") print();
  else frame.addEventListener("load", print, { once: true });
});
