"""A daemon against a local tenant, scraped by a real Prometheus in two ways; see Scripts/test-metrics.

Each claim is a line. At the first that does not hold it ends with 1, and shows what Prometheus, node_exporter and the daemon
said. Nothing here waits for a time to pass: each claim is asked again until it holds, for two minutes at most.
"""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

from parse import read

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PATIENCE = 120
TASK = "674839201748392018"
PLAIN = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Failure(Exception):
    """A claim that does not hold."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url, data=None, method=None):
    request = urllib.request.Request(url, data=data, method=method)
    with PLAIN.open(request, timeout=20) as answer:
        return answer.read().decode()


def soon(words, ask):
    """Asks until the answer is not false, and gives it."""
    last, why = time.monotonic() + PATIENCE, "no answer"
    while time.monotonic() < last:
        try:
            if answer := ask():
                print(f"ok  {words}", flush=True)
                return answer
            why = f"last answer: {answer!r}"
        except (OSError, ValueError, KeyError, http.client.HTTPException) as error:
            why = repr(error)
        time.sleep(0.2)
    raise Failure(f"{words}: not within {PATIENCE} s; {why}")


def holds(words, answer):
    if not answer:
        raise Failure(f"{words}: it is {answer!r}")
    print(f"ok  {words}", flush=True)


class House:
    """All processes and files."""

    def __init__(self, programs):
        self.programs = programs
        self.folder = tempfile.mkdtemp(prefix="capataz-metrics-")
        os.chmod(self.folder, 0o755)
        self.children = []
        self.writes = threading.Event()
        self.ended = threading.Event()

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, text, mode=0o644):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(self.path(name), mode)
        return self.path(name)

    def start(self, name, *command):
        with open(self.path(name + ".log"), "ab") as log:
            child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder)
        self.children.append(child)
        return child

    def log(self, name):
        with open(self.path(name + ".log"), encoding="utf-8", errors="replace") as file:
            return file.read()

    def capataz(self, *arguments):
        return [os.path.join(self.programs, "capataz"), "--config", self.path("config.yaml"), *arguments]

    def start_tenant(self):
        self.start("sandbox", os.path.join(self.programs, "capataz-sandbox"), "--port", "0", "--scale", "20", "--tasks", "40")
        found = soon(
            "the local tenant listens",
            lambda: re.search(r"listening on (http:\S+?)[;,.]?\s", self.log("sandbox") + "\n"))
        self.tenant = found.group(1)
        self.write("password", "sandbox-password\n", 0o600)
        self.write("api-key", "gtk_sandbox_0123456789\n", 0o600)
        shutil.copy(os.path.join(ROOT, "Tests/Boot/rules/welcome.yaml"), self.path("rules.yaml"))
        os.chmod(self.path("rules.yaml"), 0o644)
        with open(os.path.join(ROOT, "Tests/Boot/config.yaml"), encoding="utf-8") as file:
            text = file.read()
        text = text.replace("/var/lib/@OWN@", "state").replace("@TENANT@", "acme").replace("@URL@", self.tenant)
        text = re.sub(r"credential: acme-password", "file: password", text)
        text = re.sub(r"credential: acme-api-key", "file: api-key", text)
        self.write("config.yaml", text.replace("[rules]", "[rules.yaml]"))

    def fault(self, endpoint, fault, count):
        body = json.dumps({"endpoint": endpoint, "fault": fault, "count": count}).encode()
        fetch(self.tenant + "/_sandbox/faults", body)

    def mend(self):
        fetch(self.tenant + "/_sandbox/faults", method="DELETE")

    def keep_writing(self):
        """What capataz-metrics.timer and its service do, more often."""
        os.makedirs(self.path("textfile"))
        self.writes.set()

        def work():
            while not self.ended.is_set():
                if self.writes.is_set():
                    with open(self.path("textfile/capataz.prom.new"), "wb") as file:
                        done = subprocess.run(self.capataz("status", "--format", "prometheus"), stdout=file, check=False)
                    if done.returncode == 0:
                        os.rename(self.path("textfile/capataz.prom.new"), self.path("textfile/capataz.prom"))
                self.ended.wait(1)

        self.writer = threading.Thread(target=work)
        self.writer.start()

    def start_prometheus(self):
        node, answers, self.port = free_port(), free_port(), free_port()
        self.answers = f"http://127.0.0.1:{answers}/metrics"
        self.start(
            "node", "prometheus-node-exporter", "--collector.disable-defaults", "--collector.textfile",
            f"--collector.textfile.directory={self.path('textfile')}", f"--web.listen-address=127.0.0.1:{node}")
        self.start(
            "socket", "systemd-socket-activate", "--accept", "--inetd", f"--listen=127.0.0.1:{answers}",
            *self.capataz("answer-metrics"))
        with open(os.path.join(ROOT, "monitoring/capataz.rules.yml"), encoding="utf-8") as file:
            rules = file.read()
        # The same alerts, with less patience: the tenant's own times are a twentieth as well.
        for old, new in [(r"for: \w+", "for: 1s"), (r"> 240 \+ 2 \*", "> 8 + 2 *"), (r"> 180$", "> 8")]:
            rules, count = re.subn(old, new, rules, flags=re.M)
            assert count, f"{old} is not in the rules"
        self.write("prometheus/rules.yml", rules)
        self.write("prometheus/prometheus.yml", f"""
