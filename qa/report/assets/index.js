"use strict";
// Sorting and filtering of the list of calls. The choice lives in the address after '#':
// sort=score&order=desc&agent=...&team=...&verdict=fail
(() => {
  const table = document.getElementById("call-table");
  if (!table) return;
  const form = document.getElementById("filters");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const filters = ["agent", "team", "verdict"];
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;

  const choice = () => new URLSearchParams(location.hash.slice(1));
  const choose = (changes) => {
    const next = choice();
    for (const [key, value] of Object.entries(changes)) {
      if (value) next.set(key, value);
      else next.delete(key);
    }
    history.replaceState(null, "", "#" + next);
    apply();
  };

  const sorted = (column, order) => {
    const key = (row) => {
      const cell = row.cells[column];
      return "sort" in cell.dataset ? Number(cell.dataset.sort) : cell.textContent;
    };
    const keyed = rows.map((row, place) => ({ row, place, key: key(row) }));
    const by = (a, b) =>
      typeof a.key === "number" ? a.key - b.key : compare(a.key, b.key);
    keyed.sort((a, b) => (order === "desc" ? by(b, a) : by(a, b)) || a.place - b.place);
    return keyed.map((item) => item.row);
  };

  const apply = () => {
    const now = choice();
    const column = heads.findIndex((head) => head.dataset.key === now.get("sort"));
    const order = now.get("order") === "desc" ? "desc" : "asc";
    heads.forEach((head, i) => {
      if (i === column) head.setAttribute("aria-sort", order + "ending");
      else head.removeAttribute("aria-sort");
    });
    body.append(...(column < 0 ? rows : sorted(column, order)));
    let shown = 0;
    for (const row of rows) {
      row.hidden = filters.some((name) => now.get(name) && row.dataset[name] !== now.get(name));
      if (!row.hidden) shown += 1;
    }
    for (const name of filters) form.elements[name].value = now.get(name) || "";
    const output = form.querySelector("output");
    output.textContent = output.dataset.template
      .replace("{shown}", shown)
      .replace("{all}", rows.length);
  };

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      const again = choice().get("sort") === head.dataset.key && choice().get("order") !== "desc";
      choose({ sort: head.dataset.key, order: again ? "desc" : "asc" });
    });
    head.append(button);
  }
  form.addEventListener("change", (event) => choose({ [event.target.name]: event.target.value }));
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", apply);
  form.hidden = false;
  apply();
})();
