#!/usr/bin/env bash
# Installs the Debian packages whose programs the tests need and this machine lacks; does nothing where all are here.
# Without the right to install, it says what is missing and goes on: the tests that need it fail and say so.
set -euo pipefail

declare -A package=(
	[soffice]="libreoffice-writer-nogui libreoffice-calc-nogui" # old Word documents (flows/clean/office.py)
	[unar]="unar"                                               # packed RAR archives (flows/clean/archives.py)
	[chromium]="chromium fonts-noto-cjk"                        # the site in a real browser (tests/site)
	[pg_ctlcluster]="postgresql"                                # the catalog of a shared warehouse (tests/postgres.py)
	[npm]="npm"                                                 # its pinned archives (flows/site/vendor.py)
)

missing=()
for program in "${!package[@]}"; do
	command -v "$program" >/dev/null || missing+=(${package[$program]})
done
if [ ${#missing[@]} -eq 0 ]; then
	exit 0
fi

echo "==> installing ${missing[*]} (once)"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
	as_root=(sudo -n)
fi
if ! { "${as_root[@]}" apt-get update -qq &&
	DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null; then
	echo "these packages cannot be installed here: ${missing[*]}" >&2
fi
