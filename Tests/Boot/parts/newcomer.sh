# shellcheck shell=bash
# The newcomer's path, by the very commands of the README: the package, the first run, a rule in shadow, plan, live, watch.

# told WORDS: the README's command with these words, as root would type it: without sudo and the remark.
told() {
  sed -n '/^## Install/,/^## What/p' README.md | grep --fixed-strings -e "$1" | head -n 1 |
    sed 's/[[:space:]]*#.*//; s/sudo //g' | grep . || { echo "the README has no command with: $1" >&2; return 1; }
}

# typed WORDS: runs that command in the tree, where the package was built.
typed() {
  local command
  command=$(told "$1") && inside sh -c "cd /root/checkout && $command"
}

# answer_init: the command for the first run, with the answers that it would ask for; it must not be asked itself.
answer_init() {
  local command
  command=$(told "sudo capataz init") &&
    printf '%s\n%s\n' "$password" "$api_key" |
    # shellcheck disable=SC2086
    inside $command --yes --url "$url" --timezone America/Guayaquil --email robot@acme.example --tenant acme
}

part "newcomer"

remove_earlier
start_tenant --scale 1
mkdir -p "$tree/root/checkout"
cp "$package" "$tree/root/checkout/"
holds "the package can be installed" typed "apt install ./capataz_"
holds "a fresh install is enabled" gives enabled ctl is-enabled
holds "it does not run before it is configured" not ctl is-active --quiet
holds "so it is no failed service" gives running inside systemctl is-system-running

holds "the first run writes configuration, secrets and a rule in shadow, and shows what it would do" \
  has "welcome-email" answer_init
holds "a second one overwrites nothing" not answer_init
holds "the names of the tenant are shown before the first start" has "Send Welcome Email" typed "capataz directory"
holds "the files are found good" typed "capataz check --live"
begin=$(mark)
holds "the service starts, and takes over what root's commands have made" typed "systemctl start"
holds "the log says what the rule in shadow would do" soon recorded decision.shadow "$begin"
holds "the plan shows that it only watches" has "welcome-email" typed "capataz plan"
holds "nothing was done in the tenant" gives 0 effects "$example"

holds "the rule is made live" typed "sed -i 's/stage: shadow/stage: live/' /etc"
holds "it goes live by a reload" typed "systemctl reload"
holds "its effect is in the tenant's books, once" soon done_once "$example"
holds "whoever watches sees it" soon recorded intent.done "$begin"
holds "the status names the tenant" has acme typed "capataz status"
holds "the stop button is in force" typed "capataz hold"
holds "and is released" typed "capataz release"
holds "the list of what was done names the task" has "$example" inside capataz journal list
holds "the audit trail is whole" inside capataz journal verify
holds "systemd finds nothing failed" gives running inside systemctl is-system-running
