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
      settled();
    } catch {
      // A browser without a viewer of its own: the link above opens the same paper.
    }
  }, { once: true });
  // Only now, so that the load is never missed.
  frame.src = frame.dataset.printNow;
});

// The paper went to the printer: it leaves the queue unless the clerk says that the printer failed.
async function settled() {
  const job = document.querySelector("form[data-print-job]");
  if (!job) return;
  const body = new URLSearchParams(new FormData(job));
  body.set("lam", "tu");
  try { await fetch(job.action, { method: "POST", body, redirect: "manual" }); } catch { /* it stays in the queue */ }
}

// What was scanned or photographed is shown before it is kept: turned by a button, page by page.
const viewer = document.getElementById("xem-giay-to");

function small(text, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn--2 btn--small";
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
}

function preview(input) {
  if (!viewer) return;
  viewer.querySelectorAll("img").forEach((one) => URL.revokeObjectURL(one.src));
  const title = document.createElement("h2");
  title.textContent = viewer.dataset.title;
  const shown = [...input.files].filter((file) => file.type.startsWith("image/")).map((file) => {
    const place = document.createElement("figure");
    const picture = document.createElement("img");
    picture.className = "viewer";
    picture.alt = file.name;
    picture.src = URL.createObjectURL(file);
    let turned = 0;
    const caption = document.createElement("figcaption");
    caption.append(`${file.name} `, small(viewer.dataset.rotate, () => {
      turned = (turned + 90) % 360;
      picture.style.transform = `rotate(${turned}deg)`;
      picture.style.objectFit = "contain";
    }));
    place.append(picture, caption);
    return place;
  });
  viewer.replaceChildren(...(shown.length ? [title, ...shown] : []));
}

document.querySelectorAll("input[data-preview]").forEach((input) => {
  input.addEventListener("change", () => preview(input));
  if (!viewer || !navigator.mediaDevices?.getUserMedia) return;
  input.after(small(viewer.dataset.camera, () => camera(input)));
});

// The desk's camera: each picture is added to the input's files, as if it had been chosen.
async function camera(input) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 2560 }, facingMode: "environment" } });
  } catch {
    return; // no camera or not allowed: the file input stays
  }
  const film = document.createElement("video");
  film.className = "viewer";
  film.muted = true;
  film.srcObject = stream;
  await film.play();
  const stop = () => { stream.getTracks().forEach((track) => track.stop()); preview(input); };
  const take = small(viewer.dataset.take, () => {
    const sheet = document.createElement("canvas");
    sheet.width = film.videoWidth;
    sheet.height = film.videoHeight;
    sheet.getContext("2d").drawImage(film, 0, 0);
    sheet.toBlob((blob) => {
      const held = new DataTransfer();
      [...input.files].forEach((file) => held.items.add(file));
      held.items.add(new File([blob], `trang-${input.files.length + 1}.jpg`, { type: "image/jpeg" }));
      input.files = held.files;
    }, "image/jpeg", 0.9);
  });
  viewer.replaceChildren(film, take, small(viewer.dataset.stop, stop));
  take.focus();
}

// From the words typed straight into what they found, without the mouse.
document.getElementById("tim_thu_tuc")?.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown") return;
  const first = document.querySelector("#tim-thay button");
  if (!first) return;
  first.focus();
  event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  const here = event.target.closest?.("#tim-thay button");
  if (!here || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const all = [...document.querySelectorAll("#tim-thay button")];
  const next = all[all.indexOf(here) + (event.key === "ArrowDown" ? 1 : -1)];
  (next || document.getElementById("tim_thu_tuc")).focus();
  event.preventDefault();
});
