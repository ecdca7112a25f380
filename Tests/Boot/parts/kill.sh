# shellcheck shell=bash
# Killed with a write in flight: restarted, and nothing is done twice.

part "kill -9"

start_service
pid=$(main_pid)
restarts=$(shown NRestarts)
mapfile -t quotes < <(open_tasks "Send")
begin=$(mark)
# Seven seconds between the first effect and its answer: the process is killed in between.
fault complete delay:140
rules send-quote
ctl reload
holds "a write takes effect" soon any_effect "${quotes[@]}"
holds "its answer has not come" not recorded intent.done "$begin"
ctl kill --kill-who=main --signal=KILL
holds "systemd starts the service again" soon is_another "$pid"
holds "by a restart of its own" gives "$((restarts + 1))" shown NRestarts
holds "it is ready again" soon gives active ctl is-active
holds "it proves by reading what became of the write" soon recorded intent.verified "$begin"
holds "each effect is in the books once" soon done_once "${quotes[@]}"
holds "no task of the tenant was completed twice" no_effect_twice
holds "the audit trail is whole" inside capataz journal verify
