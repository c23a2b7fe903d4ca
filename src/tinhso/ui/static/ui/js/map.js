// A map drawn on the server ([data-map]): move it by dragging, by two fingers, by arrows; + and - enlarge; a press (or
// Enter for the point in the middle) chooses a point and writes it into two fields. Without this file the drawing stays
// and the fields are typed. Nobody outside is asked anything.
const FAR = 32;
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

class Sheet {
  constructor(figure) {
    this.figure = figure;
    this.given = figure.dataset;
    this.ground = figure.querySelector("[data-map-ground]");
    this.svg = this.ground.querySelector("svg");
    this.wide = Number(this.given.width);
    this.tall = Number(this.given.height);
    const [x, y, w, h] = this.svg.getAttribute("viewBox").split(" ").map(Number);
    this.picks = "latitude" in this.given;
    this.fingers = new Map();
    figure.classList.add("is-live");
    figure.querySelectorAll("[data-map-tools]").forEach((part) => { part.hidden = false; });
    this.ground.tabIndex = 0;
    this.ground.setAttribute("role", "application");
    this.ground.setAttribute("aria-label", figure.querySelector("figcaption").textContent);
    const wide = w >= this.wide ? this.most : Math.max(w, h / this.shape);
    Object.assign(this, { w: wide, x: x + w / 2 - wide / 2, y: y + h / 2 - (wide * this.shape) / 2 });
    this.listen();
    new ResizeObserver(() => this.draw()).observe(this.ground);
    this.draw();
    if (this.picks) this.fromFields();
  }

  get shape() {  // how high the box is beside its width
    const box = this.svg.getBoundingClientRect();
    return (box.height || 3) / (box.width || 4);
  }

  get h() { return this.w * this.shape; }

  get most() { return Math.max(this.wide, this.tall / this.shape); }

  get unit() { return this.w / (this.svg.getBoundingClientRect().width || 1); }  // units of the sheet in a pixel

  draw() {
    const within = (low, part, whole) => (part >= whole ? (whole - part) / 2 : clamp(low, 0, whole - part));
    this.w = clamp(this.w, this.wide / FAR, this.most);
    this.x = within(this.x, this.w, this.wide);
    this.y = within(this.y, this.h, this.tall);
    this.svg.setAttribute("viewBox", `${this.x} ${this.y} ${this.w} ${this.h}`);
    const unit = this.unit;
    this.figure.style.setProperty("--u", unit);
    const room = this.wide / 300 / unit;  // how much more room names have than on a small telephone showing all
    this.svg.querySelectorAll("[data-zoom]").forEach((name) => {
      name.setAttribute("visibility", Number(name.dataset.zoom) <= room * 1.05 ? "visible" : "hidden");
    });
    this.svg.querySelectorAll("[data-axis]").forEach((label) => {  // degrees stand at the edge, wherever it is
      if (label.dataset.axis === "x") label.setAttribute("y", this.y + this.h - 4 * unit);
      else {
        label.setAttribute("x", this.x + 4 * unit);
        label.setAttribute("visibility", Number(label.getAttribute("y")) > this.y + this.h - 20 * unit ? "hidden" : "visible");
      }
    });
    this.rule(unit);
  }

  rule(unit) {
    const ruler = this.figure.querySelector("[data-map-ruler]");
    let km = Number(ruler.dataset.km);
    const one = Number(ruler.dataset.mapRuler) / km / unit;  // pixels of a kilometre
    for (const tried of [50, 20, 10, 5, 2, 1, 0.5]) { km = tried; if (one * tried <= 120) break; }
    ruler.hidden = false;
    ruler.style.width = `${one * km}px`;
    ruler.textContent = `${String(km).replace(".", ",")} km`;
  }

  zoom(factor, at = null) {
    const spot = at ?? { x: this.x + this.w / 2, y: this.y + this.h / 2 };
    const w = clamp(this.w / factor, this.wide / FAR, this.most);
    this.x = spot.x - ((spot.x - this.x) * w) / this.w;
    this.y = spot.y - ((spot.y - this.y) * w) / this.w;
    this.w = w;
    this.draw();
  }

  pan(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.draw();
  }

