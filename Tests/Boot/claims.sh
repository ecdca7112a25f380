# shellcheck shell=bash
# What is claimed, one line each, and how long to wait for what comes by itself.

passed=0
failed=0

part() { printf '\n== %s\n' "$1"; }

# holds WORDS COMMAND...: the claim holds if the command succeeds; at the first that does not the test ends.
holds() {
  local words=$1
  shift
  if "$@" >"$work/claim.log" 2>&1; then
    passed=$((passed + 1))
    echo "ok  $words"
  else
    failed=$((failed + 1))
    echo "not ok  $words"
    { echo "  tried: $*"; sed 's/^/  /' "$work/claim.log" | tail -n 40; } >&2
    exit 1
  fi
}

not() { ! "$@"; }

is() {
  [ "$1" = "$2" ] || { echo "it is '$1', not '$2'"; return 1; }
}

# gives TEXT COMMAND...: the command prints just this.
gives() {
  local wanted=$1 found
  shift
  found=$("$@") || { echo "ended with $?: $*"; return 1; }
  is "$found" "$wanted"
}

# has TEXT COMMAND...: the command prints this somewhere.
has() {
  local wanted=$1 found
  shift
  found=$("$@") || { echo "ended with $?: $*"; return 1; }
  case $found in *"$wanted"*) ;; *) printf "'%s' is not in: %s\n" "$wanted" "$found"; return 1 ;; esac
}

# soon COMMAND...: it succeeds within two minutes, which no sound run needs. What it printed last is told.
soon() {
  local last=$((SECONDS + 120))
  until "$@" >"$work/soon.log" 2>&1; do
    [ "$SECONDS" -lt "$last" ] || { echo "not within two minutes: $*"; cat "$work/soon.log"; return 1; }
    sleep 0.2
  done
}
