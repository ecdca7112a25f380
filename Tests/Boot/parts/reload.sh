# shellcheck shell=bash
# Reload: tenant by tenant, each whole or not at all.

part "reload"

start_service
pid=$(main_pid)
mapfile -t reviews < <(open_tasks "Review Welcome Package")
rules review
holds "a good change is taken over" ctl reload
holds "the new rule acts" soon done_once "${reviews[@]}"
holds "in the same process" gives "$pid" main_pid

# What the next rules want is held back until a wrong file was refused: only what was loaded before can do it then.
mapfile -t signatures < <(open_tasks "Sign Off")
inside capataz hold --why "a test" >/dev/null
rules sign-off
holds "another good change is taken over while effects are held" ctl reload
rules broken
begin=$(mark)
holds "a wrong file is refused by reload" not ctl reload
holds "the journal names the file, the line and the mistake" soon has "broken.yaml:4:" said "$begin"
holds "the service stays active" gives active ctl is-active
holds "in the same process after the refusal" gives "$pid" main_pid
ctl kill --kill-who=main --signal=HUP
holds "a wrong file is refused as well when only the signal comes" soon recorded daemon.reload.failed "$begin"
holds "the status line says that the reload was refused" soon has "last reload refused" shown StatusText
holds "nothing was done while effects were held" gives 0 effects "${signatures[@]}"
# With the state named, the command does not read the files, which are wrong.
inside capataz release --all --state /var/lib/capataz >/dev/null
holds "a wrong file leaves the old rules in force" soon done_once "${signatures[@]}"
rm "$tree/etc/capataz/rules/broken.yaml"
holds "mended, the files are taken over" ctl reload
holds "and the status line no longer speaks of a refusal" soon not has "refused" shown StatusText

# A second tenant, which wants nothing, in a file of its own.
etc=$tree/etc/capataz
mkdir -p "$etc/tenants.d" "$etc/rules-zeta"
printf 'schema: 1\nrules: []\n' >"$etc/rules-zeta/none.yaml"
{
  printf 'schema: 1\ntenants:\n'
  sed -n '/^  @TENANT@:/,$p' "$boot/config.yaml" |
    sed "s|@TENANT@|zeta|; s|@URL@|$url|; s|\[rules\]|[../rules-zeta]|"
} >"$etc/tenants.d/zeta.yaml"
state_of() { inside capataz status --tenant "$1" --format json | jq --raw-output "$2"; }

holds "a second tenant is added by a reload" ctl reload
printf 'schema: 1\nrules: 7\n' >"$etc/rules-zeta/none.yaml"
rm "$etc/rules/sign-off.yaml"
begin=$(mark)
holds "one tenant's mistake makes reload fail" not ctl reload
holds "the other tenant is taken over all the same" soon gives as_on_disk state_of acme .rules
holds "the log names the tenant, the file and the line" soon has "zeta: reload refused" said "$begin"
holds "and so does the status" has "rules-zeta/none.yaml:2:8" state_of zeta '.files_mistakes[0]'
holds "nothing is said against the other one" gives null state_of acme .files_refused_since
holds "the status line names the tenant" soon has "last reload refused for zeta" shown StatusText
holds "in the same process as before" gives "$pid" main_pid
printf 'schema: 1\nrules: []\n' >"$etc/rules-zeta/none.yaml"
holds "mended, that one is taken over as well" ctl reload
rm -r "$etc/tenants.d" "$etc/rules-zeta"
holds "and it is taken out by a reload" ctl reload
