# shellcheck shell=bash
# The newcomer's path, by the very commands of the README's section "Install": the package, configuration, credentials, a rule
# in shadow, plan, live, watch.

# told WORDS: the README's command with these words, as root would type it: without sudo and the remark.
told() {
  sed -n '/^## Install/,/^## As/p' README.md | grep --fixed-strings -e "$1" | head -n 1 |
    sed 's/[[:space:]]*#.*//; s/sudo //g' | grep . || { echo "the README has no command with: $1" >&2; return 1; }
}

# typed WORDS: runs that command in the tree, where the package was built.
typed() {
  local command
  command=$(told "$1") && inside sh -c "cd /root/checkout && $command"
}

# The example's settings are those of a real server, so this tenant keeps a real server's time.
edit_configuration() { inside sed -i "s|^    url: .*|    url: $url|; /^    tenant: /d" /etc/capataz/config.yaml; }

# paste_secret NAME SECRET: the command for credentials, for one of them.
paste_secret() {
  local command
  command=$(told /etc/credstore/capataz/acme-password) &&
    printf '%s\n' "$2" | inside sh -c "${command/acme-password/$1}"
}

part "newcomer"

remove_earlier
start_tenant --scale 1
mkdir -p "$tree/root/checkout/.build/deb"
cp "$package" "$tree/root/checkout/.build/deb/"
holds "the package can be installed" typed "apt install ./.build/deb"
holds "a fresh install is enabled" gives enabled ctl is-enabled
holds "it does not run before it is configured" not ctl is-active --quiet
holds "so it is no failed service" gives running inside systemctl is-system-running

holds "the example of a configuration is there" typed "examples/config.yaml"
edit_configuration
holds "the password can be given" paste_secret acme-password "$password"
holds "so can the key" paste_secret acme-api-key "$api_key"
holds "a folder for rules can be made" typed "mkdir /etc/capataz/rules"
sed '/stage: live/d' "$boot/rules/welcome.yaml" >"$tree/etc/capataz/rules/welcome.yaml"
begin=$(mark)
holds "the files are found good, and the service starts" typed "capataz check && "
holds "the log says what the rule in shadow would do" soon recorded decision.shadow "$begin"
holds "the plan shows that it takes one task, and only watches it" has "takes 1: 1 shadow" typed "capataz plan"
holds "nothing was done in the tenant" gives 0 effects "$example"

sed -i 's/^    when:/    stage: live\n&/' "$tree/etc/capataz/rules/welcome.yaml"
holds "the rule goes live by a reload" ctl reload
holds "its effect is in the tenant's books, once" soon done_once "$example"
holds "whoever watches sees it" soon recorded intent.done "$begin"
holds "the status names the tenant" has acme inside capataz status
holds "the list of what was done names the task" has "$example" inside capataz journal list
holds "the audit trail is whole" inside capataz journal verify
holds "systemd finds nothing failed" gives running inside systemctl is-system-running
