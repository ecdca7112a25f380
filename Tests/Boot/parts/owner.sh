# shellcheck shell=bash
# Commands that root gives, while the service is stopped and while it runs: the state directory stays the daemon's.

# What in the state directory belongs to somebody else than the directory itself.
foreign_files() {
  inside sh -c 'find -L /var/lib/capataz -mindepth 1 ! -uid "$(stat -L --format %u /var/lib/capataz)"'
}

# by_root WORDS...: a command as root types it, with the secrets where root keeps them. Findings are no failure, nor is a
# journal that the daemon holds.
by_root() {
  local code=0
  inside env CREDENTIALS_DIRECTORY=/etc/credstore/capataz capataz "$@" || code=$?
  case $code in 0 | 1 | 75) ;; *) echo "ended with $code"; return 1 ;; esac
}

commands=(
  "check --live" "plan" "plan --fresh" "why $example" "forecast" "directory" "status" "hold --why test" "release --all"
  "journal list" "journal verify" "journal accept-restore --why test"
)

part "owner"

configure welcome
start_service
for state in stopped running; do
  [ "$state" = running ] || ctl stop
  for command in "${commands[@]}"; do
    read -ra words <<<"$command"
    holds "while the service is $state, root can give 'capataz $command'" by_root "${words[@]}"
    holds "and no file becomes root's" gives "" foreign_files
  done
  if [ "$state" = stopped ]; then
    holds "the service starts again" start_service
  else
    holds "the service is still active" gives active ctl is-active
    holds "and can be restarted" start_service
  fi
done
holds "systemd finds nothing failed" gives running inside systemctl is-system-running
