"""What a reader does in a real browser: open a cell, follow its evidence, on a desk and on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


def open_page(browser: Any, url: str, **options: Any) -> tuple[Any, list[str]]:
    """Open a page and collect what its console complains of (a refused script, a missing file)."""
    page = browser.new_context(**options).new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(url)
    return page, faults


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_cell_opens_and_leads_to_its_sentence(browser: Any, base_url: str, script: bool) -> None:
    page, faults = open_page(browser, f"{base_url}/compare", java_script_enabled=script)
    row = page.locator("tr#when")
    evidence = row.get_by_text("The period is counted back from release to trusted partners.").first
    assert not evidence.is_visible()
    row.locator("details.cell > summary").first.click()
    assert evidence.is_visible()
    row.locator("figcaption a").first.click()
    page.wait_for_url("**/document/**")
    marked = page.locator("#evidence")
    assert marked.inner_text() == "The period is counted back from release to trusted partners."
    assert faults == []


def test_cell_opens_by_keyboard(browser: Any, base_url: str) -> None:
    page, _ = open_page(browser, f"{base_url}/compare")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    summary = page.locator("details.cell > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.cell").first.evaluate("node => node.open") is True


@pytest.mark.parametrize(
    "path",
    ["/", "/compare", "/instrument/eo-14409", "/deadlines", "/timeline", "/disagreements", "/health", "/exposure"],
)
def test_phone_needs_no_sideways_scrolling(browser: Any, base_url: str, path: str) -> None:
    page, faults = open_page(browser, base_url + path, viewport={"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(browser: Any, base_url: str, scheme: str) -> None:
    page, _ = open_page(browser, f"{base_url}/compare", color_scheme=scheme)
    ratios = page.evaluate(CONTRAST)
    assert [entry for entry in ratios if entry["ratio"] < 4.5] == []


def test_datasettes_own_page_runs_its_scripts_under_our_policy(browser: Any, base_url: str) -> None:
    page, faults = open_page(browser, f"{base_url}/another-name?sql=select+1")
    assert page.locator(".CodeMirror").count() == 1
    page.goto(f"{base_url}/another-name/documents")
    assert page.evaluate("DATASETTE_ALLOW_FACET") is True
    assert faults == []


# WCAG 2.2, 1.4.3: contrast of every visible text against the nearest painted ground behind it.
CONTRAST = """() => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const part = value => { value /= 255; return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const ground = node => { for (; node; node = node.parentElement) {
    const c = numbers(getComputedStyle(node).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c; }
    return [255, 255, 255]; };
  return [...document.querySelectorAll('main *, header *, footer *')].filter(node => node.offsetParent &&
    [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim())).map(node => {
      const [a, b] = [light(numbers(getComputedStyle(node).color)), light(ground(node))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      return { text: node.textContent.trim().slice(0, 40), ratio }; });
}"""
