"""Grades a submission with the course's own checks; Classroom 50's runner calls it in the student's checkout.

https://github.com/foundation50/classroom50/wiki/Advanced-Autograding#contract
Exit code 0 and result.json: it was graded, however well. Anything else: this failed, and nobody gets a score.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = Path.cwd()
RESULT = CHECKOUT / "result.json"


def main() -> int:
    # A result.json that the student has committed is not the result.
    RESULT.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        course = work / "course"
        with zipfile.ZipFile(HERE / "course.zip") as archive:
            archive.extractall(course)
        install(course)
        shutil.copytree(
            CHECKOUT,
            work / "class" / "submission",
            symlinks=True,
            ignore=shutil.ignore_patterns(".git", "node_modules"),
        )
        options = (HERE / "options").read_text(encoding="utf-8").splitlines()
        if (HERE / "course.json").exists():
            options += ["--rules", str(HERE / "course.json")]
        # The grader takes relative paths from there.
        env = {name: value for name, value in os.environ.items() if name != "INIT_CWD"}
        made = work / "result.json"
        graded = subprocess.run(
            ["node", str(course / "commands/course.mjs"), "grade", str(work / "class")]
            + ["--out", str(work / "out"), *options, "--for", f"classroom50={made}"],
            env=env,
            check=False,
        )
        if graded.returncode != 0 or not made.exists():
            print("::error::The grader failed. This is not the fault of the program; no score is given.")
            return 1
        shutil.copyfile(made, RESULT)
    return 0


def install(course: Path) -> None:
    """The packages of the course, from the registry; or, for tests, those of a checkout."""
    modules = os.environ.get("COURSE_NODE_MODULES")
    if modules:
        (course / "node_modules").symlink_to(modules)
        return
    # Ubuntu lets no program make namespaces unless it is told to; without them there is no sandbox.
    subprocess.run(
        ["sudo", "-n", "sysctl", "-q", "-w", "kernel.apparmor_restrict_unprivileged_userns=0"],
        check=False,
    )
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=course, check=True)


if __name__ == "__main__":
    sys.exit(main())
