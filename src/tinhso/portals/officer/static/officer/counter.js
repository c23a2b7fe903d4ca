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

// A browser's PDF viewer takes the focus when it has loaded; for the first moments it is given back.
const KEEP_FOR = 4000;

document.querySelectorAll("iframe[data-print-now]").forEach((frame) => {
  const opened = Date.now();
  const giveBack = () => {
    if (document.activeElement === frame || document.activeElement === document.body) goOn();
    if (Date.now() - opened < KEEP_FOR) window.setTimeout(giveBack, 100);
  };
  giveBack();
  frame.addEventListener("load", () => {
    try {
      frame.contentWindow.print();
    } catch {
      // A browser without a viewer of its own: the link above opens the same paper.
    }
  }, { once: true });
  // Only now, so that the load is never missed.
  frame.src = frame.dataset.printNow;
});
