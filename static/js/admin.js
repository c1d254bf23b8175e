// Django admin: a search list says which field it fills; leaving forgets what was being typed.
"use strict";

function nameSearchLists() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const box = select.parentElement.querySelector("[role='combobox']");
    const value = box && box.querySelector("[role='textbox']");
    if (label && value) {
      label.id = `${select.id}_label`;
      value.setAttribute("aria-labelledby", label.id);
      box.setAttribute("aria-labelledby", `${label.id} ${value.id}`);
    }
  }
}

// After autocomplete.js, which draws the lists when jQuery says so (that may come after « load »), and a row added later.
window.django?.jQuery?.(nameSearchLists);
document.addEventListener("formset:added", nameSearchLists);

document.querySelector("[data-logout]")?.addEventListener("submit", () => window.sessionStorage.clear());
