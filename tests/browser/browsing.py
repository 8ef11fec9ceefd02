"""How a test sits somebody down at a browser."""

from factories import PASSWORD
from playwright.sync_api import Locator, Page, expect


def log_in(page: Page, email: str) -> None:
    """Log a person in through the page that everybody logs in by."""
    page.goto("/admin/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("nav.side")).to_be_attached()
    wait_until_ready(page)


def wait_until_ready(page: Page) -> None:
    """Wait for the page's script too: before it runs, keys and links do what browsers do."""
    page.wait_for_load_state("load")


def is_as_wide_as_its_window(page: Page) -> bool:
    """Tell whether nothing sticks out sideways, once the page has its style sheets."""
    wait_until_ready(page)
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def tab_to(page: Page, goal: Locator, most: int) -> None:
    """Press Tab until the goal has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if goal.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{most} tabs did not lead to {goal}")
