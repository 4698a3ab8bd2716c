# Packages of the system. Each line of a list: the package, and patterns of which one is there once it is installed.
# Sourced by prepare.sh.

install_debian_packages() {
    local package patterns pattern missing=() as_root=() install
    while read -r package patterns; do
        for pattern in $patterns; do
            compgen -G "$pattern" >/dev/null && continue 2
        done
        missing+=("$package")
    done <"$1"
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || fail "missing: ${missing[*]} (Debian's names). Install them with your system's tool"
    install=(install -y --no-install-recommends "${missing[@]}")
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || fail "missing: ${missing[*]}. Install with: sudo apt-get ${install[*]}"
        as_root=(sudo -n)
    fi
    say "installing ${missing[*]}"
    as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
    "${as_root[@]}" update >/dev/null || say "the lists of packages could not be renewed; trying those that are there"
    "${as_root[@]}" "${install[@]}" >/dev/null ||
        fail "could not install ${missing[*]}. Try: sudo apt-get ${install[*]}"
}
