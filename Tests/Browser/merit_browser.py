"""A workspace, a server over it, and a browser: what the tests of the pages share."""

import csv
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
QUARTER = "2026Q3"
PASSWORD = "a long password"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}

# One account for each role, with the person whose it is.
ACCOUNTS = {
    "agent": ("staff", "E0004"), "assessor": ("staff,assessor", "E0026"), "judge": ("judge", None),
    "examiner": ("examiner", None), "trainer": ("staff,trainer", "E0002"), "leader": ("staff,leader", "E0000"),
    "hr": ("hr", None), "admin": ("administrator", None),
}


def program(name):
    """The newest build of a program."""
    built = [path for path in (ROOT / f".build/{kind}/{name}" for kind in ("release", "debug")) if path.exists()]
    if not built:
        raise SystemExit(f"{name} is not built: run swift build")
    return str(max(built, key=lambda path: path.stat().st_mtime))


MERIT = program("merit")


def merit(*arguments, db=None, input=None):
    """What a command says; stops where it fails."""
    environment = {**os.environ, "LANG": "C.UTF-8", **({"MERIT_DB": str(db)} if db else {})}
    done = subprocess.run(
        [MERIT, *map(str, arguments)], env=environment, input=input, text=True, capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(f"merit {' '.join(map(str, arguments))}: {done.stderr or done.stdout}")
    return done.stdout


def demo(*arguments):
    subprocess.run([program("merit-demo"), *map(str, arguments)], check=True, capture_output=True)


class Server:
    """`merit serve` over a workspace; started again, it keeps its port."""

    def __init__(self, db):
        self.db, self.port, self.url, self.process = pathlib.Path(db), 0, "", None

    def start(self):
        self.process = subprocess.Popen(
            [MERIT, "serve", "--port", str(self.port), "--log", str(self.db.parent / "access.log"), "--db", str(self.db)],
            env={**os.environ, "LANG": "C.UTF-8"}, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+?:(\d+)", line)
        if not found:
            raise RuntimeError(f"the server says: {line}")
        self.url, self.port = found.group(0), int(found.group(1))
        return self

    def kill(self):
        """Ends it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def chromium(playwright):
    """Headless Chromium: the system's where there is one, else Playwright's own."""
    own = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return playwright.chromium.launch(executable_path=own, args=["--no-sandbox"])


def sign_in(page, server, account, password=PASSWORD):
    page.goto(f"{server.url}/sign-in")
    page.fill("#account", account)
    page.fill("#password", password)
    page.locator("form:has(#password) button").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def shot(page, folder, name):
    """A screenshot of the whole page; none where no folder is given."""
    if folder:
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(pathlib.Path(folder) / f"{name}.png"), full_page=True)


class Demo:
    """What scripts/start makes, short of closing the quarter, with an account for each role and some work left for it."""

    def __init__(self, folder, staff=60):
        self.folder, self.staff = pathlib.Path(folder), staff
        self.db, self.files = self.folder / "merit.db", self.folder / "in"
        self.files.mkdir()
        merit("init", self.folder)
        self.people()
        self.exams()
        self.calls()
        for noun, file in [("survey", "survey"), ("complaint", "complaints"), ("kpi", "observations")]:
            self.run(noun, "import", self.files / f"{file}.csv")
        self.run("contest", "score", "service-star", self.files / "marks.csv")
        self.run("improve", "warn", "--quarter", QUARTER)
        self.run("quarter", "score", QUARTER)
        self.run("quarter", "publish", QUARTER)
        for name, (roles, person) in ACCOUNTS.items():
            self.run("account", "add", name, "--role", roles, *(["--staff", person] if person else []))
            self.run("account", "password", name, input=PASSWORD + "\n")
        held = json.loads(self.run("cert", "list", "--json"))
        self.code = held[0]["code"]

    def run(self, *arguments, input=None):
        return merit(*arguments, db=self.db, input=input)

    def people(self):
        self.run("course", "load", *sorted(path for path in (ROOT / "Curriculum").iterdir() if path.is_dir()))
        self.run("bank", "load", ROOT / "QuestionBanks/hotline", ROOT / "QuestionBanks/broadband")
        demo("make", self.files, "--staff", self.staff, "--quarter", QUARTER)
        self.run("org", "import", self.files / "organisation.csv")
        self.run("staff", "import", self.files / "roster.csv")
        self.run("staff", "leave", self.files / "leave.csv")
        self.run("promotion", "import", self.files / "grades.csv")
        self.run("cycle", "open", "hotline-onboarding", "--staff", self.files / "new-agents.csv",
                 "--from", "2026-07-01", "--to", "2026-08-31")
        self.run("cycle", "attend", self.files / "attendance.csv")

    def exams(self):
        self.exam = f"hotline-five-{QUARTER}"
        self.run("exam", "create", "hotline-five", "--id", self.exam, "--seed", 2026)
        self.run("exam", "open", self.exam)
        papers = self.run("exam", "papers", self.exam, "--staff", self.files / "candidates.csv", "--json")
        (self.files / "papers.json").write_text(papers)
        demo("answer", self.files / "papers.json", ROOT / "QuestionBanks/hotline", self.files / "answers.csv",
             "--staff", self.staff, "--date", "2026-08-20")
        self.run("exam", "answers", self.exam, self.files / "answers.csv")
        self.run("exam", "release", self.exam)
        self.run("cert", "award", "hotline", "--level", "five", "--date", "2026-09-25")
        # One that is open now, for whoever sits in a browser.
        self.run("exam", "create", "hotline-five", "--id", "try", "--seed", 7)
        self.run("exam", "open", "try")

    def calls(self):
        sample = self.run("qa", "sample", self.files / "calls.csv", "--per-agent", 6, "--quarter", QUARTER, "--seed", 2026)
        (self.files / "sample.csv").write_text(sample)
        demo("evaluate", self.files / "sample.csv", self.files / "evaluations.csv", "--staff", self.staff,
             "--quarter", QUARTER)
        with (self.files / "evaluations.csv").open(encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        own = [row for row in rows if row["agent"] == ACCOUNTS["agent"][1]]
        # An agent's last call is left to be scored in the browser.
        self.judged_call, self.open_call = own[0]["call"], own[-1]["call"]
        with (self.files / "evaluations.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(row for row in rows if row is not own[-1])
        self.run("qa", "import", self.files / "evaluations.csv")
        self.run("qa", "assign", "--quarter", QUARTER, "--assessors", ACCOUNTS["assessor"][1], "--seed", 7)
