#!/usr/bin/env python3
"""Runs a property-based API tester (schemathesis, from PyPI) over the whole API of a filled workspace.

    Tests/API/tester.py [--examples 8] [--seed 2026]

No answer may be a 5xx, or outside what GET /openapi.json says of its status, type and shape; what the description forbids must
not be taken. A server that was asked nonsense must stay whole: merit check at the end.
"""
import argparse
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MERIT = os.environ.get("MERIT", str(ROOT / ".build/debug/merit"))
PASSWORD = "a long password"
CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
          "response_schema_conformance", "negative_data_rejection", "unsupported_method", "ignored_auth"]


def merit(*words, db, **options):
    done = subprocess.run([MERIT, *map(str, words), "--db", str(db)], capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"tester: merit {' '.join(map(str, words))}\n{done.stderr}")
    return done.stdout


def fill(folder):
    """A workspace with a little of everything."""
    subprocess.run([MERIT, "init", str(folder / "made"), "--quiet"], check=True, stdout=subprocess.DEVNULL)
    db = folder / "merit.db"
    os.rename(folder / "made/merit.db", db)
    user = merit("account", "list", "--json", db=db)
    root = json.loads(user)[0]["account"] if json.loads(user) and "account" in json.loads(user)[0] else json.loads(user)[0]["name"]
    (folder / "organisation.csv").write_text("unit,name,kind\nT1,Team,team\nT2,Other,team\n")
    (folder / "roster.csv").write_text(
        "id,name,post,team,joined,base\nE1,李雷,hotline-agent,T1,2024-01-01,3000\nE2,Han Mei,hotline-agent,T2,2024-01-01,3000\n")
    merit("org", "import", folder / "organisation.csv", db=db)
    merit("staff", "import", folder / "roster.csv", db=db)
    merit("course", "load", ROOT / "Curriculum/hotline-refresher", db=db)
    merit("bank", "load", ROOT / "QuestionBanks/hotline", db=db)
    merit("exam", "create", "hotline-practice", "--id", "practice", "--seed", 7, db=db)
    merit("exam", "open", "practice", db=db)
    merit("quarter", "score", "2026Q3", db=db)
    merit("account", "password", root, db=db, input=f"{PASSWORD}\n{PASSWORD}\n")
    return db, root


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=int, default=8)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--only", help="a regular expression of operations")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        db, root = fill(folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        log = folder / "access.log"
        server = subprocess.Popen([MERIT, "serve", "--db", str(db), "--port", str(port), "--log", str(log)], stdout=subprocess.PIPE)
        server.stdout.readline()
        url = f"http://127.0.0.1:{port}"
        request = urllib.request.Request(
            f"{url}/api/v1/session", json.dumps({"account": root, "password": PASSWORD}).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            token = json.load(answer)["token"]
        words = [
            shutil.which("schemathesis") or "schemathesis", "run", f"{url}/openapi.json", "-H", f"Authorization: Bearer {token}",
            "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing", "-n", str(options.examples), "--seed", str(options.seed),
            "--no-shrink", "--continue-on-failure", "--workers", "2", "--no-color", "--generation-database", "none",
            "--suppress-health-check", "all", "--warnings", "off",
            # What ends the tester's own sign-in, or takes its rights away, is left to the role walk.
            "--exclude-operation-id-regex", "^session[.](close|end|open)$|^exam[.]session$|^account[.](password|role|code)$"]
        if options.only:
            words += ["--include-operation-id-regex", options.only]
        done = subprocess.run(words, stdout=subprocess.PIPE, text=True)
        print(done.stdout[-8000:])
        # The tester itself stumbles over some operations ("Errors"); what it says of the API are its "Failures".
        failed = "Failures:" in done.stdout or " generated" not in done.stdout
        alive = server.poll() is None
        server.terminate()
        server.wait(20)
        trouble = [line for line in log.read_text().splitlines() if '"trouble"' in line]
        for line in trouble[:20]:
            print(line)
        checked = subprocess.run([MERIT, "check", "--db", str(db)], capture_output=True, text=True)
        print(checked.stdout.strip() or checked.stderr.strip())
        sys.exit(0 if not failed and alive and not trouble and checked.returncode == 0 else 1)


if __name__ == "__main__":
    main()
