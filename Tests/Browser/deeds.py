#!/usr/bin/env python3
"""What people do on the pages: a call scored by keyboard and disputed to its end, marks given, a sheet objected to, an account
made, a quarter scored; and what must be refused.

    Tests/Browser/deeds.py [--shots FOLDER]
"""
import argparse
import pathlib
import sys
import tempfile

from playwright.sync_api import sync_playwright

sys.dont_write_bytecode = True
from merit_browser import DESK, QUARTER, Demo, Server, chromium, shot, sign_in


class Person:
    """Somebody signed in, in a browser of their own."""

    def __init__(self, browser, server, account, options, locale="en-GB", scripts=True):
        self.context = browser.new_context(viewport=DESK, locale=locale, java_script_enabled=scripts)
        self.page, self.server, self.account, self.options = self.context.new_page(), server, account, options
        self.page.set_default_timeout(15_000)
        sign_in(self.page, server, account)

    def go(self, path):
        return self.page.goto(self.server.url + path)

    def press(self, text):
        self.page.get_by_role("button", name=text, exact=True).click()
        self.page.wait_for_load_state()

    def notice(self):
        assert self.page.locator(".notice").count(), self.page.url + " " + self.page.locator("main").inner_text()[:600]
        return self.page.locator(".notice").inner_text()

    def shot(self, name):
        shot(self.page, self.options.shots, f"deed-{name}")


def score(browser, server, demo, options):
    assessor = Person(browser, server, "assessor", options)
    page = assessor.page
    assessor.go(f"/scoring/{demo.open_call}")
    page.locator("fieldset.item input[type=radio]").first.focus()
    items = page.locator("fieldset.item").count()
    for place in range(items):
        scale = page.locator("fieldset.item").nth(place).get_attribute("data-scale")
        if place == 3:
            # The page goes away in the middle: the form goes on where it was.
            page.wait_for_selector("#scoring-status.saved")
            page.reload()
            assert page.locator("input:checked").count() == 3, page.locator("input:checked").count()
            page.locator("fieldset.item").nth(3).locator("input").first.focus()
        page.keyboard.press("n" if place == items - 1 else "y" if scale == "yesno" else "4")
    page.wait_for_selector("#scoring-status.saved")
    assessor.shot("scoring")
    # A form handed in with a gap is refused, shown again, and nothing of it is lost.
    page.locator("#comment").fill("Warm & clear <voice>")
    assert page.evaluate("document.activeElement.tagName") in ("TEXTAREA", "BUTTON")
    page.wait_for_selector("#scoring-status.saved")
    assessor.press("Hand in")
    assert demo.open_call in assessor.notice(), assessor.notice()
    assert page.url.endswith("/scoring")
    print(f"deeds: {items} items scored by keyboard")


def dispute(browser, server, demo, options):
    agent = Person(browser, server, "agent", options, locale="zh-CN")
    call = f"/calls/{demo.open_call}"
    agent.go(call)
    assert "剩 " in agent.page.locator(".badge").first.inner_text()
    agent.page.locator("summary", has_text="我要申诉").click()
    agent.page.locator("[name=text]").fill("第 40 秒已核实身份")
    agent.press("提交申诉")
    assert agent.notice() == "申诉已登记。", agent.notice()
    assert "待班组长裁定" in agent.page.locator(".badge").first.inner_text()
    assert agent.page.get_by_role("button", name="提交裁定").count() == 0
    leader = Person(browser, server, "leader", options)
    leader.go("/disputes")
    leader.page.get_by_role("link", name=demo.open_call).click()
    leader.page.get_by_label("changed", exact=True).check()
    leader.page.locator("[name=text]").fill("heard again")
    leader.press("Decide")
    alert = leader.page.locator("[role=alert]")
    assert alert.count() == 1 and leader.page.locator("[name=text]").input_value() == "heard again"
    leader.page.locator("form details summary").click() if not leader.page.locator("form details[open]").count() else None
    leader.page.locator("form details input").last.fill("yes")
    leader.shot("decide")
    leader.press("Decide")
    assert "Changed; the score is" in leader.notice(), leader.notice()
    agent.go(call)
    assert "可复核" in agent.page.locator(".badge").first.inner_text()
    agent.press("确认结果")
    assert agent.notice() == "已确认。"
    print("deeds: a call disputed, refused without a change, changed and accepted")


