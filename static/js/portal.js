// Brings marked parts of a page to life: data-island="finder" runs ./islands/finder.js.
// A page without JavaScript is whole: an island only adds to what the server wrote.
const islands = {
  alike: () => import("./islands/alike.js"),
  cover: () => import("./islands/cover.js"),
  finder: () => import("./islands/finder.js"),
  here: () => import("./islands/here.js"),
  "here-fields": () => import("./islands/here-fields.js"),
  log: () => import("./islands/log.js"),
  "log-waiting": () => import("./islands/log-waiting.js"),
  "pin-map": () => import("./islands/pin-map.js"),
  "place-map": () => import("./islands/place-map.js"),
  progress: () => import("./islands/progress.js"),
  "read-aloud": () => import("./islands/read-aloud.js"),
  "sign-out": () => import("./islands/sign-out.js"),
  "station-map": () => import("./islands/station-map.js"),
  "stop-map": () => import("./islands/stop-map.js"),
  ticket: () => import("./islands/ticket.js"),
};

for (const element of document.querySelectorAll("[data-island]")) {
  islands[element.dataset.island]().then(({ default: start }) => start(element));
}

// A choice brings the visitor back to where he is now, also after the page's script has moved him on.
document.addEventListener("submit", ({ target }) => {
  const { next } = target.elements;
  if (next) next.value = location.pathname + location.search;
});
document.querySelector(".profile select")?.addEventListener("change", ({ target }) => target.form.requestSubmit());
