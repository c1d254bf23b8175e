/* Fields that go with one answer (data-show-when) or with every other (data-hide-when), as long as they are empty. */
"use strict";

document.querySelectorAll("[data-show-when], [data-hide-when]").forEach((part) => {
  const [name, value] = (part.dataset.showWhen || part.dataset.hideWhen).split(":");
  const form = part.closest("form");
  const filled = () => [...part.querySelectorAll("input, textarea")].some((field) =>
    ["checkbox", "radio"].includes(field.type) ? field.checked : field.value);
  const show = () => {
    const chosen = form.querySelector(`[name="${name}"]:checked`)?.value === value;
    part.hidden = chosen === ("hideWhen" in part.dataset) && !filled();
  };
  form.addEventListener("change", show);
  form.addEventListener("autosave:restored", show);
  show();
});
