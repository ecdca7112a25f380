# shellcheck shell=bash
# The newcomer's path as README.Debian words it: install, credentials, a rule in shadow, plan, live, watch.

examples=/usr/share/doc/capataz/examples

# The example's settings are those of a real server, so this tenant keeps a real server's time.
edit_configuration() { inside sed -i "s|^    url: .*|    url: $url|; /^    tenant: /d" /etc/capataz/config.yaml; }

give_secret() { printf '%s\n' "$2" | inside install -m 0400 /dev/stdin "/etc/credstore/capataz/$1"; }

part "newcomer"

ctl stop
remove_all
start_tenant --scale 1
holds "the package can be installed again" install_package
holds "a fresh install is enabled" gives enabled ctl is-enabled
holds "it does not run before it is configured" not ctl is-active --quiet
holds "so it is no failed service" gives running inside systemctl is-system-running

inside cp "$examples/config.yaml" /etc/capataz/config.yaml
edit_configuration
give_secret acme-password "$password"
give_secret acme-api-key "$api_key"
mkdir -p "$tree/etc/capataz/rules"
sed '/stage: live/d' "$boot/rules/welcome.yaml" >"$tree/etc/capataz/rules/welcome.yaml"
begin=$(mark)
holds "the files are found good" inside capataz check
holds "the service starts" ctl start
holds "the log says what the rule in shadow would do" soon recorded decision.shadow "$begin"
holds "the plan shows that it takes one task, and only watches it" has "takes 1: 1 only watched" inside capataz plan
holds "nothing was done in the tenant" gives 0 effects "$example"

sed -i 's/^    when:/    stage: live\n&/' "$tree/etc/capataz/rules/welcome.yaml"
holds "the rule goes live by a reload" ctl reload
holds "its effect is in the tenant's books, once" soon done_once "$example"
holds "whoever watches sees it" soon recorded intent.done "$begin"
holds "the status names the tenant" has acme inside capataz status
holds "the list of what was done names the task" has "$example" inside capataz journal list
holds "the audit trail is whole" inside capataz journal verify
holds "systemd finds nothing failed" gives running inside systemctl is-system-running
