#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command on a display and a session bus of its own, with nothing of the user's: with-display.sh COMMAND [ARGUMENT...]
# SCREEN is the size of the screen (1600x900x24). Where Xvfb or dbus is missing it exits with 77: the test is skipped.
set -eu

for tool in Xvfb dbus-run-session; do
  if ! command -v $tool >/dev/null; then
    echo "1..0 # SKIP $tool is not installed"
    exit 77
  fi
done
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
trap 'exit 143' TERM INT HUP
mkdir -m 700 "$folder/runtime"
Xvfb -displayfd 3 -screen 0 "${SCREEN:-1600x900x24}" -noreset -nolisten tcp 3>"$folder/display" >/dev/null 2>&1 &
server=$!
tries=0
until [ -s "$folder/display" ]; do
  tries=$((tries + 1))
  if [ $tries -gt 300 ] || ! kill -0 "$server" 2>/dev/null; then
    echo 'Xvfb does not start' >&2
    exit 1
  fi
  sleep 0.1
done
export DISPLAY=":$(head -n 1 "$folder/display")"
# in the middle, where it stands at first, GTK would follow the pointer into popovers that are gone by then; a server that
# resets when nobody is left would put it back
if command -v xdotool >/dev/null; then
  xdotool mousemove 9999 9999
fi
export HOME="$folder" XDG_RUNTIME_DIR="$folder/runtime" XDG_CACHE_HOME="$folder/cache" XDG_CONFIG_HOME="$folder/config"
export XDG_DATA_HOME="$folder/data" XDG_STATE_HOME="$folder/state"
unset WAYLAND_DISPLAY
status=0
dbus-run-session --config-file="$(dirname "$0")/session-bus.conf" -- "$@" || status=$?
exit $status