  spot(event) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return { x: at.x, y: at.y };
  }

  degrees({ x, y }) {
    const { north, west, scale, squeeze } = this.given;
    return { latitude: Number(north) - y / Number(scale), longitude: Number(west) + x / (Number(scale) * Number(squeeze)) };
  }

  place({ latitude, longitude }) {
    const { north, west, scale, squeeze } = this.given;
    return { x: (longitude - Number(west)) * Number(squeeze) * Number(scale), y: (Number(north) - latitude) * Number(scale) };
  }

  holds({ x, y }) { return x >= 0 && y >= 0 && x <= this.wide && y <= this.tall; }

  listen() {
    const on = (name, act) => this.figure.querySelector(`[data-map-${name}]`)?.addEventListener("click", act);
    on("in", () => this.zoom(2));
    on("out", () => this.zoom(0.5));
    on("all", () => { this.w = this.most; this.draw(); });
    on("centre", () => this.choose({ x: this.x + this.w / 2, y: this.y + this.h / 2 }));
    this.ground.addEventListener("keydown", (event) => this.key(event));
    this.ground.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && document.activeElement !== this.ground) return;  // the page scrolls as ever
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.25 : 0.8, this.spot(event));
    }, { passive: false });
    this.svg.addEventListener("pointerdown", (event) => this.down(event));
    this.svg.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) this.svg.addEventListener(name, (event) => this.up(event));
    if (!this.picks) return;
    const here = this.figure.querySelector("[data-map-here]");
    here.hidden = !(window.isSecureContext && navigator.geolocation);
    here.addEventListener("click", () => this.locate());
    for (const field of [this.field("latitude"), this.field("longitude")]) field?.addEventListener("change", () => this.fromFields());
    this.list()?.addEventListener("change", () => this.toUnit());
  }

  key(event) {
    if (event.target !== this.ground || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = this.w / 8;
    const acts = {
      ArrowLeft: () => this.pan(-step, 0), ArrowRight: () => this.pan(step, 0), ArrowUp: () => this.pan(0, -step),
      ArrowDown: () => this.pan(0, step), "+": () => this.zoom(2), "=": () => this.zoom(2), "-": () => this.zoom(0.5),
      Home: () => { this.w = this.most; this.draw(); },
      Enter: () => this.picks && this.choose({ x: this.x + this.w / 2, y: this.y + this.h / 2 }),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }

  down(event) {
    if (event.target.closest("a") || event.button > 0) return;
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.moved = this.fingers.size > 1;
  }

  move(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const unit = this.unit;
    if (this.fingers.size === 1) {
      const [dx, dy] = [event.clientX - before.x, event.clientY - before.y];
      if (!this.moved && Math.hypot(dx, dy) < 6) return;
      if (!this.moved) this.svg.setPointerCapture(event.pointerId);
      this.moved = true;
      this.pan(-dx * unit, -dy * unit);
    } else {
      const other = [...this.fingers].find(([id]) => id !== event.pointerId)[1];
      const was = Math.hypot(before.x - other.x, before.y - other.y);
      const is = Math.hypot(event.clientX - other.x, event.clientY - other.y);
      const middle = { clientX: (event.clientX + other.x) / 2, clientY: (event.clientY + other.y) / 2 };
      if (was > 10) this.zoom(is / was, this.spot(middle));
    }
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  up(event) {
    const was = this.fingers.delete(event.pointerId);
    if (was && !this.moved && this.picks && event.type === "pointerup") this.choose(this.spot(event));
  }

  field(name) { return document.querySelector(this.given[name] || "_"); }

  list() { return this.given.unit ? document.querySelector(this.given.unit) : null; }

  say(words) { this.figure.querySelector("[data-map-said]").textContent = words; }

  choose(spot) {
    if (!this.holds(spot)) { this.say(this.given.wordsOutside); return; }
    const at = this.degrees(spot);
    this.field("latitude").value = at.latitude.toFixed(5);
    this.field("longitude").value = at.longitude.toFixed(5);
    this.mark(spot);
    const near = this.near(spot);
    const said = [`${this.given.wordsChosen} ${at.latitude.toFixed(5)}, ${at.longitude.toFixed(5)}${near ? `, ${near.words} ${near.name}` : ""}.`];
    const list = this.list();
    if (near && list && !list.value && [...list.options].some((one) => one.value === near.key)) {
      list.value = near.key;
      said.push(this.given.wordsUnit);
    }
    this.say(said.join(" "));
  }

  near(spot) {
    const point = Object.assign(this.svg.createSVGPoint(), spot);
    const inside = [...this.svg.querySelectorAll(".map__shapes path")].find((one) => one.isPointInFill(point));
    if (inside) return { words: this.given.wordsIn, ...inside.dataset };
    const far = (dot) => Math.hypot(dot.cx.baseVal.value - spot.x, dot.cy.baseVal.value - spot.y);
    const dots = [...this.svg.querySelectorAll(".map__dots circle")].sort((one, other) => far(one) - far(other));
    return dots[0] ? { words: this.given.wordsNear, ...dots[0].dataset } : null;
  }

  mark(spot) {
    const pin = this.svg.querySelector("[data-map-chosen]");
    pin.setAttribute("transform", `translate(${spot.x} ${spot.y})`);
    pin.setAttribute("visibility", "visible");
  }

  fromFields() {
    const read = (name) => Number((this.field(name)?.value || "").replace(",", "."));
    const at = { latitude: read("latitude"), longitude: read("longitude") };
    const spot = this.place(at);
    if (at.latitude && at.longitude && this.holds(spot)) { this.mark(spot); this.look(spot, 8); }
  }

  look(spot, times) {
    this.w = this.wide / times;
    this.x = spot.x - this.w / 2;
    this.y = spot.y - this.h / 2;
    this.draw();
  }

  toUnit() {
    const key = this.list().value;
    const dot = key && this.svg.querySelector(`.map__dots [data-key="${CSS.escape(key)}"]`);
    if (dot && !this.field("latitude").value) this.look({ x: dot.cx.baseVal.value, y: dot.cy.baseVal.value }, 8);
  }

  locate() {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { const spot = this.place(coords); if (this.holds(spot)) this.look(spot, 16); this.choose(spot); },
      () => this.say(this.given.wordsDenied),
      { enableHighAccuracy: true, timeout: 15000 },
    );
  }
}

document.querySelectorAll("[data-map]").forEach((figure) => new Sheet(figure));
