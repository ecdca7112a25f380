# shellcheck shell=bash
# Start: ready when the lock is held and the journal is read, not before; then it works.

# The first record holds the end of the audit trail, which only the open journal knows, and is older than readiness.
journal_was_read_before_ready() {
  local opened ready
  opened=$(records daemon.start "$begin" | jq --raw-output '
    select(.AUDIT_SEQ != null) | ._SOURCE_REALTIME_TIMESTAMP')
  ready=$(date -d "$(inside systemctl show --timestamp=us+utc --value --property ActiveEnterTimestamp "$unit")" +%s%6N)
  echo "the journal was open by $opened, ready at $ready"
  [ -n "$opened" ] && [ "$opened" -lt "$ready" ]
}

part "start"

install_package
start_tenant
configure welcome
begin=$(mark)
holds "start succeeds" ctl start
holds "the service is active when start returns" gives active ctl is-active
holds "because it said so itself" gives notify shown Type
holds "which it did after it had read its journal" soon journal_was_read_before_ready
holds "the status line says how the tenants are" soon has "1 of 1 tenants working" shown StatusText
holds "the effect is in the tenant's books" soon done_once "$example"
holds "the log says so" soon recorded intent.done "$begin"
holds "no restart was needed" gives 0 shown NRestarts
holds "systemd finds nothing failed" gives running inside systemctl is-system-running

# Another works in the state directory, as far as anybody can tell by the lock.
ctl stop
exec 8<>"$tree/var/lib/capataz/capataz.lock"
flock --nonblock 8
begin=$(mark)
holds "while another holds the state directory, start fails" not ctl start
holds "the reason is in the journal" soon has "holds the state directory" said "$begin"
holds "the service is not active" not ctl is-active --quiet
exec 8>&-
holds "once the lock is free it comes up by itself" soon ctl is-active --quiet
