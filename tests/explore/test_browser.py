"""The site in Chromium, from disk and without network."""

import shutil

import pytest

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desktop", "phone"])
def page(browser, request):
    context = browser.new_context(viewport=dict(zip(("width", "height"), request.param, strict=True)), offline=True)
    opened = context.new_page()
    complaints = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    assert complaints == []
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()


def shown(page):
    return page.locator("#list > li:visible a").evaluate_all("links => links.map(link => link.getAttribute('href'))")


def count(page, number):
    playwright.expect(page.locator("#count")).to_have_text(f"{number} of 2 articles")


def test_search_and_filters(page, site):
    page.goto((site / "index.html").as_uri())
    count(page, 2)
    page.get_by_label("Words in title").fill("elsewhere bela kun")
    count(page, 1)
    assert shown(page) == ["articles/second-1.html"]
    page.get_by_role("button", name="Clear").click()
    count(page, 2)
    for label, value in (("Region", "europe"), ("Genre", "report"), ("Stance", "oppose")):
        page.get_by_label(label, exact=True).select_option(value)
        count(page, 1)
        assert shown(page) == ["articles/first-1.html"]
        page.get_by_role("button", name="Clear").click()
        count(page, 2)
    page.get_by_label("Actor", exact=True).select_option("cardia")
    page.get_by_label("Stance", exact=True).select_option("support")
    count(page, 0)


def test_dates_choose_what_the_graph_shows(page, site):
    page.goto((site / "index.html").as_uri())
    rows = page.locator("#pairs tbody tr")
    playwright.expect(rows).to_have_count(2)
    assert page.evaluate("document.getElementById('graph').graph.edges().length") == 2
    page.get_by_label("From", exact=True).fill("2025-01-01")
    playwright.expect(rows).to_have_count(1)
    assert rows.locator("td").all_inner_texts() == ["Bela Kún", "support, as others say", "Elandia", "1"]
    assert page.evaluate("document.getElementById('graph').graph.edges().length") == 1
    page.reload()
    count(page, 1)


def test_a_stance_lights_its_evidence_with_the_keyboard(page, site):
    page.goto((site / "articles" / "first-1.html").as_uri())
    button = page.locator("#v0 button.record").first
    button.focus()
    page.keyboard.press("Enter")
    assert "".join(page.locator("#v0 .lit").all_text_contents()) == "sharply condemned the raid"
    assert button.get_attribute("aria-pressed") == "true"
    assert "sharply condemned the raid" in page.locator("#status").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".lit").count() == 0


def test_a_line_of_the_graph_lights_too(page, site):
    page.goto((site / "articles" / "first-1.html").as_uri())
    page.evaluate("void document.querySelector('#v0 .graph').graph.edges().filter(edge => edge.data('polarity') === 'support').emit('tap')")
    assert page.locator("#v0 .lit").all_text_contents() == ["thanked"]


def test_versions_stand_beside_the_adjudicated_one(page, site):
    page.goto((site / "articles" / "first-1.html").as_uri())
    assert page.locator(".version:visible").count() == 1
    for name in ("Pass a", "Pass b", "robot"):
        page.get_by_role("radio", name=name, exact=True).check()
        assert page.locator(".version:visible h2").all_inner_texts() == ["Adjudicated", name]
    page.locator("#v3 button.record").click()
    assert page.locator("#v3 .lit").all_text_contents() == ["condemned"]
    assert page.locator("#v0 .lit").count() == 0


def test_a_script_in_a_text_is_text(page, site):
    for name in ("index.html", "articles/first-1.html"):
        page.goto((site / name).as_uri())
        assert page.evaluate("window.hit") is None
    assert "<script>window.hit = 1</script>" in page.locator("#v0 .text").inner_text()


def test_every_control_has_a_name_and_is_reached_by_tab(page, site):
    page.goto((site / "index.html").as_uri())
    count(page, 2)
    wanted = page.locator("input:visible, select:visible, button:visible, a:visible").count()
    assert page.evaluate("[...document.querySelectorAll('input, select')].every(field => field.labels.length)")
    reached = set()
    for _ in range(4 * wanted):  # a date field takes several presses
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(e => e.matches('input, select, button, a') ? [...document.querySelectorAll('*')].indexOf(e) : -1)(document.activeElement)"
            )
        )
    assert len(reached - {-1}) == wanted


def test_without_javascript_the_article_can_be_read(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "articles" / "first-1.html").as_uri())
    assert page.locator(".version:visible").count() == 4
    assert page.locator("#v0 blockquote").first.inner_text() == "sharply condemned the raid"
    context.close()
