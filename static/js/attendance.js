/* Presences: « Tous présents » fills what is left, the totals follow, a reason is asked for absences only.
   Without this script the same button is sent, and the server fills. */
"use strict";

(() => {
  const form = document.querySelector("form[data-attendance]");
  if (!form) return;

  const marks = [...form.querySelectorAll("[data-mark]")];
  const chosen = (mark) => mark.querySelector("input[type=radio]:checked")?.value ?? "";
  const field = (mark, name) => mark.querySelector(`.mark-${name}`);

  function refresh() {
    const counts = {};
    marks.forEach((mark) => {
      const state = chosen(mark);
      counts[state || "blank"] = (counts[state || "blank"] ?? 0) + 1;
      const wrong = mark.querySelector(".is-invalid");
      field(mark, "reason").hidden = state !== "absent" && !wrong;
      field(mark, "minutes").hidden = state !== "late" && !wrong;
      field(mark, "remark").hidden = !state && !wrong;
    });
    form.querySelectorAll("[data-count]").forEach((count) => { count.textContent = counts[count.dataset.count] ?? 0; });
  }
  form.addEventListener("change", refresh);
  form.querySelector("[data-fill]").addEventListener("click", (event) => {
    event.preventDefault();
    marks.filter((mark) => !chosen(mark)).forEach((mark) => { mark.querySelector("input[value=present]").checked = true; });
    refresh();
    const live = document.getElementById("live");
    if (live) live.textContent = form.dataset.filled;
  });
  refresh();
})();
