/* Drafts. The whole form goes to the server two seconds after the last change; nothing is kept in the browser
   unless the server cannot be reached, and then in this tab only, for twelve hours at most; sealed_copy.js, where a page
   loads it, keeps that text beyond the tab. */
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;

  const WAIT = 2000;
  const RETRY = 10000;
  const QUIET = 10000;
  const LIFETIME = 12 * 3600 * 1000;
  const SKIPPED = new Set(["csrfmiddlewaretoken", "q"]);
  const status = form.querySelector("[data-autosave-status]");
  const words = form.dataset;
  const vault = window.sealedCopy?.(words.autosaveUser, words.autosaveKey);
  let timer = 0;
  let sending = null;
  let changed = false;
  let leaving = false;
  let announcedAt = 0;

  /* One key a user, person and form: a text never comes up in somebody else’s file. */
  function key() {
    const people = [...form.querySelectorAll("[name=people]:checked")].map((box) => box.value).sort();
    return `draft:${words.autosaveUser}:${people.join("+")}:${words.autosave || "follow_up"}`;
  }
  function forget() {
    vault?.forget(form.elements.submission.value);
    forgetTab();
  }
  function forgetTab() {
    Object.keys(sessionStorage).filter((name) => name.startsWith("draft:")).forEach((name) => sessionStorage.removeItem(name));
  }
  function values() {
    return [...new FormData(form)].filter(([name]) => !SKIPPED.has(name));
  }
  function keepInTab() {
    const text = JSON.stringify({ at: Date.now(), values: values() });
    vault?.keep(form.elements.submission.value, text);
    try {
      forgetTab();
      sessionStorage.setItem(key(), text);
    } catch { /* a full or forbidden storage: the text is still on the page */ }
  }
  function say(text) {
    status.textContent = text;
    if (Date.now() - announcedAt < QUIET) return;
    announcedAt = Date.now();
    if (typeof announce === "function") announce(text);
  }

  async function save() {
    window.clearTimeout(timer);
    timer = 0;
    if (leaving || !changed) return;
    sending?.abort();
    const request = new AbortController();
    sending = request;
    changed = false;
    try {
      const answer = await fetch(words.autosaveUrl, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        keepalive: document.visibilityState === "hidden",
        redirect: "manual",
        signal: request.signal,
      });
      if (answer.status === 401 || answer.status === 403) {
        changed = true;
        if (!(await signedInAgain())) say(words.textSession);
        timer = window.setTimeout(save, RETRY);
        return;
      }
      if (answer.status === 204) return;
      if (!answer.ok) throw new Error(answer.status);
      saved(await answer.json());
    } catch (error) {
      if (error.name === "AbortError") return;
      changed = true;
      keepInTab();
      say(words.textOffline);
      if (!leaving) timer = timer || window.setTimeout(save, RETRY);
    } finally {
      if (sending === request) sending = null;
    }
  }
  /* After a new sign-in in another tab the form takes the new token; not if somebody else has signed in. */
  async function signedInAgain() {
    const answer = await fetch(form.action, { redirect: "manual" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!token || page.querySelector("form[data-autosave]")?.dataset.autosaveUser !== words.autosaveUser) return false;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
    document.body.setAttribute("data-hx-headers", JSON.stringify({ "X-CSRFToken": token }));
    return true;
  }
  function saved(answer) {
    forget();
    say(answer.message);
    window.history.replaceState(null, "", answer.url);
    form.querySelector("[data-draft-delete]")?.removeAttribute("hidden");
    document.dispatchEvent(new Event("session:active"));
  }
  function soon(event) {
    if (SKIPPED.has(event.target.name) || leaving) return;
    changed = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(save, WAIT);
  }
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);

  /* Leaving the tab sends at once what two seconds had not yet sent. */
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed) save();
  });

  /* A native submission never runs beside an autosave. */
  function stop() {
    leaving = true;
    window.clearTimeout(timer);
    timer = 0;
    sending?.abort();
  }
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    stop();
    forget();
  });
  form.querySelectorAll("a[data-autosave-close]").forEach((link) => {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      if (changed) await save();
      if (!changed) forget();
      window.location.assign(link.href);
    });
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });

  /* Ctrl+Enter saves from any field. */
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-save]"));
  });

  /* The text found again is the same submission as before, so that it never makes a second draft. « Today » of another
     day is asked again rather than guessed. */
  function takeOver(chosen) {
    const { submission, asked_on: day } = Object.fromEntries(chosen);
    const remove = form.querySelector("[data-draft-delete]");
    remove.formAction = remove.formAction.replace(form.elements.submission.value, submission[0]);
    form.elements.submission.value = submission[0];
    if (day[0] === form.elements.asked_on.value) return;
    form.querySelectorAll("[name=when]").forEach((choice) => { choice.checked = choice.value === "other" && choice.checked; });
  }
  /* A text that the network had refused comes back with the page of the same people. */
  async function restore() {
    const kept = sessionStorage.getItem(key()) || (await vault?.find(form.elements.submission.value));
    if (!kept) return;
    const { at, values: typed } = JSON.parse(kept);
    if (Date.now() - at > LIFETIME) {
      forget();
      return;
    }
    const chosen = new Map();
    typed.forEach(([name, value]) => chosen.set(name, [...(chosen.get(name) || []), value]));
    form.dispatchEvent(new CustomEvent("autosave:restoring", { detail: chosen }));
    [...form.elements].forEach((field) => {
      if (!field.name || SKIPPED.has(field.name) || ["hidden", "submit"].includes(field.type)) return;
      const found = chosen.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = found.includes(field.value);
      else field.value = found[0] ?? "";
    });
    takeOver(chosen);
    form.dispatchEvent(new Event("autosave:restored"));
    form.querySelectorAll("details").forEach((part) => {
      if ([...part.querySelectorAll("input, textarea")].some((field) => field.type !== "hidden" && field.value && field.type !== "checkbox")) part.open = true;
    });
    changed = true;
    say(words.textRestored);
    timer = window.setTimeout(save, WAIT);
  }
  restore();
})();
