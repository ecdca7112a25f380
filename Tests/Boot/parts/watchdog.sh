# shellcheck shell=bash
# A hung loop: the watchdog restarts the service.

part "watchdog"

drop_in watchdog
start_service
pid=$(main_pid)
restarts=$(shown NRestarts)
begin=$(mark)
# A process that is stopped feeds nobody, as one whose loop hangs.
ctl kill --kill-who=main --signal=STOP
holds "systemd notices that the loop hangs" soon has "Watchdog timeout" said "$begin"
holds "and ends the process" soon has "Failed with result 'watchdog'" said "$begin"
holds "the service comes back" soon is_another "$pid"
holds "by one restart" gives "$((restarts + 1))" shown NRestarts
holds "and is ready" soon gives active ctl is-active
mapfile -t closings < <(open_tasks "Close")
rules close
holds "a reload is taken over after the restart" ctl reload
holds "and it works on" soon done_once "${closings[@]}"
rm "$tree/etc/systemd/system/$unit.d/watchdog.conf"
inside systemctl daemon-reload
