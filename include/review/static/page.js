// Follows Airflow's light or dark look, sends a form when its choice changes, and leaves Airflow's frame by its own hand.
"use strict";

function look() {
  const chosen = localStorage.getItem("theme");
  const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.look = dark ? "dark" : "light";
}

look();
addEventListener("storage", look);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", look);

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  if (event.target.matches("[data-all]"))
    for (const box of event.target.closest("form").querySelectorAll("input[type=checkbox][name]")) box.checked = event.target.checked;
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-airflow]");
  if (!link || window.parent === window) return;
  // Airflow's frame forbids its pages to leave it; Airflow's own document may.
  event.preventDefault();
  const outside = window.parent.document.createElement("a");
  outside.href = link.href;
  window.parent.document.body.append(outside);
  outside.click();
  outside.remove();
});
