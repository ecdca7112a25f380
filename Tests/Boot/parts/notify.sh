# shellcheck shell=bash
# Notices: off until asked for, then mails by a mail program with a group of its own, from the systemd journal.

mailbox=$tree/var/mail/root

mails() { grep --count '^Subject: \[capataz\]' "$mailbox" 2>/dev/null || true; }

notices() { inside systemctl "$@" capataz-notify.service; }

part "notices"

ctl is-active --quiet || start_service
# Its program is set-group-ID, and mails for this machine are written by one that is set-user-ID.
inside apt-get install -y -qq --no-install-recommends dma >/dev/null
holds "they are off by default" not notices is-enabled --quiet
notices start
holds "started without a word where to, it does nothing" gives inactive notices show --value --property ActiveState
echo 'NOTIFY_OPTIONS=--mail root --gather 1s' >"$tree/etc/default/capataz-notify"
notices start
holds "told where to, it runs" soon gives active notices is-active
holds "as a user of its own" gives capataz-notify \
  inside sh -c "stat --format %U /proc/$(notices show --value --property MainPID)"

rules broken
not ctl reload >/dev/null 2>&1
holds "a record that needs a person becomes a mail" soon has "reload was refused" cat "$mailbox"
holds "it says what to do" has "What to do:" cat "$mailbox"
rm "$tree/etc/capataz/rules/broken.yaml"
ctl reload

before=$(mails)
notices stop
ctl kill --kill-who=main --signal=KILL
holds "the daemon comes up again" soon ctl is-active --quiet
notices start
holds "what happened while it was stopped is told: the service had failed" soon has "The service has failed" cat "$mailbox"
holds "and nothing was told twice" gives "$((before + 1))" mails
holds "no secret is in a mail" not grep --quiet --fixed-strings -e "$password" -e "$api_key" "$mailbox"
holds "its user cannot read the tenants' secrets" not inside setpriv --reuid capataz-notify --clear-groups \
  --regid capataz-notify cat /etc/credstore/capataz/acme-password
holds "nor the journal of effects" not inside setpriv --reuid capataz-notify --clear-groups \
  --regid capataz-notify ls /var/lib/capataz/
notices stop