def sheet(browser, server, demo, options):
    agent = Person(browser, server, "agent", options)
    agent.go("/sheet")
    agent.page.locator("summary", has_text="Object to it").click()
    agent.page.locator("[name=text]").fill("two calls are missing")
    agent.press("Object")
    assert "HR decides" in agent.notice()
    hr = Person(browser, server, "hr", options)
    hr.go(f"/sheet/{QUARTER}/E0004")
    hr.page.get_by_label("it is not right").check()
    hr.page.locator("#reason").fill("they are of the quarter before")
    hr.press("Decide")
    assert "Rejected" in hr.notice()
    agent.go("/sheet")
    assert "objection rejected" in agent.page.inner_text("main")
    agent.press("I confirm this sheet")
    assert "Confirmed" in agent.notice()
    # Another's sheet is not one's own.
    assert agent.go(f"/sheet/{QUARTER}/E0005").status == 403
    hr.go(f"/quarters/{QUARTER}")
    with hr.page.expect_download() as download:
        hr.press("Download")
    assert download.value.suggested_filename == f"sheet-{QUARTER}.xlsx"
    assert pathlib.Path(download.value.path()).read_bytes()[:2] == b"PK"
    hr.press("Score everybody")
    assert "Scored:" in hr.notice(), hr.notice()
    hr.press("Show people their sheets")
    assert "Published" in hr.notice()
    hr.page.evaluate("document.querySelector('[name=sure]').required = false")
    hr.press("Close the quarter")
    assert hr.page.locator("[role=alert]").inner_text().startswith("This cannot be undone")
    hr.page.locator("[name=sure]").check()
    hr.press("Close the quarter")
    assert hr.page.locator("[role=alert]").count() == 1, "the days for objections run"
    hr.page.locator("[name=early]").check()
    hr.page.locator("#reason").fill("a test waits for nobody")
    hr.page.locator("[name=sure]").check()
    hr.press("Close the quarter")
    assert "Closed; hash" in hr.notice(), hr.notice()
    hr.shot("closed")
    print("deeds: a sheet objected to, decided and confirmed; a quarter scored, published, exported and closed")


def marks(browser, server, demo, options):
    visitor = browser.new_context(viewport=DESK, locale="en-GB").new_page()
    visitor.goto(f"{server.url}/contests/service-star")
    before = visitor.locator("#board").inner_html()
    # Without scripts: everything but the exam works so too.
    judge = Person(browser, server, "judge", options, scripts=False)
    judge.go("/judging/service-star/simulation")
    fields = judge.page.locator("tbody tr").first.locator("input")
    for place in range(fields.count()):
        fields.nth(place).fill("99")
    judge.press("Save the marks")
    assert judge.notice().startswith("3 marks taken in"), judge.notice()
    visitor.wait_for_function("(before) => document.getElementById('board').innerHTML !== before", arg=before, timeout=20_000)
    fields = judge.page.locator("tbody tr").first.locator("input")
    fields.first.fill("98")
    judge.press("Save the marks")
    assert judge.page.locator("[role=alert]").count() == 1
    assert judge.page.locator("tbody tr").first.locator("input").first.input_value() == "98"
    judge.page.locator("#correction").fill("a slip")
    judge.press("Save the marks")
    assert "1 corrected" in judge.notice(), judge.notice()
    print("deeds: marks given and corrected without scripts; the public board follows by itself")


def accounts(browser, server, demo, options):
    admin = Person(browser, server, "admin", options)
    admin.go("/accounts")
    admin.page.locator("#account").fill("newcomer")
    admin.page.locator("#staff").fill("E0007")
    admin.press("Make it")
    assert "newcomer" in admin.notice()
    admin.page.locator("#new").fill("short")
    admin.page.evaluate("document.getElementById('new').removeAttribute('minlength')")
    admin.press("Set the password")
    assert admin.page.locator("[role=alert]").count() == 1
    admin.page.locator("#new").fill("another long password")
    admin.press("Set the password")
    admin.go("/accounts")
    admin.page.locator("#person").fill("E0008")
    admin.press("Give a code")
    # In the answer itself and in no cookie.
    code = admin.page.locator("dt", has_text="Code").locator("xpath=following-sibling::dd[1]").inner_text()
    assert not any(code in cookie["value"] for cookie in admin.context.cookies())
    # A candidate with a code comes to the exam and nowhere else.
    page = browser.new_context(viewport=DESK, locale="en-GB").new_page()
    page.goto(f"{server.url}/exam/try/sit")
    assert "/sign-in?back=" in page.url and page.locator("#exam").input_value() == "try"
    page.locator("#staff").fill("E0008")
    page.locator("#code").fill("WRONG")
    page.get_by_role("button", name="To the exam").click()
    assert page.locator("[role=alert]").count() == 1
    page.locator("#code").fill(code)
    page.get_by_role("button", name="To the exam").click()
    page.wait_for_selector("#exam-begin")
    assert page.goto(f"{server.url}/exams").status == 403
    # A form of another page, or of another site.
    context = admin.context
    plain = {"account": "intruder", "deed": "add", "csrf": "0" * 32}
    assert context.request.post(f"{server.url}/accounts", form=plain, max_redirects=0).status == 403
    token = admin.page.locator("meta[name=csrf]").get_attribute("content")
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    assert context.request.post(
        f"{server.url}/accounts", form={**plain, "csrf": token}, headers=foreign, max_redirects=0).status == 403
    # Signed out everywhere.
    admin.go("/account")
    admin.press("Sign out everywhere")
    assert "/sign-in" in admin.page.url
    admin.go("/accounts")
    assert "/sign-in" in admin.page.url
    # The language is kept, and a way back leads nowhere else.
    page.goto(f"{server.url}/language?to=zh-Hans&back=//elsewhere.example/")
    assert page.url == f"{server.url}/" and page.locator("html").get_attribute("lang") == "zh-Hans"
    print("deeds: an account made, a code used, forged forms refused, signed out everywhere")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shots", help="a folder for screenshots")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = Demo(folder)
        server = Server(demo.db).start()
        browser = chromium(playwright)
        try:
            for part in (score, dispute, sheet, marks, accounts):
                part(browser, server, demo, options)
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()
