#!/usr/bin/env python3
"""Every page for its role, in both languages, light and dark, on a phone and at a desk: it answers, is no wider than the
screen, says nothing on the console, and axe finds nothing against WCAG 2.1 AA.

    Tests/Browser/pages.py [--shots FOLDER] [--axe axe.min.js] [--only WORD] [--looks en-desk,zh-phone-dark]
"""
import argparse
import pathlib
import sys
import tempfile

from playwright.sync_api import sync_playwright

sys.dont_write_bytecode = True
from merit_browser import DESK, PHONE, QUARTER, Demo, Server, chromium, shot, sign_in

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def pages(demo):
    """Role, name, path, and the status where it is not 200."""
    judged, left, exam = demo.judged_call, demo.open_call, demo.exam
    return [
        (None, "welcome", "/"), (None, "sign-in", "/sign-in"), (None, "sign-in-back", "/sign-in?back=/exam/try/sit"),
        (None, "verify", f"/verify/{demo.code}"), (None, "verify-unknown", "/verify?code=ABCD"),
        (None, "contests", "/contests"), (None, "board", "/contests/service-star"), (None, "missing", "/nowhere", 404),
        ("agent", "home", "/"), ("agent", "exams", "/exams"), ("agent", "sitting", "/sittings/1"),
        ("agent", "certificates", "/certificates"), ("agent", "calls", f"/calls?quarter={QUARTER}"),
        ("agent", "call", f"/calls/{judged}"), ("agent", "sheet", f"/sheet/{QUARTER}"),
        ("agent", "no-sheet", "/sheet/2025Q1"), ("agent", "account", "/account"), ("agent", "sign-out", "/sign-out"),
        ("agent", "forbidden", "/accounts", 403), ("agent", "sit", "/exam/try/sit"),
        ("trainer", "home-trainer", "/"), ("trainer", "cycles", "/cycles"), ("trainer", "cycle", "/cycles/1"),
        ("trainer", "bank", "/bank"), ("trainer", "bank-one", "/bank/hotline"), ("trainer", "exam-list", "/exam"),
        ("examiner", "exam-live", f"/exam/{exam}"), ("examiner", "exam-try", "/exam/try"),
        ("examiner", "items", f"/exam/{exam}/items"),
        ("assessor", "scoring", "/scoring"), ("assessor", "scoring-form", f"/scoring/{left}"),
        ("assessor", "disputes", "/disputes"),
        ("judge", "judging", "/judging"), ("judge", "marks", "/judging/service-star/simulation"),
        ("leader", "home-leader", "/"), ("leader", "teams", f"/teams?quarter={QUARTER}"),
        ("leader", "team", f"/teams?quarter={QUARTER}&team=T1"), ("leader", "warnings", "/warnings?all=yes"),
        ("hr", "quarters", "/quarters"), ("hr", "quarter", f"/quarters/{QUARTER}"),
        ("hr", "preview", f"/quarters/{QUARTER}/preview"), ("hr", "promotion", f"/promotion?quarter={QUARTER}&all=yes"),
        ("hr", "sheet-hr", f"/sheet/{QUARTER}/E0005"),
        ("admin", "home-admin", "/"), ("admin", "accounts", "/accounts"), ("admin", "account-one", "/accounts/agent"),
    ]


def axe_script(path):
    if path:
        return pathlib.Path(path).read_text()
    import axe_playwright_python

    return (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()


def faults(page, url, wanted, axe):
    """What is wrong with a page, in words."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    status = page.goto(url).status
    if status != wanted:
        yield f"answers {status}"
    # Every fold is looked into.
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        yield f"is {wide} pixels wider than the screen"
    small = page.evaluate(
        """[...document.querySelectorAll("button, .button, .option, input:not([type=hidden], [type=checkbox], [type=radio]), select, header a")]
           .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 80))""")
    if small:
        yield f"has targets lower than 44 pixels: {small[:3]}"
    # Run from outside the page, whose policy lets no script in.
    page.evaluate(axe)
    for violation in page.evaluate("(rules) => axe.run({ runOnly: rules })", RULES)["violations"]:
        for node in violation["nodes"][:3]:
            yield f"axe {violation['id']}: {node['html'][:160]}: {node.get('failureSummary', '')[:200]}".replace("\n", " ")
    for text in said:
        if f"status of {wanted}" not in text:
            yield f"says on the console: {text}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shots", help="a folder for screenshots")
    parser.add_argument("--axe", help="axe.min.js; else that of axe-playwright-python")
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    parser.add_argument("--looks", default="en-desk,zh-phone,en-phone-dark,zh-desk-dark")
    options = parser.parse_args()
    axe = axe_script(options.axe)
    found, seen = [], 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = Demo(folder)
        server = Server(demo.db).start()
        browser = chromium(playwright)
        wanted = [entry for entry in pages(demo) if options.only in entry[1]]
        for look in options.looks.split(","):
            for role in dict.fromkeys(entry[0] for entry in wanted):
                context = browser.new_context(
                    viewport=PHONE if "phone" in look else DESK, locale="zh-CN" if look.startswith("zh") else "en-GB",
                    color_scheme="dark" if "dark" in look else "light")
                if role:
                    first = context.new_page()
                    sign_in(first, server, role)
                    first.close()
                for _, name, path, *status in (entry for entry in wanted if entry[0] == role):
                    page = context.new_page()
                    for fault in faults(page, server.url + path, status[0] if status else 200, axe):
                        found.append(f"{look} {name} ({path}) {fault}")
                    shot(page, options.shots, f"{name}.{look}")
                    page.close()
                    seen += 1
                context.close()
        browser.close()
        server.stop()
    print(*found, sep="\n")
    print(f"pages: {seen} looked at, {len(found)} faults")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
