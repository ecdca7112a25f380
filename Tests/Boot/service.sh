# shellcheck shell=bash
# The service in the tree: its files, its state, its log.

unit=capataz.service
# Its folder in /etc, what its state and credentials are called, and its tenant.
folder=capataz
own=capataz
tenant=acme

# What a person sees first when something went wrong.
tell_why() {
  [ -n "$first" ] && [ -d "/proc/$first" ] || return 0
  {
    echo
    echo "the service, and the end of the tree's journal:"
    inside systemctl --no-pager --lines=0 status "$unit" || true
    inside journalctl --no-pager --quiet --lines=60 || true
  } >&2
}

# Gives the service its configuration, with the tenant's address, and its secrets as an administrator would.
configure() {
  local etc=$tree/etc/$folder
  mkdir -p "$etc/rules"
  sed "s|@OWN@|$own|; s|@TENANT@|$tenant|; s|@URL@|$url|" "$boot/config.yaml" >"$etc/config.yaml"
  rm -f "$etc"/rules/*
  rules "$@"
  store_secrets
}

store_secrets() {
  local store=$tree/etc/credstore/$own
  mkdir -p "$store"
  chmod 0700 "$tree/etc/credstore" "$store"
  rm -f "$store"/*
  (umask 0377
   printf '%s\n' "$password" >"$store/acme-password"
   printf '%s\n' "$api_key" >"$store/acme-api-key")
}

password=sandbox-password
api_key=gtk_sandbox_0123456789

# rules NAME...: puts these files of Tests/Boot/rules beside those that are there.
rules() {
  local name
  for name in "$@"; do install -m 0644 "$boot/rules/$name.yaml" "$tree/etc/$folder/rules/"; done
}

# Adds a drop-in of Tests/Boot to the unit.
drop_in() {
  install -D -m 0644 "$boot/$1.conf" "$tree/etc/systemd/system/$unit.d/$1.conf"
  inside systemctl daemon-reload
}

ctl() { inside systemctl "$@" "$unit"; }

# Starts it, with no memory of how often it was started: the unit's own limit is five in ten minutes.
start_service() { ctl reset-failed; ctl restart; }

shown() { ctl show --value --property "$1"; }

main_pid() { shown MainPID; }

is_another() { local pid; pid=$(main_pid); [ "$pid" != 0 ] && [ "$pid" != "$1" ]; }

# The main process's folder in /proc as it is seen here.
process() {
  local pid
  pid=$(main_pid)
  echo "/proc/$first/root/proc/$pid"
}

# Now, to read the journal from later. No cursor: with a filter, journalctl of systemd 252 skips the record after it.
mark() { date +@%s.%6N; }

# The records of an event since a mark, one JSON object a line.
records() { inside journalctl --quiet --unit "$unit" --since "$2" --output json EVENT="$1"; }

recorded() { [ -n "$(records "$1" "$2")" ]; }

# What systemd and the service said since a mark.
said() { inside journalctl --quiet --unit "$unit" --since "$1" --output cat; }
