/* Fields that make sense only with one answer: shown with it, or as long as they hold something. */
"use strict";

document.querySelectorAll("[data-show-when]").forEach((part) => {
  const [name, value] = part.dataset.showWhen.split(":");
  const form = part.closest("form");
  const show = () => {
    const chosen = form.querySelector(`[name="${name}"]:checked`);
    const filled = [...part.querySelectorAll("input, textarea")].some((field) => field.value);
    part.hidden = chosen?.value !== value && !filled;
  };
  form.addEventListener("change", show);
  form.addEventListener("autosave:restored", show);
  show();
});
