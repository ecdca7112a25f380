# shellcheck shell=bash
# An hour with faults, read in the journal's plain messages alone: what was done to which task by which rule and why, what is
# stuck, who must act, whether it keeps up, how much budget is left.
#
# The tenant's clock runs twenty times as fast, or as CAPATAZ_BOOT_HOUR_SCALE says; 1 takes a true hour.

scale=${CAPATAZ_BOOT_HOUR_SCALE:-20}
# What was said, for people to read: journalctl -u capataz -o cat.
told=$work/hour.log

# pass MINUTES: so long by the tenant's clock.
pass() { sleep "$(jq --null-input "$1 * 60 / $scale")"; }

# of_the_hour SECONDS: a time of the tenant's clock as the configuration says it.
of_the_hour() { echo "$(($1 * 1000 / scale))ms"; }

edit_for_the_hour() {
  local limits="" endpoint
  for endpoint in list:30:60 detail:30:60 complete:10:60 reassign:10:60 login:2:30; do
    IFS=: read -r name requests seconds <<<"$endpoint"
    limits+="$name: { requests: $requests, per: $(of_the_hour "$seconds") }, "
  done
  inside sed -i "
    s|^    poll:.*|    poll: { every: $(of_the_hour 30) }|; s|^    staleness:.*|    staleness: $(of_the_hour 15)|
    s|^    late_apply:.*|    late_apply: $(of_the_hour 60)|; /^      [a-z]*: { requests/d
    s|^    limits:.*|    limits: { ${limits%, } }|; s|^tenants:|log: { summary_every: $(of_the_hour 900) }\n&|
  " /etc/capataz/config.yaml
}

# one_line_has WORD...: one message has all of them.
one_line_has() {
  local found word
  found=$(cat "$told")
  for word in "$@"; do found=$(grep --fixed-strings -e "$word" <<<"$found"); done
  [ -n "$found" ] || { echo "no message with all of: $*"; return 1; }
}

# Each effect in the books is told with its task, its rule, and what was done.
each_effect_is_told() {
  local task endpoint verb
  while IFS=$'\t' read -r task endpoint; do
    case $endpoint in complete) verb=completed ;; *) verb=reassigned ;; esac
    one_line_has "acme: " " $verb task $task (" || return 1
  done < <(books history | jq --raw-output '.history[] | select(.user == "robot") | [.task, .endpoint] | @tsv')
}

part "an hour, by the log alone"

remove_earlier
start_tenant --scale "$scale" --people 2
install_package
configure hour
edit_for_the_hour
# Four tasks are to be reassigned at once: the first attempt on each is lost, and for two the second one.
for _ in {1..6}; do fault reassign lost_before; done
begin=$(mark)
holds "the service starts" ctl start
pass 4
for fault in lost_after applied_500 lost_before half_json; do fault complete "$fault"; done
pass 8
holds "a person may hold a rule" inside capataz hold --rule sign-off --why "the scanner is down"
pass 3
for _ in {1..20}; do fault list status:503; done
rules broken
holds "a mistake in a rule is refused" not ctl reload
rm "$tree/etc/capataz/rules/broken.yaml"
pass 5
holds "and release it" inside capataz release --rule sign-off
fault list html:502
fault detail delay:40
holds "the reload is taken" ctl reload
pass 40
said "$begin" >"$told"
holds "the service stops" ctl stop
said "$begin" >"$told"
holds "each effect is told, with its task and what was done" each_effect_is_told
holds "a message names rule, task, entity and result of a completion" one_line_has "acme: send-quote completed task" ", Send)" "with 'sent'"
holds "what could not be done says why" one_line_has "acme: count cannot act on task" "no field 'shelf'"
holds "and whose rule it is" one_line_has "acme: count cannot act on task" "owner: Zoe Vera"
holds "a limit that is reached names the rule, the limit and the owner" one_line_has "acme: close has reached its limit (1 per hour" "owner: Ana Torres"
holds "doubt is told" one_line_has "outcome unknown" "nothing is sent again meanwhile"
holds "and how it was settled" one_line_has "verified by reading the task"
holds "who is stuck, and what a person types" one_line_has "capataz resolve acme-" "owner: Zoe Vera"
holds "trouble with the server is told with the next try" one_line_has "acme: tasks cannot be read" "the next try is in"
holds "and its end" one_line_has "acme: tasks can be read again"
holds "a hold is told with who and why" one_line_has "sign-off" "the scanner is down"
holds "a mistake in a rule is told where it is" one_line_has "broken.yaml:4:12"
holds "what a rule in shadow would do is told" one_line_has "acme: review would complete task"
holds "the summary says whether it keeps up and what is left of the budget" one_line_has "done, " "queue " "parked " "complete " "/10"
holds "nothing is told of a secret" not grep --fixed-strings -e "$password" -e "$api_key" "$told"
