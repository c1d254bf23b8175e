/* Dragging a card to another column sends the card’s own form, as the list and « OK » do. */
"use strict";

let dragged = null;

for (const card of document.querySelectorAll("[data-board] [data-board-card]")) {
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    dragged = card;
    card.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.id);
  });
  card.addEventListener("dragend", () => {
    card.classList.remove("is-dragged");
    document.querySelectorAll(".board-column.is-target").forEach((column) => column.classList.remove("is-target"));
    dragged = null;
  });
}

for (const column of document.querySelectorAll("[data-board] [data-stage]")) {
  column.addEventListener("dragover", (event) => {
    if (!dragged || column.contains(dragged)) return;
    event.preventDefault();
    column.classList.add("is-target");
  });
  column.addEventListener("dragleave", (event) => {
    if (!column.contains(event.relatedTarget)) column.classList.remove("is-target");
  });
  column.addEventListener("drop", (event) => {
    if (!dragged || column.contains(dragged)) return;
    event.preventDefault();
    const form = dragged.querySelector("form");
    form.elements.to.value = column.dataset.stage;
    form.requestSubmit();
  });
}
