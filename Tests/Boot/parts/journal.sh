# shellcheck shell=bash
# The log in the systemd journal, by its own fields, and explained by the catalogue.

# Records of the service with these fields, one JSON object a line.
found() { inside journalctl --quiet --unit "$unit" --output json "$@"; }

# fields FILTER FIELD=VALUE...: what a filter of jq makes of the last record found.
fields() { found "${@:2}" | tail -n 1 | jq --raw-output "$1"; }

message_id() { fields .MESSAGE_ID EVENT="$1"; }

explained() { inside journalctl --quiet --unit "$unit" --catalog --lines=1 "$@"; }

# What the process wrote, itself or by a library, that is no record of the log.
strays() { found _EXE=/usr/bin/capataz _PID="$(main_pid)" | jq --raw-output 'select(.EVENT == null).MESSAGE'; }

part "journal fields"

ctl is-active --quiet || start_service
for event in daemon.start daemon.ready tenant.ok intent.done daemon.reload.ok daemon.reload.failed; do
  holds "records are found by EVENT=$event" has "$event" fields .EVENT EVENT="$event"
done
holds "an effect names its tenant" gives acme fields .TENANT EVENT=intent.done
holds "effects of a tenant are found by both" has intent.done fields .EVENT EVENT=intent.done TENANT=acme
holds "those of no other tenant are" gives "" found EVENT=intent.done TENANT=other
holds "an effect is found by its task" gives send-welcome fields .RULE EVENT=intent.done TASK="$example"
holds "it is a notice" gives 5 fields .PRIORITY EVENT=intent.done
holds "a refused reload is an error" gives daemon.reload.failed fields .EVENT EVENT=daemon.reload.failed --priority err
holds "the identifier is the program's" gives capataz fields .SYSLOG_IDENTIFIER EVENT=daemon.start
holds "the unit is systemd's word" gives "$unit" fields ._SYSTEMD_UNIT EVENT=daemon.start
holds "the message is a text for people" not has '{' fields .MESSAGE EVENT=intent.done
holds "the daemon writes nothing besides its records" gives "" strays
holds "an event is found by its message id" \
  gives daemon.reload.failed fields .EVENT MESSAGE_ID="$(message_id daemon.reload.failed)"
holds "the catalogue explains it" has "Subject: The reload was refused" explained EVENT=daemon.reload.failed
holds "and what to do" has "What to do" explained EVENT=daemon.reload.failed
