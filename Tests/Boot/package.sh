# shellcheck shell=bash
# What is installed: the package as `make deb` makes it. The tenant stays outside.

package=
dependencies=()
sandbox_program=

find_package() {
  package=${1:-$(ls -t .build/deb/capataz_*.deb 2>/dev/null | head -n 1)}
  [ -f "$package" ] || { echo "error: no package; run: make deb" >&2; exit 1; }
  # Of alternatives the first.
  mapfile -t dependencies < <(
    dpkg-deb --field "$package" Depends | tr ',' '\n' | sed 's/[|(].*//; s/[[:space:]]//g; /^$/d'
  )
}

build_sandbox() {
  swift build -c release --static-swift-stdlib --product capataz-sandbox
  sandbox_program=$(swift build -c release --show-bin-path)/capataz-sandbox
}

install_package() {
  cp "$package" "$tree/root/capataz.deb"
  inside apt-get install -y -qq /root/capataz.deb
}

# As README.Debian says for those who want nothing of it left.
remove_all() {
  inside apt-get purge -y -qq capataz
  inside rm -r /var/lib/private/capataz /var/lib/capataz /etc/credstore/capataz /etc/capataz
  inside rm -rf /var/lib/capataz-notify /etc/credstore/capataz-notify /etc/default/capataz-notify
}

# The same, where an earlier part installed it.
remove_earlier() {
  inside dpkg-query --show capataz >/dev/null 2>&1 || return 0
  ctl stop
  remove_all
}