global: {{ scrape_interval: 1s, evaluation_interval: 1s }}
rule_files: [rules.yml]
scrape_configs:
  - job_name: node
    static_configs: [{{ targets: ["127.0.0.1:{node}"] }}]
  - job_name: capataz
    static_configs: [{{ targets: ["127.0.0.1:{answers}"] }}]
""")
        self.start(
            "prometheus", "prometheus", f"--config.file={self.path('prometheus/prometheus.yml')}",
            f"--storage.tsdb.path={self.path('prometheus/data')}", f"--web.listen-address=127.0.0.1:{self.port}")

    def ask(self, way, **parameters):
        query = urllib.parse.urlencode(parameters)
        answer = json.loads(fetch(f"http://127.0.0.1:{self.port}/api/v1/{way}?{query}"))
        if answer["status"] != "success":
            raise ValueError(answer)
        return answer["data"]

    def query(self, text):
        return self.ask("query", query=text)["result"]

    def values(self, text):
        return {series["metric"].get("job"): float(series["value"][1]) for series in self.query(text)}

    def firing(self, name):
        """The jobs by whose series an alert fires."""
        alerts = self.ask("alerts")["alerts"]
        return {
            alert["labels"].get("job", "") for alert in alerts
            if alert["labels"]["alertname"] == name and alert["state"] == "firing"}

    def end(self):
        self.ended.set()
        if hasattr(self, "writer"):
            self.writer.join()
        for child in self.children:
            child.kill()
            child.wait()
        shutil.rmtree(self.folder)


def both(ways):
    return ways >= {"node", "capataz"}


def board_queries():
    with open(os.path.join(ROOT, "monitoring/capataz.dashboard.json"), encoding="utf-8") as file:
        board = json.load(file)
    for panel in board["panels"]:
        for target in panel.get("targets", []):
            text = target["expr"].replace("$tenant", ".*").replace("$__rate_interval", "30s").replace("$__range", "1h")
            assert "$" not in text, text
            yield panel["title"], text, target["instant"]


def try_board(house):
    """Every query is answered, and those of what has happened with something."""
    # No certificate without TLS, and no effect that waits for its turn; nobody has been told 429.
    without = {"Certificates", "Oldest in the queue"}
    count = 0
    for title, text, is_instant in board_queries():
        now = time.time()
        data = house.ask("query", query=text) if is_instant else house.ask(
            "query_range", query=text, start=now - 60, end=now, step=5)
        if not data["result"] and title not in without:
            raise Failure(f"the board's '{title}' shows nothing: {text}")
        count += 1
    print(f"ok  Prometheus answers all {count} queries of the board", flush=True)


def check_texts(house):
    """Both texts, as their own readers want them."""
    openmetrics = subprocess.run(
        house.capataz("status", "--format", "openmetrics"), capture_output=True, check=True, text=True).stdout
    holds("a strict reader of OpenMetrics takes it", len(read(openmetrics)) > 25)
    plain = subprocess.run(house.capataz("status", "--format", "prometheus"), capture_output=True, check=True).stdout
    linted = subprocess.run(["promtool", "check", "metrics"], input=plain, capture_output=True, check=False)
    holds(f"promtool has nothing to say of the metrics {linted.stderr.decode()}", linted.returncode == 0 and not linted.stderr)
    for word in [TASK, "Acme", "robot@", "Zoe", "Ana "]:
        holds(f"nothing says '{word}'", word not in openmetrics and word.encode() not in plain)


def raw(house, data):
    """What the socket answers to bytes."""
    address = urllib.parse.urlsplit(house.answers)
    with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65536):
            answer += part
        return answer


def check_answers(house):
    holds("by itself it answers in the older text", fetch(house.answers).startswith("# HELP capataz_up "))
    holds("HEAD has no body", raw(house, b"HEAD /metrics HTTP/1.0\r\n\r\n").endswith(b"\r\n\r\n"))
    for request, status in [
            (b"GET / HTTP/1.0\r\n\r\n", b"404"), (b"PUT /metrics HTTP/1.0\r\n\r\nx", b"405"), (b"\x16\x03\x01\r\n\r\n", b"400"),
            (b"GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"421"), (b"x" * 200_000, b"431")]:
        holds(f"{request[:30]} is answered {status.decode()}", raw(house, request)[9:12] == status)


def run(house):
    house.start_tenant()
    holds("before the first start the metrics say so", "capataz_up 0\n" in subprocess.run(
        house.capataz("status", "--format", "openmetrics"), capture_output=True, check=True, text=True).stdout)
    # Lost before they take effect, however often: in the end only a person can tell.
    house.fault("complete", "lost_before", 1000)
    daemon = house.start("daemon", *house.capataz("run", "--allow-volatile-state"))
    house.keep_writing()
    house.start_prometheus()
    soon("Prometheus reads both ways that the daemon is up", lambda: house.values("capataz_up") == {"node": 1, "capataz": 1})
    soon("it was polled", lambda: both(house.values('capataz_polls_total{outcome="ok"} > 0').keys()))
    holds("no alert says that the daemon is down", not house.firing("CapatazDown"))

    soon("an effect whose requests are lost is parked", lambda: both(house.values("capataz_intents_parked == 1").keys()))
    soon("the alert fires both ways", lambda: both(house.firing("CapatazParked")))
    soon("so does that a person is needed", lambda: both(house.firing("CapatazPersonNeeded")))
    house.mend()
    check_texts(house)
    check_answers(house)
    names = [
        {series["metric"]["__name__"] for series in house.query('{job="%s",__name__=~"capataz_.*"}' % job)}
        for job in ["node", "capataz"]]
    holds("both ways have the same metrics", names[0] == names[1] and len(names[0]) > 25)
    try_board(house)

    holds("polls are not late", not house.firing("CapatazPollStale"))
    house.fault("list", "status:503", 100_000)
    soon("a poll that is late fires both ways", lambda: both(house.firing("CapatazPollStale")))
    soon("polls that failed are counted", lambda: both(house.values('capataz_polls_total{outcome="failed"} > 0').keys()))
    house.mend()
    soon("once polls work again the alert ends", lambda: not house.firing("CapatazPollStale"))

    before = house.values('capataz_polls_total{outcome="ok"}')
    daemon.kill()
    daemon.wait()
    soon("the daemon is killed, and both ways say so", lambda: house.values("capataz_up") == {"node": 0, "capataz": 0})
    soon("the alert fires both ways", lambda: both(house.firing("CapatazDown")))
    house.start("daemon", *house.capataz("run", "--allow-volatile-state"))
    soon("started again it is up", lambda: house.values("capataz_up") == {"node": 1, "capataz": 1})
    soon("the alert ends", lambda: not house.firing("CapatazDown"))
    soon("and counters went on", lambda: all(
        house.values('capataz_polls_total{outcome="ok"}')[job] > value for job, value in before.items()))
    holds("without ever going back", not house.query("resets(capataz_polls_total[10m]) > 0"))

    holds("the metrics are not old", not house.firing("CapatazMetricsStale"))
    house.writes.clear()
    soon("metrics that nobody writes any more are told to be old", lambda: house.firing("CapatazMetricsStale"))


def main():
    house = House(sys.argv[1])
    try:
        run(house)
    except (Failure, AssertionError, OSError, subprocess.CalledProcessError) as failure:
        print(f"not ok  {failure}", file=sys.stderr)
        for name in ["daemon", "socket", "node", "prometheus"]:
            if os.path.exists(house.path(name + ".log")):
                print(f"\n{name}:\n" + "\n".join(house.log(name).splitlines()[-25:]), file=sys.stderr)
        sys.exit(1)
    finally:
        house.end()
    print("all is well")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()
