/* « Saisir une matinée » without leaving the keyboard: people proposed while one types, a letter for each topic,
   Enter for the next field and the next line. Without this script the lines are sent and answered by the server. */
"use strict";

(() => {
  const form = document.querySelector("form[data-batch]");
  if (!form) return;

  const list = document.getElementById("batch-lines");
  const blank = document.getElementById("batch-blank");
  const MOST = 40;
  const PAUSE = 200;

  const field = (line, name) => line.querySelector(`[name$="-${name}"]`);
  const lineOf = (node) => node.closest(".batch-line");

  /* Lines */
  function addLine() {
    const count = list.children.length;
    if (count >= MOST) return null;
    const copy = document.createElement("template");
    copy.innerHTML = blank.innerHTML.replaceAll("l__n__", `l${count}`);
    const line = copy.content.firstElementChild;
    line.querySelector("[data-number]").textContent = count + 1;
    list.append(line);
    prepare(line);
    return line;
  }
  function nextLine(line) {
    const next = line.nextElementSibling || addLine();
    if (next) field(next, "who").focus();
    else form.querySelector("[data-save]").focus();
  }
  form.querySelector("[data-more]").addEventListener("click", (event) => {
    event.preventDefault();
    const first = addLine();
    for (let added = 1; added < 5; added += 1) addLine();
    if (first) field(first, "who").focus();
  });
  form.addEventListener("autosave:restoring", ({ detail: typed }) => {
    const numbers = [...typed.keys()].map((name) => Number(/^l(\d+)-/.exec(name)?.[1] ?? -1));
    while (list.children.length <= Math.max(...numbers) && addLine());
    list.querySelectorAll("[name$='-person'], [name$='-sheet']").forEach((hidden) => { hidden.value = typed.get(hidden.name)?.[0] ?? ""; });
  });

  /* Topics: one stop of the keyboard a line; arrows move, a letter ticks. */
  const keyOf = new Map([...form.querySelectorAll("[data-topic-key]")].map((key) => [key.dataset.topicKey, key.dataset.topic]));
  function boxes(group) {
    return [...group.querySelectorAll("input[type=checkbox]")];
  }
  function stopAt(group, box) {
    boxes(group).forEach((one) => { one.tabIndex = one === box ? 0 : -1; });
  }
  function topicsKey(event, group) {
    const all = boxes(group);
    const here = all.indexOf(event.target);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const keyed = all.find((box) => box.value === keyOf.get(event.key.toLowerCase()));
    if (event.key === "Enter") field(lineOf(group), "note").focus();
    else if (step) all[(here + step + all.length) % all.length].focus();
    else if (keyed) keyed.click();
    else return;
    event.preventDefault();
  }

  /* People */
  function prepare(line) {
    const who = field(line, "who");
    const options = line.querySelector("[role=listbox]");
    who.setAttribute("role", "combobox");
    who.setAttribute("aria-autocomplete", "list");
    who.setAttribute("aria-expanded", "false");
    who.setAttribute("aria-controls", options.id);
    const group = line.querySelector("[data-topics]");
    if (!group) return;
    stopAt(group, boxes(group)[0]);
    group.addEventListener("focusin", (event) => { if (event.target.type === "checkbox") stopAt(group, event.target); });
  }
  let timer = 0;
  let asked = null;
  function close(who) {
    window.clearTimeout(timer);
    asked?.abort();
    const options = document.getElementById(who.getAttribute("aria-controls"));
    options.hidden = true;
    options.replaceChildren();
    who.setAttribute("aria-expanded", "false");
    who.removeAttribute("aria-activedescendant");
  }
  function forgetPicks(who) {
    lineOf(who).querySelector("[name$='-pick']")?.closest(".choices").remove();
  }
  function choose(who, option) {
    const person = field(lineOf(who), "person");
    who.value = option.dataset.label;
    person.value = option.dataset.person;
    field(lineOf(who), "sheet").value = option.dataset.sheet;
    forgetPicks(who);
    close(who);
    person.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function mark(who, option) {
    option.parentElement.querySelectorAll("[aria-selected=true]").forEach((one) => one.setAttribute("aria-selected", "false"));
    option.setAttribute("aria-selected", "true");
    who.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
  function show(who, answer) {
    const options = document.getElementById(who.getAttribute("aria-controls"));
    options.replaceChildren(...answer.people.map((person, rank) => {
      const option = document.createElement("li");
      option.id = `${options.id}-${rank}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      Object.assign(option.dataset, { person: person.id, label: person.label, sheet: person.sheet });
      const name = document.createElement("bdi");
      name.textContent = person.label;
      option.append(name, person.born ? ` · ${person.born}` : "");
      return option;
    }));
    options.hidden = !answer.people.length;
    who.setAttribute("aria-expanded", String(!options.hidden));
    if (answer.people.length) mark(who, options.firstElementChild);
    lineOf(who).querySelector("[data-who-hint]").textContent = answer.message;
    announce(answer.message || answer.people.map((person) => person.label).join(", "));
  }
  async function look(who) {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(form.dataset.peopleUrl, {
        method: "POST",
        body: new URLSearchParams({ q: who.value, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value }),
        headers: { Accept: "application/json" },
        redirect: "manual",
        signal: asked.signal,
      });
      if (answer.ok && document.activeElement === who) show(who, await answer.json());
    } catch { /* no network: the server will find the person when the page is sent */ }
  }
  function whoKey(event, who) {
    const options = [...document.getElementById(who.getAttribute("aria-controls")).children];
    const current = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) mark(who, options[(current + step + options.length) % options.length]);
    else if (event.key === "Escape" && options.length) close(who);
    else if (event.key === "Enter") {
      if (options.length) choose(who, options[current]);
      (lineOf(who).querySelector("[data-topics] input[tabindex='0']") || field(lineOf(who), "note")).focus();
    } else if (event.key === "Tab" && options.length === 1) {
      choose(who, options[0]);
      return;
    } else return;
    event.preventDefault();
  }
  list.addEventListener("input", (event) => {
    const who = event.target;
    if (!("who" in who.dataset)) return;
    field(lineOf(who), "person").value = "";
    field(lineOf(who), "sheet").value = "";
    forgetPicks(who);
    lineOf(who).querySelector("[data-who-hint]").textContent = "";
    window.clearTimeout(timer);
    if (who.value.trim().length < 2) close(who);
    else timer = window.setTimeout(() => look(who), PAUSE);
  });
  list.addEventListener("focusout", (event) => {
    if ("who" in event.target.dataset) close(event.target);
  });
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    choose(form.querySelector(`[aria-controls="${option.parentElement.id}"]`), option);
  });

  /* Enter never sends the page by surprise: it goes on. */
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const line = lineOf(event.target);
    const group = event.target.type === "checkbox" && event.target.closest("[data-topics]");
    if (group) topicsKey(event, group);
    else if ("who" in event.target.dataset) whoKey(event, event.target);
    else if (event.key === "Enter" && event.target.tagName === "INPUT") {
      event.preventDefault();
      if (line) nextLine(line);
      else field(list, "who").focus();
    }
  });
  [...list.children].forEach(prepare);
})();
