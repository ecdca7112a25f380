# shellcheck shell=bash
# An upgrade of the package under both daemons, with a write in flight: it is finished, and the new program takes over.

# The version of the program's package that is installed.
version() { inside dpkg-query --show --showformat '${Version}' capataz; }

part "upgrade"

Scripts/higher-deb "$package" "$tree/root/higher.deb"
soon of_instance gives active ctl is-active
pid=$(main_pid)
branch_pid=$(of_instance main_pid)
mapfile -t filings < <(open_tasks "File Record")
begin=$(mark)
fault complete delay:140
of_instance rules file-record
of_instance ctl reload
holds "a write of the instance takes effect" soon any_effect "${filings[@]}"
holds "its answer has not come" not of_instance recorded intent.done "$begin"
higher=$(version)+1
holds "the upgrade succeeds" inside apt-get install -y -qq /root/higher.deb
holds "the new version is there" gives "$higher" version
holds "the daemon is another process" soon is_another "$pid"
holds "so is the instance" soon of_instance is_another "$branch_pid"
holds "both are active" soon gives active ctl is-active
holds "the instance too" soon of_instance gives active ctl is-active
holds "the write in flight was finished" soon of_instance recorded intent.done "$begin"
holds "by the old program: nothing was in doubt" not of_instance recorded intent.unknown "$begin"
holds "the new one does the rest, each once" soon done_once "${filings[@]}"
holds "no task of the tenant was completed twice" no_effect_twice
holds "the audit trail of the instance is whole" \
  inside capataz --config "/etc/capataz/$name/config.yaml" journal verify
holds "systemd finds nothing failed" gives running inside systemctl is-system-running
inside systemctl disable --now "$instance"
url=$first_url
