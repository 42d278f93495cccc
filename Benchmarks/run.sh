#!/usr/bin/env bash
# Measures Rapport beside its peers: virtual environment, release build, data, jobs. Arguments go to harness.py;
# `--peers-only` leaves the build out.
set -euo pipefail
cd "$(dirname "$0")/.."

build=yes
arguments=()
for argument in "$@"; do
    if [[ $argument == --peers-only ]]; then build=no; else arguments+=("$argument"); fi
done

environment=Benchmarks/.venv
installed=$environment/requirements.txt
if ! cmp -s Benchmarks/requirements.txt "$installed"; then
    echo "installing the pinned peers into $environment" >&2
    if ! python3 -m venv --clear "$environment"; then
        echo "python3 cannot make virtual environments: apt-get install python3-venv" >&2
        exit 1
    fi
    "$environment/bin/pip" install --quiet --disable-pip-version-check -r Benchmarks/requirements.txt
    cp Benchmarks/requirements.txt "$installed"
fi

if [[ $build == yes ]]; then
    swift build -c release --product rapport >&2
    # Where the build goes may be set from outside.
    arguments+=(--binary "$(swift build -c release --show-bin-path)/rapport")
fi
exec "$environment/bin/python" Benchmarks/harness.py "${arguments[@]}"
