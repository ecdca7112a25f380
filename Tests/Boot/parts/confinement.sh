# shellcheck shell=bash
# The sandbox directives: as the kernel has them for the process, and as systemd has them for the unit.

status() { sed -n "s/^$1:[[:space:]]*//p" "$process/status" | tr '\t' ' '; }

# The options of the mount that is on top at a place.
mount_options() { awk -v at="$1" '$5 == at { options = $6 } END { print options "," }' "$process/mountinfo"; }

# Tries to write as root would, through the mounts of the process.
writes() { touch "$process/root$1/written" && rm "$process/root$1/written"; }

part "sandbox directives"

ctl is-active --quiet || start_service
process=$(process)
account=$(inside id --user capataz)
holds "the process is its own user's" gives "$account $account $account $account" status Uid
holds "which is not root" not is "$account" 0
holds "it can gain no privileges" gives 1 status NoNewPrivs
holds "its system calls are filtered" gives 2 status Seccomp
for set in CapInh CapPrm CapEff CapBnd CapAmb; do
  holds "it has no capability ($set)" gives 0000000000000000 status "$set"
done
holds "it sees the files read-only" has ro, mount_options /
holds "not even root could write to /usr through its mounts" not writes /usr
holds "nor to /etc" not writes /etc
holds "but to the state directory" writes /var/lib/capataz
holds "the state directory is its user's alone" \
  gives "700 capataz capataz" inside stat -L --format '%a %U %G' /var/lib/capataz
holds "so is every file in it" gives "" inside find -L /var/lib/capataz -type f -perm /077
touch "$process/root/tmp/its-own"
holds "its /tmp is not that of the others" not inside test -e /tmp/its-own
holds "it sees no home directories" gives "" find "$process/root/root" "$process/root/home" -mindepth 1
holds "it sees no terminals" not test -e "$process/root/dev/console"
holds "it can execute nothing but what the unit names" has noexec mount_options /
while read -r key value; do
  holds "systemd has $key=$value" gives "$value" shown "$key"
done <"$boot/directives"
holds "systemd rates the exposure at 1.5 or better" inside systemd-analyze --no-pager --threshold=15 security "$unit"
