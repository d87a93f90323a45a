#!/usr/bin/env bash
# Installs the system packages that some tests need: a browser and a reverse proxy.
# Without root or apt-get nothing is installed; those tests then say that they skip, or fail when CI=true.
set -euo pipefail

declare -A packages=([chromium]=chromium [nginx]=nginx-light)
missing=()
for program in "${!packages[@]}"; do
  PATH="$PATH:/usr/sbin" command -v "$program" >/dev/null || missing+=("${packages[$program]}")
done

if ((${#missing[@]} == 0)); then
  echo 'system packages: all present'
elif ((EUID != 0)) || ! command -v apt-get >/dev/null; then
  echo "system packages: missing ${missing[*]}, and no root or apt-get to install them" >&2
else
  echo "system packages: installing ${missing[*]}"
  # RUNLEVEL=1 keeps the nginx package from starting its service.
  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
