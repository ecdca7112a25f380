# shellcheck shell=bash
# Credentials: for the daemon alone, and in no place where they could be read later.

store=/run/credentials/$unit

as() { inside setpriv --reuid "$1" --regid "$(inside id --group "$1")" --clear-groups "${@:2}"; }

text() { tr '\0' ' ' <"$1"; }

# no_secret COMMAND...: it prints something, and none of the secrets.
no_secret() {
  "$@" >"$work/searched" || return 1
  [ -s "$work/searched" ] || { echo "nothing was printed"; return 1; }
  not grep --text --fixed-strings -e "$password" -e "$api_key" "$work/searched"
}

part "credentials"

ctl is-active --quiet || start_service
process=$(process)
holds "the daemon's user has the credentials" gives "$password" as capataz cat "$store/capataz_acme-password"
holds "another user cannot read them" not as nobody cat "$store/capataz_acme-password"
holds "another user cannot list them" not as nobody ls "$store"
holds "another user cannot read the files they come from" not as nobody cat /etc/credstore/capataz/acme-password
holds "the daemon's own user cannot read those files" not as capataz cat /etc/credstore/capataz/acme-password
holds "the environment names their folder" has "CREDENTIALS_DIRECTORY=$store" text "$process/environ"
holds "the environment holds no secret" no_secret text "$process/environ"
holds "another user cannot read the environment" not as nobody cat "/proc/$(main_pid)/environ"
holds "the command line is the unit's" has "/usr/bin/capataz --config" text "$process/cmdline"
holds "the command line holds no secret" no_secret text "$process/cmdline"
holds "the systemd journal holds no secret" no_secret inside journalctl --quiet --output=export
holds "the state directory holds no secret" no_secret cat "$tree"/var/lib/capataz/*
