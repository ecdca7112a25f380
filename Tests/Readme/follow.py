"""Types the commands of a README's `sh` blocks into a shell, as a person would: follow.py README TREE

The shell is that of the user `stranger` in the Debian in the folder TREE, on a terminal. Each command is one line. One whose
remark speaks of Ctrl-C is ended by it after a few seconds. The tenant that `capataz init` asks for is another sandbox, which
stands for a real one.
"""

import os
import pty
import re
import select
import signal
import socket
import subprocess
import sys
import time

PATIENCE = 300
MARK = re.compile(rb"<<(\d+)>> ")
TENANT = 8081
# Questions, and what the stranger answers; each is asked once in the whole README.
ANSWERS = [
    (rb"Do you want to continue\? \[Y/n\] $", "y"),
    (rb"Address of the tenant[^\n]*: $", f"http://127.0.0.1:{TENANT}"),
    (rb"time zone[^\n]*: $", "America/Guayaquil"),
    (rb"E-mail address[^\n]*: $", "robot@acme.example"),
    (rb"Name of the tenant[^\n]*: $", "acme"),
    (rb"Password of the robot \(not shown\): $", "sandbox-password"),
    (rb"API key of the company \(not shown\): $", "gtk_sandbox_0123456789"),
]
SECRETS = {"sandbox-password", "gtk_sandbox_0123456789"}


def commands(path):
    """The commands of a README's blocks, each with the number of its line."""
    inside = False
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.startswith("```"):
                inside = not inside and line.strip() == "```sh"
            elif inside and line.strip():
                yield number, line.strip()


class Shell:
    """A shell on a terminal of 80 columns."""

    def __init__(self, tree):
        pid, self.terminal = pty.fork()
        if pid == 0:
            # Who starts this in the background has it ignored, and a shell cannot undo that.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            environment = {
                "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/home/stranger", "LANG": "C.UTF-8",
                "TERM": "xterm", "EDITOR": "look", "DEBIAN_FRONTEND": "noninteractive",
            }
            os.chroot(tree)
            os.chdir("/home/stranger")
            os.execve(
                "/usr/bin/setpriv", ["setpriv", "--reuid=stranger", "--regid=stranger", "--init-groups", "bash", "--norc", "--noediting", "-i"],
                environment)
        self.tree = tree
        self.heard = b""
        self.answered = set()
        self.type("stty -echo columns 80; PS1='<<$?>> '; PROMPT_COMMAND=")
        self.listen(ends=10)

    def type(self, line):
        os.write(self.terminal, line.encode() + b"\n")

    def listen(self, ends, interrupt=None):
        """Waits for the next prompt; the exit code of the command before it and what it said, None for too late."""
        self.heard = b""
        begin = time.monotonic()
        while time.monotonic() < begin + ends:
            if interrupt and time.monotonic() > begin + interrupt:
                os.write(self.terminal, b"\x03")
                interrupt = None
            if not select.select([self.terminal], [], [], 0.1)[0]:
                continue
            try:
                self.heard += os.read(self.terminal, 65536)
            except OSError:
                return None, self.heard
            found = MARK.search(self.heard)
            if found:
                return int(found.group(1)), self.heard[: found.start()]
            self.answer()
        return None, self.heard

    def answer(self):
        for question, answer in ANSWERS:
            if question not in self.answered and re.search(question, self.heard):
                self.answered.add(question)
                if answer.startswith("http:"):
                    start_tenant(self.tree)
                self.type(answer)


def start_tenant(tree):
    """The tenant, outside the stranger's shell; ends with this process's namespace."""
    subprocess.Popen(
        ["/usr/bin/capataz-sandbox", "--port", str(TENANT), "--quiet"], preexec_fn=lambda: os.chroot(tree), cwd="/")
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", TENANT)) == 0:
                return
        time.sleep(0.1)
    fail("the tenant does not listen")


def fail(text):
    print(f"error: {text}", file=sys.stderr)
    sys.exit(1)


def main(readme, tree):
    shell = Shell(tree)
    begin = time.monotonic()
    effect, said = None, ""
    for number, command in commands(readme):
        start = time.monotonic()
        stops = "Ctrl-C" in command
        shell.type(command)
        code, heard = shell.listen(PATIENCE, interrupt=4 if stops else None)
        seconds = time.monotonic() - start
        text = heard.decode("utf-8", "replace").replace("\r\n", "\n")
        said += text
        print(f"\n== {readme}:{number} ({seconds:.1f} s): {command}\n{text.rstrip()}", flush=True)
        if code is None:
            fail(f"{readme}:{number}: no end after {PATIENCE} s: {command}")
        if code != 0 and not (stops and code == 130):
            fail(f"{readme}:{number}: exit code {code}: {command}")
        if effect is None and "journal list" in command and re.search(r"done\s+task 674839201748392018", text):
            effect = time.monotonic() - begin
    if effect is None:
        fail("no effect was seen in 'capataz journal list'")
    if any(secret in said for secret in SECRETS):
        fail("a secret was shown")
    print(f"\nthe first effect after {effect:.0f} s; everything after {time.monotonic() - begin:.0f} s")
    if effect > 120:
        fail("the README promises the first effect within two minutes")


signal.signal(signal.SIGPIPE, signal.SIG_DFL)
main(*sys.argv[1:])
