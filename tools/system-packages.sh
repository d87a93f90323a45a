#!/usr/bin/env bash
# Installs the system packages that some tests need: a browser, a reverse proxy, and databases that may be killed.
# Without root or apt-get nothing is installed; those tests then say that they skip, or fail when CI=true.
set -euo pipefail

declare -A packages=([chromium]=chromium [nginx]=nginx-light [initdb]=postgresql [redis-server]=redis-server)
# Debian keeps the programs of each PostgreSQL out of the way.
folders="$PATH:/usr/sbin:$(printf '%s:' /usr/lib/postgresql/*/bin)"
missing=()
for program in "${!packages[@]}"; do
  PATH="$folders" command -v "$program" >/dev/null || missing+=("${packages[$program]}")
done

if ((${#missing[@]} == 0)); then
  echo 'system packages: all present'
elif ((EUID != 0)) || ! command -v apt-get >/dev/null; then
  echo "system packages: missing ${missing[*]}, and no root or apt-get to install them" >&2
else
  echo "system packages: installing ${missing[*]}"
  # RUNLEVEL=1 keeps the packages from starting their services.
  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
