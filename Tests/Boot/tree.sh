# shellcheck shell=bash
# The Debian: made, booted, entered, halted.

tree=$work/tree
machine=capataz-boot
# The container's supervisor, and systemd, its first process; numbers of this machine.
container=
first=

install_tools() {
  local missing=() tool
  for tool in systemd-nspawn:systemd-container jq:jq curl:curl; do
    command -v "${tool%%:*}" >/dev/null || missing+=("${tool##*:}")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  echo "installing: ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# With what the package asks for already in it, installing needs no network.
make_tree() {
  rm -rf --one-file-system "$tree"
  Scripts/debian-tree "$tree" systemd systemd-sysv dbus ca-certificates "${dependencies[@]}"
  # Each tree is a machine of its own.
  : >"$tree/etc/machine-id"
}

boot_tree() {
  local options=()
  if [ ! -d /run/systemd/system ]; then
    # Nobody here registers machines, or gives each a place among the control groups.
    options=(--register=no --keep-unit)
    control_groups make
  fi
  (
    [ -d /run/systemd/system ] || control_groups enter
    exec systemd-nspawn --boot --quiet --directory="$tree" --machine="$machine" --hostname="$machine" \
      --link-journal=no --resolv-conf=copy-host --timezone=off --console=pipe "${options[@]}"
  ) <&- >"$work/console.log" 2>&1 9>&- &
  container=$!
  soon find_first || { cat "$work/console.log" >&2; exit 1; }
  soon inside systemctl is-system-running --quiet --wait || { inside systemctl --failed >&2; exit 1; }
}

find_first() {
  kill -0 "$container" 2>/dev/null || { cat "$work/console.log" >&2; exit 1; }
  first=$(pgrep --parent "$container" --exact systemd)
}

# Runs a command in the tree, as root and with nothing of our environment.
inside() {
  nsenter --target "$first" --mount --uts --ipc --net --pid --cgroup --root --wdns=/ -- \
    /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

halt_tree() {
  local last=$((SECONDS + 60))
  [ -n "$container" ] || return 0
  kill -TERM "$container" 2>/dev/null || true
  while kill -0 "$container" 2>/dev/null && [ "$SECONDS" -lt "$last" ]; do sleep 0.2; done
  # Killing the first process ends all in its namespace.
  [ -z "$first" ] || [ ! -d "/proc/$first/root/run/systemd" ] || kill -KILL "$first" 2>/dev/null || true
  kill -KILL "$container" 2>/dev/null || true
  wait "$container" 2>/dev/null || true
  [ -d /run/systemd/system ] || control_groups remove
  rmdir "/run/systemd/nspawn/propagate/$machine" 2>/dev/null || true
  rm -rf --one-file-system "$tree"
}

# The container's own group in each hierarchy that systemd uses: make, enter, remove.
control_groups() {
  local root group
  for root in /sys/fs/cgroup /sys/fs/cgroup/unified /sys/fs/cgroup/systemd; do
    [ -e "$root/cgroup.procs" ] || continue
    group=$root/$machine
    case $1 in
      make) mkdir -p "$group" ;;
      enter) echo "$BASHPID" >"$group/cgroup.procs" ;;
      remove) find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true ;;
    esac
  done
}
