"""Tries what those who are not there get to hear: Scripts/test-notify runs it with the folder of the programs."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

from receivers import DeadMansReceiver, MailReceiver, WebReceiver, free_port, wait_for

BIN = sys.argv[1]
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PERIOD = 3
PING_SECRET = "5f1c9f0e-dead-mans-secret"
HOOK_SECRET = "T0PS3CRET-webhook-path"
children = []
places = []


def say(text):
    print(text, flush=True)


def start(*arguments, **options):
    child = subprocess.Popen(arguments, **options)
    children.append(child)
    return child


def end(child, how=signal.SIGTERM):
    if child.poll() is None:
        child.send_signal(how)
    return child.wait(timeout=60)


def write(path, text, mode=0o600):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)
    return path


class Place:
    """A sandbox with two tenants, a configuration, and the daemon's log, which several may follow."""

    def __init__(self, folder, ping):
        self.folder = folder
        self.followers = []
        self.lines = []
        places.append(self)
        sandbox = start(
            BIN + "/capataz-sandbox", "--port", "0", "--scale", "20", "--tasks", "60", "--tenants", "2",
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = re.search(r"http://127\.0\.0\.1:\d+", sandbox.stdout.readline()).group()
        shutil.copytree(ROOT + "/rules", folder + "/rules")
        for base, _, files in os.walk(folder + "/rules"):
            os.chmod(base, 0o755)
            for name in files:
                os.chmod(base + "/" + name, 0o644)
        write(folder + "/password", "sandbox-password")
        write(folder + "/api-key", "gtk_sandbox_0123456789")
        write(folder + "/ping-url", ping + "\n")
        tenants = "".join(self.tenant(name, header) for name, header in [("acme", "t1"), ("north", "t2")])
        self.config = write(
            folder + "/config.yaml",
            f"schema: 1\nstate: state\nlog: {{ level: info, format: json }}\n"
            f"ping: {{ url: {{ file: ping-url }}, every: {PERIOD}s }}\ntenants:\n{tenants}", 0o644)

    def tenant(self, name, header):
        return f"""
  {name}:
    url: {self.url}
    tenant: {header}
    timezone: America/Guayaquil
    credentials: {{ email: robot@acme.example, password: {{ file: password }}, api_key: {{ file: api-key }} }}
    rules: [rules]
    poll: {{ every: 1s }}
    limits:
      list: {{ requests: 30, per: 3s }}
      detail: {{ requests: 30, per: 3s }}
      complete: {{ requests: 10, per: 3s }}
      reassign: {{ requests: 10, per: 3s }}
      login: {{ requests: 2, per: 1500ms }}
    staleness: 750ms
    late_apply: 3s
"""

    def daemon(self, *more):
        child = start(
            BIN + "/capataz", "--config", self.config, "run", "--allow-volatile-state", *more,
            stderr=subprocess.PIPE, text=True)
        threading.Thread(target=self.pass_on, args=(child.stderr,), daemon=True).start()
        return child

    def pass_on(self, stream):
        for line in stream:
            self.lines.append(line)
            for follower in self.followers:
                follower.stdin.write(line)
                follower.stdin.flush()

    def records(self, event=None):
        records = [json.loads(line) for line in list(self.lines)]
        return [record for record in records if event in (None, record["event"])]

    def inject(self, fault, endpoint, count=1000):
        self.control("POST", json.dumps({"endpoint": endpoint, "fault": fault, "count": count}).encode())

    def heal(self):
        self.control("DELETE")

    def control(self, method, body=None):
        for tenant in ["t1", "t2"]:
            headers = {"Content-Type": "application/json", "tenant": tenant}
            urllib.request.urlopen(
                urllib.request.Request(self.url + "/_sandbox/faults", body, headers, method=method)).read()


def notify(place, *options):
    """Follows the daemon's log."""
    child = start(
        BIN + "/capataz", "notify", "--stdin", "--gather", "1s", "--every", "1h", *options,
        stdin=subprocess.PIPE, stderr=open(place.folder + "/notify.log", "a"), text=True)
    place.followers.append(child)
    return child


def no_secrets(what, text):
    for secret in [PING_SECRET, HOOK_SECRET, "sandbox-password", "gtk_sandbox_0123456789", "eyJhbGci"]:
        assert secret not in text, f"a secret is in {what}"


def follow_the_daemon(folder):
    """The daemon against the sandbox, with a dead man's receiver, mail and webhook."""
    man = DeadMansReceiver("/ping/" + PING_SECRET, PERIOD)
    hook, mail = WebReceiver(), MailReceiver()
    place = Place(folder, man.url + man.path)
    sendmail = write(
        folder + "/sendmail", f"#!/bin/sh\nexec msmtp --file={folder}/msmtprc \"$@\"\n", 0o700)
    write(
        folder + "/msmtprc",
        f"account default\nhost 127.0.0.1\nport {mail.port}\nfrom capataz@here.example\nauth off\ntls off\n")
    secret = write(folder + "/webhook-url", f"{hook.url}/hooks/{HOOK_SECRET}\n", 0o400)
    by_mail = notify(place, "--mail", "ops@example.com", "--mail", "root@here.example", "--sendmail", sendmail)
    by_hook = notify(place, "--webhook", "file:" + secret)

    # Every write is refused: many records at level err, of two tenants.
    for endpoint in ["complete", "reassign"]:
        place.inject("status:422", endpoint)
    daemon = place.daemon()
    refused = wait_for(
        "refusals of both tenants",
        lambda: (lambda seen: seen if all(len([r for r in seen if r["tenant"] == t]) > 5 for t in ["acme", "north"])
                 else None)(place.records("intent.refused")))
    say(f"ok   {len(refused)} records need a person, in two tenants")

    wait_for("the first notices", lambda: len(hook.notices()) >= 2 and len(mail.mails) >= 2)
    no_secrets("the command line of notify", open(f"/proc/{by_hook.pid}/cmdline").read())

    # The dead man's receiver.
    wait_for("a start and a failure", lambda: {man.path + "/start", man.path + "/fail"} <= set(man.paths()))
    place.heal()
    wait_for("calls of success", lambda: len(man.successes()) >= 2)
    gaps = [later - earlier for earlier, later in zip(man.successes(), man.successes()[1:])]
    assert all(gap > PERIOD - 0.5 for gap in gaps), gaps
    fails = [at for at, _, path, _, _ in man.requests if path.endswith("/fail")]
    assert all(later - earlier > PERIOD - 0.5 for earlier, later in zip(fails, fails[1:])), fails
    assert man.paths().count(man.path + "/start") == 1
    say(f"ok   dead man's receiver: a start, {len(fails)} failures and {len(man.successes())} successes, none too early")

    place.inject("status:500", "list")
    wait_for("an alarm while tenants cannot be read", man.is_alarmed)
    assert daemon.poll() is None
    place.heal()
    wait_for("calls of success after that", lambda: not man.is_alarmed(), 90)
    say("ok   while tenants cannot be read the calls stay away, and go on by themselves")

    killed = time.monotonic()
    end(daemon, signal.SIGKILL)
    wait_for("an alarm after the kill", man.is_alarmed)
    took = time.monotonic() - killed
    assert took <= 2 * PERIOD + 1, took
    say(f"ok   a killed daemon was noticed after {took:.1f} s; two periods are {2 * PERIOD} s")

    # A receiver that is gone delays nothing.
    man.server.shutdown()
    man.server.server_close()
    daemon = place.daemon()
    wait_for("word of the receiver that is gone", lambda: place.records("ping.failed"))
    begun = time.monotonic()
    assert end(daemon) == 0
    assert time.monotonic() - begun < 8
    assert all("127.0.0.1" in record["msg"] for record in place.records("ping.failed"))
    say("ok   a receiver that is gone is told, and neither work nor stop waits for it")

    # The logs end: what was counted is sent.
    for child in place.followers:
        child.stdin.close()
    assert [child.wait(timeout=60) for child in place.followers] == [0, 0]
    place.followers = []
    check_notices(place, hook, mail)
    for path in [folder + "/notify.log", *(folder + "/state/" + name for name in os.listdir(folder + "/state"))]:
        no_secrets(path, open(path, "rb").read().decode("latin-1"))
    no_secrets("the daemon's log", "".join(place.lines))
    mail.stop()


def check_notices(place, hook, mail):
    told = {}
    for record in place.records():
        if record["level"] == "err":
            key = (record["event"], record.get("tenant"))
            told[key] = told.get(key, 0) + 1
    notices = hook.notices()
    counted = {}
    for notice in notices:
        key = (notice["event"], notice["tenant"])
        counted.setdefault(key, []).append(notice["count"])
    assert {key: sum(counts) for key, counts in counted.items()} == told, (counted, told)
    # The first at once, the rest of the hour at the end.
    assert all(len(counts) <= 2 for counts in counted.values()), counted
    assert ("intent.refused", "acme") in counted and ("intent.refused", "north") in counted
    notice = next(n for n in notices if n["event"] == "intent.refused" and n["tenant"] == "acme")
    assert notice["level"] == "err" and notice["records"][0]["intent"].startswith("acme-"), notice
    assert "What to do: Read the reason" in notice["text"].replace("\n", " ")
    assert {path for path in hook.paths("POST")} == {"/hooks/" + HOOK_SECRET}
    headers = hook.requests[0][3]
    assert headers["Content-Type"] == "application/json" and headers["User-Agent"].startswith("capataz/"), headers
    no_secrets("what the webhook got", json.dumps(notices))
    json.dump(notice, open(place.folder + "/notice.json", "w"))
    say(f"ok   webhook: {sum(told.values())} records in {len(notices)} notices, none twice, none lost")

    assert len(mail.mails) == len(notices), (len(mail.mails), len(notices))
    for envelope, message in mail.mails:
        assert envelope.rcpt_tos == ["ops@example.com", "root@here.example"], envelope.rcpt_tos
        assert message["Auto-Submitted"] == "auto-generated" and message["Message-ID"] and message["Date"]
        assert message["Subject"].startswith("[capataz] "), message["Subject"]
        text = message.get_content()
        assert "What to do:" in text and re.search(r":\d\d [+-]\d\d:\d\d ", text), text
        no_secrets("a mail", message.as_string())
    subjects = sorted(message["Subject"] for _, message in mail.mails)
    assert any(" acme: " in subject and "refuses" in subject for subject in subjects), subjects
    say(f"ok   mail: {len(mail.mails)} messages; the first: {subjects[0]}")


def cut_off(folder):
    """A webhook that is down: notices wait, then arrive; a mail program that fails ends with 1."""
    hook = WebReceiver()
    hook.status = 503
    secret = write(folder + "/webhook-url", f"{hook.url}/{HOOK_SECRET}\n", 0o400)
    line = json.dumps({
        "ts": "2026-03-15T12:00:00.000Z", "level": "err", "event": "intent.refused", "tenant": "acme",
        "msg": "acme: no\r\nBcc: eve@example.com"}) + "\n"
    command = [BIN + "/capataz", "notify", "--stdin", "--gather", "1s"]
    child = start(
        *command, "--webhook", "file:" + secret, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    child.stdin.write(line)
    child.stdin.close()
    wait_for("a first try", lambda: hook.requests)
    hook.status = 204
    log = child.stderr.read()
    assert child.wait(timeout=60) == 0, log
    assert len(hook.requests) == 2 and '"notify.failed"' in log and '"notify.recovered"' in log, log
    assert hook.notices()[0]["id"] == hook.notices()[1]["id"]
    no_secrets("the log", log)
    say("ok   a webhook that is down is tried again, and gets the same notice under the same id")

    failing = write(folder + "/failing", "#!/bin/sh\necho the queue is locked >&2\nexit 75\n", 0o700)
    done = subprocess.run(
        [*command, "--mail", "root", "--sendmail", failing], input=line, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1 and "ended with 75: the queue is locked" in done.stderr, done.stderr
    assert "1 notice is given up" in done.stderr, done.stderr
    say("ok   a mail program that fails is told with its words, and the end says so")

    test = subprocess.run(
        [BIN + "/capataz", "notify", "--test", "--webhook", "file:" + secret], capture_output=True, text=True)
    assert test.returncode == 0 and hook.notices()[-1]["event"] == "test", test.stderr
    no_secrets("the output", test.stdout + test.stderr)


def read_the_journal(folder):
    """The systemd journal's own reader: a restart neither repeats nor loses."""
    if os.geteuid() != 0:
        return say("not tried: the systemd journal's reader, which needs root")
    hook = WebReceiver()
    write(folder + "/webhook-url", f"{hook.url}/{HOOK_SECRET}\n", 0o400)
    journal, state = folder + "/journal", folder + "/notify-state"
    machine = "0123456789abcdef0123456789abcdef"
    write(folder + "/machine-id", machine + "\n", 0o644)
    boot = open("/proc/sys/kernel/random/boot_id").read().strip().replace("-", "")
    os.makedirs(f"{journal}/{machine}")
    os.makedirs(state)

    def add(name, numbers, unit="capataz.service", event="intent.refused", priority=3, boot=boot):
        now = time.time_ns() // 1000
        entries = "".join(
            f"__REALTIME_TIMESTAMP={now + number}\n__MONOTONIC_TIMESTAMP={now % 10**9 + number}\n"
            f"_BOOT_ID={boot}\n_MACHINE_ID={machine}\n_HOSTNAME=web1\n_SYSTEMD_UNIT={unit}\n_PID=812\n"
            f"SYSLOG_IDENTIFIER=capataz\nPRIORITY={priority}\nEVENT={event}\nTENANT=acme\n"
            f"MESSAGE=acme: number {number}\n\n" for number in numbers)
        subprocess.run(
            ["/lib/systemd/systemd-journal-remote", f"--output={journal}/{machine}/{name}.journal", "-"],
            input=entries, text=True, check=True, stderr=subprocess.DEVNULL)

    # In a namespace of its own, so that only what is made here is the journal of the machine.
    inside = (
        'mount -t tmpfs none /run/log && mkdir -p /var/log/journal && mount --bind "$1" /var/log/journal '
        '&& { [ -e /etc/machine-id ] || : >/etc/machine-id; } && mount --bind "$2" /etc/machine-id '
        '&& shift 2 && exec "$@"')

    def follow():
        return start(
            "unshare", "-m", "sh", "-c", inside, "sh", journal, folder + "/machine-id", BIN + "/capataz", "notify", "--gather", "200ms",
            "--every", "1s", "--state", state, "--webhook", f"file:{folder}/webhook-url",
            stderr=open(folder + "/follow.log", "a"))

    def numbers():
        return [int(re.search(r"\d+$", record["message"]).group()) for n in hook.notices() for record in n["records"]]

    child = follow()
    wait_for("its word that it reads", lambda: "notify.ready" in open(folder + "/follow.log").read())
    add("one", [1, 2])
    add("other", [90], unit="other.service")
    add("mild", [91], priority=6)
    wait_for("the first records", lambda: {1, 2} <= set(numbers()))
    assert end(child) == 0
    # The machine was restarted meanwhile.
    add("two", [3], boot="00112233445566778899aabbccddeeff")
    child = follow()
    wait_for("the record of the time between", lambda: 3 in numbers())
    add("three", [4])
    wait_for("a record after that", lambda: 4 in numbers())
    child.kill()
    child.wait()
    child = follow()
    add("four", [5])
    wait_for("a record after a kill", lambda: 5 in numbers())
    assert end(child) == 0
    assert sorted(numbers()) == [1, 2, 3, 4, 5], numbers()
    assert all(notice["host"] == "web1" for notice in hook.notices())
    say("ok   from the systemd journal each record is told once, over a restart and a kill; others' records are not")


def alert(folder):
    """The recipe for Alertmanager, in it."""
    page = open(ROOT + "/docs/recipes.md", encoding="utf-8").read()
    config = re.search(r"<!-- tried: alertmanager -->\n```yaml\n(.*?)\n```", page, re.S).group(1)
    pipe = re.search(r"<!-- tried: jq -->\n```sh\n(.*?)\n```", page, re.S).group(1)
    hook, mail = WebReceiver(), MailReceiver()
    path = write(folder + "/recipe.yml", config + "\n", 0o644)
    checked = subprocess.run(["amtool", "check-config", path], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    for severity, receiver in [("page", "on-call"), ("ticket", "desk"), ("warning", "desk"), ("info", "nobody")]:
        routed = subprocess.run(
            ["amtool", "config", "routes", "test", "--config.file", path, "alertname=CapatazParked",
             "severity=" + severity], capture_output=True, text=True)
        assert routed.stdout.strip() == receiver, (severity, routed.stdout)

    here = config.replace("https://ON-CALL/alerts", hook.url + "/alerts")
    here = here.replace("smarthost: MAIL:25", f"smarthost: 127.0.0.1:{mail.port}\n        require_tls: false")
    here = re.sub(r"group_wait: \w+", "group_wait: 1s", here)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    start(
        "prometheus-alertmanager", "--config.file=" + write(folder + "/here.yml", here, 0o644),
        "--storage.path=" + folder + "/alerts", f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address=",
        stderr=open(folder + "/alertmanager.log", "w"))

    def ready():
        try:
            return urllib.request.urlopen(url + "/-/ready").status == 200
        except OSError:
            return False

    wait_for("Alertmanager", ready)

    def add(*labels):
        subprocess.run(["amtool", "--alertmanager.url=" + url, "alert", "add", *labels], check=True)

    add("alertname=CapatazDown", "severity=page", "instance=web1")
    wait_for("the page", lambda: hook.notices())
    assert [a["labels"]["alertname"] for a in hook.notices()[0]["alerts"]] == ["CapatazDown"]
    add("alertname=CapatazParked", "severity=ticket", "instance=web2", "tenant=acme")
    add("alertname=CapatazEffectsLate", "severity=warning", "instance=web1", "tenant=acme")
    command = pipe.replace("http://127.0.0.1:9093", url)
    subprocess.run(["sh", "-ec", command], cwd=folder, check=True)
    wait_for("two mails", lambda: len(mail.mails) >= 2)
    time.sleep(2)
    subjects = " ".join(message["Subject"] for _, message in mail.mails)
    assert "CapatazParked" in subjects and "CapatazNotice" in subjects, subjects
    assert "CapatazEffectsLate" not in subjects, "a daemon that is down should say so once"
    say("ok   the recipe for Alertmanager: pages, mails, holds back what follows, and takes a notice")
    mail.stop()


def main():
    folder = tempfile.mkdtemp(prefix="capataz-notify-")
    os.chmod(folder, 0o755)
    try:
        parts = [follow_the_daemon, cut_off, read_the_journal, alert]
        wanted = sys.argv[2:] or [part.__name__ for part in parts]
        for part in [part for part in parts if part.__name__ in wanted]:
            place = folder + "/" + part.__name__
            os.makedirs(place)
            if part is alert:
                shutil.copy(folder + "/follow_the_daemon/notice.json", place)
            part(place)
    except BaseException:
        for place in places:
            sys.stderr.write("the end of the daemon's log:\n" + "".join(place.lines[-40:]))
        raise
    finally:
        for child in children:
            if child.poll() is None:
                child.kill()
                child.wait()
        shutil.rmtree(folder)
    say("all is well")


main()
