// Datasette's own pages: close an open menu when the click falls outside it (its template does this inline).
document.addEventListener("click", function (event) {
  document.querySelectorAll("details.nav-menu[open], details.actions-menu-links[open]").forEach(function (menu) {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
// Its form fields carry no labels: name them for screen readers.
document.querySelectorAll("form.filters select, form.filters input").forEach(function (field) {
  if (field.labels && field.labels.length) return;
  var name = field.name || "";
  field.setAttribute("aria-label", name.indexOf("_filter_column") === 0 ? "Column" : name.indexOf("_filter_op") === 0 ? "Comparison" :
    name.indexOf("_filter_value") === 0 ? "Value" : name === "_sort" ? "Sort by" : field.value || name);
});
var sql = document.querySelector("textarea#sql-editor");
if (sql) sql.setAttribute("aria-label", "SQL");
