# shellcheck shell=bash
# Two daemons on one machine, as README.Debian says: each has its own state and credentials, and sees no others.

name=branch
instance=capataz@$name.service
branch_password=branch-password

# of_instance COMMAND...: the helpers of a service, for this instance.
of_instance() { unit=$instance folder=capataz/$name own=capataz-$name tenant=$name password=$branch_password "$@"; }

# seen_by UNIT FILE: what is in a file, among the mounts of that daemon and with its user's rights. No program can be started
# there, so one that runs already goes in.
seen_by() {
  local pid setns=308
  [ "$(uname -m)" != aarch64 ] || setns=268
  pid=$(unit=$1 main_pid)
  # shellcheck disable=SC2016
  inside perl -e '
    my ($setns, $pid, $user, $file) = @ARGV;
    open(my $mounts, "<", "/proc/$pid/ns/mnt") or die "$pid: $!\n";
    syscall($setns, fileno($mounts), 0) == 0 or die "setns: $!\n";
    $( = $) = "$user $user";
    $< = $> = $user;
    open(my $input, "<", $file) or die "$file: $!\n";
    binmode STDOUT;
    print <$input>' "$setns" "$pid" "$(inside id --user capataz)" "$2"
}

# refused_to UNIT FILE: it is not there for that daemon, or not to be read.
refused_to() {
  local said
  said=$(seen_by "$@" 2>&1 >/dev/null) && { echo "it can be read"; return 1; }
  case $said in *"$2: No such file or directory" | *"$2: Permission denied") ;; *) echo "$said"; return 1 ;; esac
}

part "instances"

ctl is-active --quiet || start_service
pid=$(main_pid)
first_url=$url
start_tenant --password "$branch_password"
of_instance configure welcome
begin=$(mark)
holds "the instance starts, and is enabled" inside systemctl enable --now "$instance"
holds "it acts in its own tenant, with its own credentials" soon done_once "$example"
holds "its records are its unit's" soon of_instance recorded intent.done "$begin"
holds "not those of the unit without a name" not recorded intent.done "$begin"
holds "its status names its tenant" has "$name" inside capataz --config "/etc/capataz/$name/config.yaml" status
holds "the other daemon goes on" gives "$pid" main_pid

holds "each sees its own journal" has "SQLite format 3" seen_by "$unit" /var/lib/capataz/journal.sqlite
holds "the instance as well" has "SQLite format 3" seen_by "$instance" "/var/lib/capataz-$name/journal.sqlite"
holds "but not that of the other" refused_to "$unit" "/var/lib/private/capataz-$name/journal.sqlite"
holds "nor the other way round" refused_to "$instance" /var/lib/private/capataz/journal.sqlite
holds "each sees its own credentials" \
  gives "$branch_password" seen_by "$instance" "/run/credentials/$instance/capataz_acme-password"
holds "but not those of the other" refused_to "$instance" "/run/credentials/$unit/capataz_acme-password"
holds "nor the other way round" refused_to "$unit" "/run/credentials/$instance/capataz_acme-password"

branch_pid=$(of_instance main_pid)
inside systemctl kill --kill-who=main --signal=KILL "$instance"
holds "killed, the instance is started again" soon of_instance is_another "$branch_pid"
holds "and the other daemon was not disturbed" gives "$pid" main_pid
