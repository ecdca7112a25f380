# shellcheck shell=bash
# Reload: all or nothing.

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
