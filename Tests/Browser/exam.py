#!/usr/bin/env python3
"""Sits a whole exam in headless Chromium: by keyboard alone, with the network cut, the page reloaded, the tab closed and the
server killed in between; then the same at a phone's width. Every answer must be there, once.

    Tests/Browser/exam.py [--shots FOLDER]
"""
import argparse
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

from playwright.sync_api import sync_playwright

sys.dont_write_bytecode = True
from merit_browser import MERIT, ROOT, Server, chromium, merit, shot, sign_in

EXAM = "browser"


def prepare(folder):
    db = folder / "merit.db"
    merit("init", folder / "made", db=None)
    (folder / "made/merit.db").rename(db)
    (folder / "organisation.csv").write_text("unit,name,kind\nT1,Team,team\n")
    (folder / "roster.csv").write_text(
        "id,name,post,team,joined\nE1,李雷,hotline-agent,T1,2024-01-01\nE2,Han Mei,hotline-agent,T1,2024-01-01\n")
    merit("org", "import", folder / "organisation.csv", db=db)
    merit("staff", "import", folder / "roster.csv", db=db)
    merit("bank", "load", ROOT / "QuestionBanks/hotline", db=db)
    merit("exam", "create", "hotline-practice", "--id", EXAM, "--seed", 7, db=db)
    merit("exam", "open", EXAM, db=db)
    for account, staff in [("li", "E1"), ("han", "E2")]:
        merit("account", "add", account, "--staff", staff, "--role", "staff", db=db)
        merit("account", "password", account, db=db, input="a long password\na long password\n")
    return db


def answer(page, number):
    """Answers the question shown by keyboard; returns what the wire should hold of it."""
    box = page.locator("#exam-question")
    if box.locator("textarea").count():
        box.locator("textarea").press_sequentially(f"Answer {number}: 先核实身份，再处理。")
        return "text"
    if box.locator("input[type=text]").count():
        box.locator("input[type=text]").press_sequentially("5")
        return "text"
    if box.locator("select").count():
        for index in range(box.locator("select").count()):
            select = box.locator("select").nth(index)
            select.focus()
            for _ in range(index + 1):
                page.keyboard.press("ArrowDown")
        return "select"
    if box.locator(".option input").count():
        page.locator("#exam-question legend").focus()
        page.keyboard.press("ab"[number % 2])
        return "option"
    return None


