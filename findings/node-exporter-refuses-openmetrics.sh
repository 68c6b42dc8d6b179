#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# prometheus-node-exporter 1.5.0-1+b6 (Debian 12): a file for its textfile collector that is valid OpenMetrics 1.0, which Prometheus
# itself scrapes, is dropped whole because of one family of type info: no series of the file is exported, not even plain gauges
# in front of it, and node_textfile_scrape_error becomes 1. The same series typed gauge are all exported.
#
# Why: the collector reads the classic text format alone, whose types end with histogram; a type that it does not know fails the file.
# watch --metrics FILE.prom therefore writes the classic format, and OpenMetrics only over HTTP, to readers that ask for it.
set -euo pipefail

folder=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server" 2>/dev/null || true; rm -rf -- "$folder"' EXIT
mkdir "$folder/texts"
chmod 755 "$folder" "$folder/texts"
(cd "$folder" && apt-get download -qq prometheus-node-exporter=1.5.0-1+b6 2>/dev/null && dpkg -x prometheus-node-exporter_*.deb root) >&2

# What is exported of a file whose second family has this type: series of ours, and whether the file was an error.
exported() {
	printf '# TYPE roll_up gauge\nroll_up 1\n# TYPE roll_target%s %s\nroll_target_info{name="a"} 1\n%s' "$2" "$1" "$3" >"$folder/texts/a.prom"
	"$folder/root/usr/bin/prometheus-node-exporter" --collector.disable-defaults --collector.textfile \
		--collector.textfile.directory="$folder/texts" --web.listen-address=127.0.0.1:19377 >/dev/null 2>&1 &
	server=$!
	for _ in {1..50}; do
		curl -sf http://127.0.0.1:19377/metrics >"$folder/seen" && break
		sleep 0.1
	done
	kill "$server"
	wait "$server" || true
	server=
	echo "$(grep -c '^roll_' "$folder/seen" || true) series, error $(awk '$1 == "node_textfile_scrape_error" { print $2 }' "$folder/seen")"
}

open=$(exported info '' $'# EOF\n')
classic=$(exported gauge _info '')
echo "OpenMetrics: $open; classic: $classic"
[[ $open == "0 series, error 1" && $classic == "2 series, error 0" ]]
