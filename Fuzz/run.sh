#!/usr/bin/env bash
# Fuzzes each target for SECONDS (default 60) from its seeds in Fuzz/corpus/, and from what earlier runs on this
# machine learnt (.build-fuzz/corpus/). Ends with 1 where anything was found: the inputs are in Fuzz/findings/.
#   bash Fuzz/run.sh 600            all targets
#   bash Fuzz/run.sh 600 csv        one of them
#   .build-fuzz/release/FuzzCSV Fuzz/findings/csv-crash-…      one input again
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-60}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || { echo "fuzz: takes a number of seconds, found \`$seconds\`" >&2; exit 2; }
declare -A products=([language]=FuzzLanguage [csv]=FuzzCSV [json]=FuzzJSON [excel]=FuzzExcel [arrow]=FuzzArrow [expressions]=FuzzExpressions)
targets=("${@:2}")
[ ${#targets[@]} -gt 0 ] || targets=(language csv json excel arrow expressions)
for target in "${targets[@]}"; do
    [ -n "${products[$target]:-}" ] || { echo "fuzz: no target \`$target\`; there are: ${!products[*]}" >&2; exit 2; }
done

export RAPPORT_FUZZ=1
# After a crash the backtracer of Swift can wait for ever.
export SWIFT_BACKTRACE=enable=no
# What is made once and kept to the end is no leak.
export ASAN_OPTIONS=detect_leaks=0
for target in "${targets[@]}"; do
    log=$(mktemp)
    swift build -c release --scratch-path .build-fuzz --product "${products[$target]}" >"$log" 2>&1 ||
        { tail -n 40 "$log" >&2; echo "fuzz: ${products[$target]} does not build" >&2; exit 2; }
    rm -f "$log"
done

mkdir -p Fuzz/findings
failed=0
for target in "${targets[@]}"; do
    learnt=.build-fuzz/corpus/$target
    log=.build-fuzz/$target.log
    mkdir -p "$learnt"
    dictionary=()
    [ ! -f "Fuzz/corpus/$target.dict" ] || dictionary=(-dict="Fuzz/corpus/$target.dict")
    status=0
    .build-fuzz/release/"${products[$target]}" "$learnt" "Fuzz/corpus/$target" "${dictionary[@]}" \
        -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -detect_leaks=0 -print_final_stats=1 \
        -artifact_prefix="Fuzz/findings/$target-" >"$log" 2>&1 || status=$?
    runs=$(grep -aoE 'number_of_executed_units: [0-9]+' "$log" | grep -oE '[0-9]+$' || echo '?')
    if [ "$status" -eq 0 ]; then
        echo "$target: $runs inputs in $seconds s, $(find "$learnt" -type f | wc -l) kept, nothing found"
    else
        failed=1
        echo "$target: FOUND after $runs inputs"
        grep -aE '^broken: |Fatal error|ERROR: |Test unit written' "$log" | head -n 6 | sed 's/^/    /' || true
        echo "    the log: $log"
    fi
done
exit $failed
