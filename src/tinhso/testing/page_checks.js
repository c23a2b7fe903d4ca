// What axe does not see. Returns a list of faults in words; empty when the page keeps its promises.
// Run with {citizen: boolean}: citizen pages have larger targets.
({ citizen }) => {
  const faults = [];
  const fault = (rule, words) => faults.push(`${rule}: ${words}`);
  const visible = (e) => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && getComputedStyle(e).visibility !== "hidden" && !e.closest(".vh, .skip, [hidden]");
  };
  const name = (e) => `<${e.tagName.toLowerCase()}${e.id ? `#${e.id}` : ""} class="${e.getAttribute("class") || ""}"> ${(e.innerText || e.value || "").trim().slice(0, 40)}`;
  const root = document.documentElement;
  const text = document.body.innerText;

  // A-02: language, one H1, no skipped heading level, a title that says when something is wrong.
  if (!/^(vi|en)$/.test(root.lang)) fault("A-02", `html lang is "${root.lang}"`);
  const heads = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((h) => h.getClientRects().length);
  if (heads.filter((h) => h.tagName === "H1").length !== 1) fault("A-02", "the page has not exactly one H1");
  const main = heads.filter((h) => h.closest("main") && !h.closest(".error-summary"));
  main.forEach((h, n) => {
    if (n && h.tagName[1] - main[n - 1].tagName[1] > 1) fault("A-02", `heading level skipped before ${name(h)}`);
  });
  if (!document.title.trim()) fault("A-02", "the page has no title");
  if (document.querySelector(".error-summary") && !/^(Lỗi|Error): /.test(document.title)) fault("A-02", "an invalid page's title does not begin with «Lỗi: »");

  // A-03 (part): nothing jumps the order of the keyboard.
  document.querySelectorAll("[tabindex]").forEach((e) => { if (e.tabIndex > 0) fault("A-03", `tabindex above 0 on ${name(e)}`); });
  const first = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].find((e) => e.type !== "hidden" && !e.closest("[hidden], dialog:not([open])"));
  if (document.querySelector(".skip") && !first.matches(".skip")) fault("A-03", `the keyboard reaches ${name(first)} before the skip link`);

  // A-05: no horizontal scrolling.
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll("body *")].filter((e) => visible(e) && !e.closest("details:not([open]) > :not(summary)") && e.getBoundingClientRect().right > root.clientWidth + 1);
    fault("A-05", `the page scrolls sideways (${root.scrollWidth} > ${root.clientWidth}): ${wide.slice(-3).map(name).join(" | ")}`);
  }

  // A-06: no text squeezed into a column of single words.
  document.querySelectorAll("p, caption, li, h1, h2, h3, label, dt, dd, legend").forEach((e) => {
    const box = e.getBoundingClientRect();
    if (visible(e) && e.innerText.trim().length > 12 && box.width < 72 && box.height > 60) fault("A-06", `thin text: ${name(e)}`);
  });

  // A-10 (part): drawings are named or hidden.
  document.querySelectorAll("img, svg").forEach((e) => {
    if (!e.closest("[aria-hidden=true], [role=img]") && !e.getAttribute("aria-label") && !e.getAttribute("alt") && !e.getAttribute("aria-labelledby")) {
      if (!(e.tagName === "IMG" && e.hasAttribute("alt"))) fault("A-10", `unnamed drawing in ${name(e.parentElement)}`);
    }
  });

  // A-11: targets; a link inside a sentence is exempt (WCAG 2.5.8).
  document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary").forEach((e) => {
    if (!visible(e)) return;
    const style = getComputedStyle(e);
    if (e.tagName === "A" && style.display === "inline") return;
    const box = e.getBoundingClientRect();
    const label = e.closest("label");
    const area = label ? label.getBoundingClientRect() : box;
    if (area.height < 23.5 || area.width < 23.5) fault("A-11", `target of ${Math.round(box.width)}x${Math.round(box.height)}: ${name(e)}`);
    if (citizen && e.matches(".btn:not(.btn--small)") && box.height < 43.5) fault("A-11", `citizen button ${Math.round(box.height)} px high: ${name(e)}`);
  });

  // V-01: composed Vietnamese, no Icelandic eth, no mojibake.
  if (text !== text.normalize("NFC")) fault("V-01", "text is not NFC");
  if (/[ðÐ]/.test(text)) fault("V-01", "ð stands for đ");
  const broken = /á»|áº|Æ°|Ä‘|Ã[\u0080-\u00bf]|\uFFFD|\p{L}\?\p{L}/u.exec(text);
  if (broken) fault("V-01", `broken letters near «${text.slice(Math.max(0, broken.index - 15), broken.index + 15)}»`);

  // V-02: leading that stacked marks need.
  document.querySelectorAll("h1, h2, h3, h4, p, li, td, th, label, dt, dd, a, button, caption, summary, legend, figcaption").forEach((e) => {
    if (!visible(e) || !e.innerText?.trim()) return;
    const style = getComputedStyle(e);
    const ratio = parseFloat(style.lineHeight) / parseFloat(style.fontSize);
    if (ratio < 1.349) fault("V-02", `line height ${ratio.toFixed(2)}: ${name(e)}`);
    if (/hidden|clip/.test(style.overflowY) && ratio < 1.49) fault("V-02", `clipped at line height ${ratio.toFixed(2)}: ${name(e)}`);
  });

  // V-04: dates as Vietnam writes them, and machine-readable ones beside.
  document.querySelectorAll("time").forEach((e) => {
    const shown = e.textContent.trim();
    const moment = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;
    if (!moment.test(e.dateTime)) fault("V-04", `<time datetime="${e.dateTime}">`);
    const format = root.lang === "en" ? /^(\d{2}:\d{2}, )?\d{1,2} \p{L}+ \d{4}$/u : /^(\d{2}:\d{2} )?\d{2}\/\d{2}\/\d{4}$/;
    if (!format.test(shown)) fault("V-04", `date shown as «${shown}»`);
  });
  if (/\b\d{1,2}:\d{2}\s?(AM|PM)\b/i.test(text)) fault("V-04", "a twelve-hour clock");
  const iso = /\b\d{4}-\d{2}-\d{2}\b/.exec(text);
  if (iso) fault("V-04", `a machine's date is visible: ${iso[0]}`);

  // V-05: money.
  document.querySelectorAll(".money").forEach((e) => {
    const format = root.lang === "en" ? /^-?\d{1,3}(,\d{3})*\u00a0VND$/ : /^-?\d{1,3}(\.\d{3})*\u00a0₫$/;
    if (!format.test(e.textContent)) fault("V-05", `money shown as «${e.textContent}»`);
  });

  // M-01: the masthead is the first element of a public page.
  const masthead = document.querySelector(".masthead");
  if (masthead && document.body.firstElementChild !== masthead) fault("M-01", "the masthead is not first in body");
  return faults;
}
