# shellcheck shell=bash
# The tenant: capataz-sandbox outside the tree, which shares this machine's network, and its books.

# What it divides every duration by; config.yaml holds the daemon's side of it.
scale=20
# The task of the vendor's example page.
example=674839201748392018
sandboxes=()
url=

start_tenant() {
  rm -f "$work/sandbox.out"
  "$sandbox_program" --port 0 --scale "$scale" --tasks 40 "$@" >"$work/sandbox.out" 2>"$work/sandbox.log" 9>&- &
  sandboxes+=("$!")
  soon grep -q 'listening on' "$work/sandbox.out" || { cat "$work/sandbox.log" >&2; exit 1; }
  url=$(sed -n 's/.*listening on \(http:[^ ]*\).*/\1/p' "$work/sandbox.out")
}

stop_tenants() {
  local process
  for process in "${sandboxes[@]}"; do
    kill "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
}

# books state|history|stats
books() { curl --silent --show-error --fail --noproxy '*' "$url/_sandbox/$1"; }

# fault ENDPOINT FAULT: for the next request there.
fault() {
  curl --silent --show-error --fail --noproxy '*' --output /dev/null \
    --data "{\"endpoint\":\"$1\",\"fault\":\"$2\",\"count\":1}" "$url/_sandbox/faults"
}

# The open tasks of a step.
open_tasks() {
  books state | jq --raw-output --arg step "$1" '.tasks[] | select(.step == $step and .status == "PENDING").id'
}

# The effects in the books on these tasks.
effects() { books history | jq --args '[.history[] | select(.task | IN($ARGS.positional[]))] | length' "$@"; }

# done_once TASK...: each has one effect, and nothing was refused anywhere: nothing was sent twice.
done_once() {
  [ $# -gt 0 ] || { echo "there is no such task"; return 1; }
  books history | jq --exit-status --args '
    ([.history[] | select(.task | IN($ARGS.positional[])).task] | sort) == ($ARGS.positional | sort)
    and .refused == []' "$@" ||
    { books history; return 1; }
}

# no_effect_twice: no task at all was completed more than once, and no completion was refused.
no_effect_twice() {
  books state | jq --exit-status 'all(.tasks[]; .completions <= 1 and .refused_completions == 0)'
}

any_effect() { [ "$(effects "$@")" -gt 0 ]; }
