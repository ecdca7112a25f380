# shellcheck shell=bash
# Metrics by the units of the package: off until they are asked for, confined, read-only, and there when the daemon is not.

told=$tree/var/lib/prometheus/node-exporter/capataz.prom

# asked PATH [OPTION...]: what the socket answers. The tree shares this machine's network.
asked() { curl --silent --show-error --noproxy '*' "${@:2}" "http://127.0.0.1:19227$1"; }

# answered PATH: the status.
answered() { asked "$1" --output /dev/null --write-out '%{http_code}'; }

files_of_state() { inside ls -A /var/lib/capataz/; }

part "metrics"

ctl is-active --quiet || start_service
for metrics in timer socket; do
  holds "the $metrics is off" not inside systemctl is-enabled --quiet "capataz-metrics.$metrics"
  holds "and does not run" not inside systemctl is-active --quiet "capataz-metrics.$metrics"
done
for metrics in capataz-metrics.service capataz-metrics@1.service; do
  holds "systemd rates the exposure of $metrics at 1.5 or better" \
    inside systemd-analyze --no-pager --threshold=15 security "$metrics"
done

holds "the socket can be enabled" inside systemctl enable --now capataz-metrics.socket
holds "it answers that the daemon is up" has $'\ncapataz_up 1\n' asked /metrics
holds "with the tenant's polls" has 'capataz_polls_total{tenant="acme",outcome="ok"}' asked /metrics
holds "and a journal that is well" has 'capataz_journal_state{capataz_journal_state="ok"} 1' asked /metrics
holds "there is nothing else" gives 404 answered /
holds "hundreds of connections do not end it" sh -c '
  for number in $(seq 300); do curl --silent --noproxy "*" --max-time 1 --output /dev/null http://127.0.0.1:19227/ & done
  wait'
holds "it still answers" soon has $'\ncapataz_up 1\n' asked /metrics

# Whoever reads the journal at rest would have to make files, and may not.
ctl stop
before=$(files_of_state)
holds "stopped in order, the daemon is told to be down" has $'\ncapataz_up 0\n' asked /metrics
holds "and its journal is read as it lies there" has 'capataz_journal_state{capataz_journal_state="ok"} 1' asked /metrics
holds "nothing was written beside it" gives "$before" files_of_state
start_service
ctl kill --kill-who=main --signal=STOP
ctl kill --kill-who=main --signal=KILL
holds "it comes up again by itself" soon has $'\ncapataz_up 1\n' asked /metrics

holds "the timer can be enabled" inside systemctl enable --now capataz-metrics.timer
holds "where nobody reads a textfile, nothing is written" not test -e "$told"
inside systemctl stop capataz-metrics.timer
mkdir -p "$(dirname "$told")"
inside systemctl start capataz-metrics.timer
holds "where somebody does, it is written" soon test -s "$told"
holds "with the daemon's state" has $'\ncapataz_up 1\n' cat "$told"
holds "for everybody to read" gives 644 stat --format %a "$told"
holds "and nothing is left beside it" soon not test -e "$told.new"
# What goes wrong would be there.
lines_of_metrics() { inside journalctl --quiet --output cat --unit capataz-metrics.service --unit 'capataz-metrics@*'; }
holds "the log has no line for each connection or writing" \
  not grep -E "^(Starting|Started|Finished) |Deactivated|Failed with" <(lines_of_metrics)
holds "systemd finds nothing failed" gives running inside systemctl is-system-running
inside systemctl disable --now --quiet capataz-metrics.timer capataz-metrics.socket
