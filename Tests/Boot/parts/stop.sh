# shellcheck shell=bash
# Stop with a write in flight: its answer is waited for, and nothing further is begun.

# How the main process ended (1 is by exit), and with what.
ended() { echo "$(shown ExecMainCode) $(shown ExecMainStatus)"; }

part "stop"

start_service
mapfile -t filings < <(open_tasks "File Record")
begin=$(mark)
# Seven seconds between the first effect and its answer: fewer than the ten after which a silent server is given up.
fault complete delay:140
rules file-record
ctl reload
holds "a write takes effect" soon any_effect "${filings[@]}"
holds "its answer has not come" not recorded intent.done "$begin"
before=$(effects "${filings[@]}")
holds "stop succeeds" ctl stop
holds "it was within the time-out, and not by force" gives success shown Result
holds "the process ended by itself with 0" gives "1 0" ended
holds "it waited for the answer and journalled it" soon recorded intent.done "$begin"
holds "the log says that it stopped" soon recorded daemon.stop "$begin"
holds "no further effect was begun" gives "$before" effects "${filings[@]}"
holds "a new start succeeds" start_service
holds "it does the rest, each once" soon done_once "${filings[@]}"