def until(page, expression, seconds=20):
    """Waits for a condition; Playwright's own way evaluates strings in the page, which its policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"{expression}: {page.locator('#exam-status').inner_text()}"
        page.wait_for_timeout(50)


def saved(page):
    until(page, "document.getElementById('exam-status').className === 'saved'")


def held(db, staff):
    with sqlite3.connect(db) as database:
        rows = database.execute(
            """SELECT a.place, a.response FROM answer a JOIN sitting t ON t.id = a.sitting JOIN staff s ON s.key = t.staff
               WHERE s.id = ? ORDER BY a.id""", (staff,)).fetchall()
    database.close()
    return rows


def sit(browser, server, db, options):
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    sent = []
    page.on("response", lambda response: sent.append(response) if "/api/v1/" in response.url else None)
    sign_in(page, server, "li")
    page.goto(f"{server.url}/exam/{EXAM}/sit")
    shot(page, options.shots, "exam-start")
    page.locator("#exam-begin").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#exam-strip button")
    count = page.locator("#exam-strip button").count()
    given = set()
    for place in range(count):
        if place == 2:
            # A reload goes on by itself, at the question where it was.
            page.reload()
            page.wait_for_selector("#exam-strip button")
            assert page.locator("#exam-strip button[aria-current]").inner_text() == "3", "a reload comes back to question 3"
        if place == 4:
            # The network goes away for a few answers.
            context.set_offline(True)
        if place == 7:
            until(page, "document.getElementById('exam-status').className === 'offline'")
            shot(page, options.shots, "exam-offline")
            # The tab is closed while answers wait, and opened again with the network.
            page.close(run_before_unload=False)
            context.set_offline(False)
            page = context.new_page()
            page.on("response", lambda response: sent.append(response) if "/api/v1/" in response.url else None)
            page.goto(f"{server.url}/exam/{EXAM}/sit")
            page.wait_for_selector("#exam-strip button")
            saved(page)
        if place == 9:
            server.kill()
        if place == 11:
            server.start()
        if place == 8:
            # The sign-in ends in the middle; signed in again beside, the page goes on by itself.
            with sqlite3.connect(db) as database:
                database.execute("DELETE FROM session")
            database.close()
        kind = answer(page, place)
        if place == 8:
            page.wait_for_selector("#exam-sign-in:not([hidden])")
            beside = context.new_page()
            sign_in(beside, server, "li")
            beside.close()
            until(page, "document.getElementById('exam-sign-in').hidden")
        if kind:
            given.add(place)
        if place not in range(4, 7) and place not in range(9, 11):
            saved(page) if kind else None
        if place == 1:
            shot(page, options.shots, "exam-question")
        if place + 1 < count:
            page.locator("#exam-question legend").focus()
            page.keyboard.press("n")
    saved(page)
    assert page.locator("#exam-count").inner_text().startswith(f"{len(given)} of"), page.locator("#exam-count").inner_text()
    page.locator("#exam-submit").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#exam-dialog[open]")
    shot(page, options.shots, "exam-submit")
    # Without the network the paper waits, says so, and is handed in by itself.
    context.set_offline(True)
    page.locator("#exam-dialog button[value=yes]").focus()
    page.keyboard.press("Enter")
    until(page, "document.getElementById('exam-status').textContent.startsWith('NOT handed in')")
    assert page.locator("#exam-submit").is_disabled()
    context.set_offline(False)
    page.wait_for_selector("#exam-end:not([hidden])")
    shot(page, options.shots, "exam-end")
    rows = held(db, "E1")
    assert {place for place, _ in rows} == given, (sorted({place for place, _ in rows}), sorted(given))
    # Options are answered once each, so none may be there twice.
    for place in given:
        entries = [response for at, response in rows if at == place]
        if entries[0][:2] in ("c:", "b:"):
            assert len(entries) == 1, (place, entries)
    done = subprocess.run([MERIT, "exam", "prove", "1", "--db", str(db), "--json"], capture_output=True, text=True)
    assert json.loads(done.stdout)["ok"], done.stdout + done.stderr
    # Nothing of a key or of feedback came to the browser.
    for response in sent:
        try:
            text = response.text()
        except Exception:
            continue
        assert not re.search(r'"(fraction|feedback|correct|credit|tolerance|key)"', text), text[:300]
    context.close()
    print(f"exam: {count} questions by keyboard, {len(rows)} answers kept, proved")


def phone(browser, server, db, options):
    context = browser.new_context(
        locale="zh-CN", viewport={"width": 360, "height": 740}, color_scheme="dark", has_touch=True, is_mobile=True)
    page = context.new_page()
    sign_in(page, server, "han")
    page.goto(f"{server.url}/exam/{EXAM}/sit")
    page.locator("#exam-begin").tap()
    page.wait_for_selector("#exam-strip button")
    shot(page, options.shots, "exam-phone-zh-dark")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360, f"the page is {width} wide on a phone of 360"
    if page.locator(".option").count():
        page.locator(".option").first.tap()
        saved(page)
    # Another window takes over: this one says so and writes nothing more.
    # It has the cookies and not the journal, or it would be the same window to the server.
    other = browser.new_context(locale="zh-CN", storage_state={**context.storage_state(), "origins": []})
    second = other.new_page()
    second.goto(f"{server.url}/exam/{EXAM}/sit")
    second.locator("#exam-begin").click()
    second.wait_for_selector("#exam-strip button")
    page.locator("#exam-next").tap()
    answer(page, 0)
    until(page, "document.getElementById('exam-status').textContent.includes('其他')")
    other.close()
    context.close()
    print("exam: a phone in Chinese and the dark, and a second window that takes over")


def left_over(browser, server, db):
    """A journal that a closed tab left, of a sitting that is over: what is in it comes late, and nothing else begins by itself."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    sign_in(page, server, "li")
    page.goto(f"{server.url}/exam/{EXAM}/sit")
    entry = {"sequence": 1, "first": 1, "place": 0, "at": "2026-07-01T00:00:00Z", "head": "a" * 64, "response": {"blank": True}}
    journal = {"sitting": 1, "sequence": 1, "acknowledged": 0, "head": "", "entries": [entry]}
    page.evaluate(f"localStorage.setItem('merit exam li {EXAM} journal', {json.dumps(json.dumps(journal))})")
    page.reload()
    until(page, f"localStorage.getItem('merit exam li {EXAM} journal') === null")
    assert "too late" in page.locator("#exam-refused").inner_text(), page.locator("#exam-refused").inner_text()
    assert page.locator("#exam-begin").is_visible()
    with sqlite3.connect(db) as database:
        late = database.execute("SELECT COUNT(*) FROM late_answer WHERE sitting = 1").fetchone()[0]
        sittings = database.execute("SELECT COUNT(*) FROM sitting t JOIN staff s ON s.key = t.staff WHERE s.id = 'E1'").fetchone()[0]
    database.close()
    assert (late, sittings) == (1, 1), (late, sittings)
    context.close()
    print("exam: what a closed tab left comes late, and no second attempt begins by itself")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--shots", help="a folder for screenshots")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = pathlib.Path(name)
        db = prepare(folder)
        server = Server(db)
        server.start()
        browser = chromium(playwright)
        try:
            sit(browser, server, db, options)
            phone(browser, server, db, options)
            left_over(browser, server, db)
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()
