/* What makes the pages pleasant. Every page works without it. No framework, no inline code, nothing stored. */
"use strict";

/* htmx starts once every script is read: nothing kept, nothing run that comes with an answer, forms redrawn with their errors. */
Object.assign(window.htmx?.config ?? {}, {
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  timeout: 20000,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});

const live = document.getElementById("live");
const body = document.body;

/* Say something to screen readers; the same words twice are said twice. */
function announce(text) {
  if (!live || !text) return;
  live.textContent = "";
  window.setTimeout(() => { live.textContent = text; }, 100);
}

/* A message that stays until the next page, for failures of the network. */
function showError(text) {
  const messages = document.getElementById("messages");
  if (!messages || !text) return;
  messages.querySelector("[data-network-error]")?.remove();
  const notice = document.createElement("div");
  notice.className = "notice tone-danger";
  notice.setAttribute("role", "alert");
  notice.dataset.networkError = "";
  const words = document.createElement("div");
  words.textContent = text;
  notice.append(words);
  messages.append(notice);
}

/* Menus: Esc closes and gives the focus back, a click or a tab elsewhere closes. */
function closeMenus(except) {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details.menu[open]") || document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("focusin", (event) => closeMenus(event.target.closest("details.menu")));

/* On a narrow screen the tabs scroll: the current one is brought into view. */
document.querySelectorAll(".tabs [aria-current]").forEach((tab) => {
  const list = tab.closest("ul");
  list.scrollLeft += tab.getBoundingClientRect().left + tab.offsetWidth / 2 - list.getBoundingClientRect().left - list.clientWidth / 2;
});

/* Filters are a closed <details> on a narrow screen and an open one on a wide screen. */
if (window.matchMedia("(min-width: 992px)").matches) {
  document.querySelectorAll("details.filters[data-open-wide]").forEach((filters) => { filters.open = true; });
}

/* A refused form: the summary takes the focus. */
function focusErrorSummary(root) {
  const summary = root.querySelector("[data-error-summary]");
  if (!summary || summary.closest("form")?.method === "get") return false;
  summary.focus();
  return true;
}
focusErrorSummary(document);

/* One click, one submission. The button stays in the tab order. */
function release(form) {
  delete form.dataset.submitted;
  form.querySelectorAll("[aria-disabled][type=submit]").forEach((button) => button.removeAttribute("aria-disabled"));
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if ("submitted" in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset.submitted = "";
  if ("logout" in form.dataset) [window.sessionStorage, window.localStorage].forEach((kept) => kept.clear());
  event.submitter?.setAttribute("aria-disabled", "true");
  window.setTimeout(() => release(form), 10000);
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-submitted]").forEach(release));

/* After an htmx swap: say what changed, and never leave the focus nowhere. */
document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.elt;
  const said = target.querySelector("[data-announce]") || (target.matches("[data-announce]") ? target : null);
  if (said) announce(said.dataset.announce || said.textContent.trim());
  if (focusErrorSummary(target)) return;
  const lost = !document.activeElement || document.activeElement === body;
  const place = target.querySelector("[data-focus]") || (target.matches("[data-focus]") ? target : null);
  if (lost) (place || target.closest("[tabindex]") || document.getElementById("main")).focus();
});
document.addEventListener("htmx:responseError", () => showError(live?.dataset.textServer));
document.addEventListener("htmx:sendError", () => showError(live?.dataset.textNetwork));
document.addEventListener("htmx:timeout", () => showError(live?.dataset.textNetwork));

/* The idle session: a warning two minutes before it closes; all tabs share the clock.
   A script that reaches the server by itself dispatches « session:active » on document. */
const idleSeconds = Number(body.dataset.sessionIdleSeconds);
const warning = document.getElementById("session-warning");
if (idleSeconds && warning) {
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
  const soon = warning.querySelector("[data-session-soon]");
  const over = warning.querySelector("[data-session-over]");
  const extend = warning.querySelector("[data-session-extend]");
  let lastActive = Date.now();

  const active = () => {
    lastActive = Date.now();
    warning.hidden = true;
  };
  const activeHere = () => {
    active();
    channel?.postMessage("active");
  };
  const check = () => {
    const left = idleSeconds - (Date.now() - lastActive) / 1000;
    if (left > 120) return;
    soon.hidden = left <= 0;
    extend.hidden = left <= 0;
    over.hidden = left > 0;
    if (warning.hidden) {
      warning.hidden = false;
      announce(live.dataset.textSession);
    }
  };

  channel?.addEventListener("message", active);
  document.addEventListener("htmx:afterRequest", activeHere);
  document.addEventListener("session:active", activeHere);
  document.addEventListener("visibilitychange", check);
  extend.addEventListener("click", async () => {
    try {
      const answer = await fetch(body.dataset.pingUrl, { headers: { "X-Requested-With": "fetch" }, redirect: "manual" });
      if (!answer.ok) throw new Error(answer.status);
      activeHere();
      announce(live.dataset.textExtended);
      document.getElementById("main").focus();
    } catch {
      showError(live.dataset.textNetwork);
    }
  });
  channel?.postMessage("active");
  window.setInterval(check, 15000);
}
