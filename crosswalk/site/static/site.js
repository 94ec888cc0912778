// Enhancements only: every page works without this file.
(function () {
  "use strict";
  // Printing shows the evidence too; what was closed is closed again afterwards.
  var opened = [];
  addEventListener("beforeprint", function () {
    document.querySelectorAll("main details:not([open])").forEach(function (node) { node.open = true; opened.push(node); });
  });
  addEventListener("afterprint", function () {
    opened.forEach(function (node) { node.open = false; });
    opened = [];
  });
  // Empty fields do not belong in an address that people share.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "get") return;
    form.querySelectorAll("input, select").forEach(function (field) { if (!field.value) field.disabled = true; });
    setTimeout(function () { form.querySelectorAll(":disabled").forEach(function (field) { field.disabled = false; }); }, 0);
  });
  // Opens the row that the address points to.
  function openTarget() {
    var node = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!node) return;
    node.querySelectorAll("details.cell").forEach(function (cell) { cell.open = true; });
    for (var up = node.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  }
  addEventListener("hashchange", openTarget);
  openTarget();
})();
