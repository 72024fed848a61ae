#!/usr/bin/env bash
# Ratios against other checkers, all from one run on the same files.
#
#   benches/peers.sh [FOLDER]
#
# FOLDER holds OpenSCENARIO files, by default the sample suite. The peers come
# from public packages: asam-qc-openscenarioxml (ASAM's checker) from PyPI into
# a virtual environment, xmllint from libxml2-utils. Each peer is run as it is
# meant to be used: ASAM's checker takes one file per run. Times are wall
# seconds of whole processes, the median of RUNS.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-scenarios/motorway}
runs=${RUNS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo build --release --quiet
ours=target/release/roadworthy
python3 -m venv "$work/peer"
"$work/peer/bin/pip" install --quiet asam-qc-openscenarioxml==1.0.0
qc=$work/peer/bin/qc_openscenario
schemas=$(find "$work/peer" -type d -path '*/qc_openscenario/schema' | head -n 1)

mapfile -t files < <(find "$folder" -name '*.xosc' | sort)
small=$(ls -S "${files[@]}" | tail -n 1)
echo "${#files[@]} files in $folder; one small file: $small ($(wc -c <"$small") bytes)"

# Prints the median of the wall seconds of `$@`.
median() {
  for _ in $(seq "$runs"); do
    start=$(date +%s.%N)
    "$@" >/dev/null 2>&1 || true
    end=$(date +%s.%N)
    echo "$end - $start" | bc
  done | sort -n | sed -n "$((runs / 2 + 1))p"
}

config() {
  cat >"$work/config.xml" <<XML
<Config><Param name="InputFile" value="$(realpath "$1")"/>
<CheckerBundle application="xoscBundle"><Param name="resultFile" value="$work/result.xqar"/></CheckerBundle></Config>
XML
}

qc_one() { config "$1" && (cd "$work" && "$qc" -c config.xml); }
qc_all() { for file in "${files[@]}"; do qc_one "$file" || true; done; }
ours_all() { "$ours" check --jobs "$1" --no-progress "${files[@]}"; }
ours_one() { "$ours" check --no-progress "$small"; }
xmllint_all() { xmllint --noout --nonet --schema "$schemas/1.1.1/OpenSCENARIO.xsd" "${files[@]}"; }
xmllint_one() { xmllint --noout --nonet --schema "$schemas/1.1.1/OpenSCENARIO.xsd" "$small"; }

row() { printf '%-58s %9.4f s\n' "$1" "$2"; }
ratio() { printf '%-58s %9.1f x\n' "$1" "$(echo "$2 / $3" | bc -l)"; }

qc_all_s=$(runs=3 median qc_all)
qc_one_s=$(median qc_one "$small")
ours_one_thread=$(median ours_all 1)
ours_two_threads=$(median ours_all 2)
ours_one_s=$(median ours_one)
row "ASAM's checker, all files, one process each" "$qc_all_s"
row "ours, all files, one process, one thread" "$ours_one_thread"
row "ours, all files, one process, two threads" "$ours_two_threads"
row "ASAM's checker, one small file" "$qc_one_s"
row "ours, one small file, cold start included" "$ours_one_s"
ratio "all files, against ASAM's checker" "$qc_all_s" "$ours_two_threads"
ratio "one small file, against ASAM's checker" "$qc_one_s" "$ours_one_s"
if command -v xmllint >/dev/null; then
  xmllint_all_s=$(median xmllint_all)
  xmllint_one_s=$(median xmllint_one)
  row "xmllint with one schema for all files (schema only)" "$xmllint_all_s"
  row "xmllint, one small file (schema only)" "$xmllint_one_s"
  ratio "all files, against xmllint" "$xmllint_all_s" "$ours_one_thread"
  ratio "one small file, against xmllint" "$xmllint_one_s" "$ours_one_s"
fi
