# SPDX-License-Identifier: GPL-3.0-or-later
# For scripts that print TAP: sourced by them.
n=0

# Prints the result of the last test: verdict FOUND NAME, where FOUND is what should not be there.
verdict () {
  n=$((n + 1))
  if [ -z "$1" ]; then
    echo "ok $n $2"
  else
    echo "not ok $n $2"
    printf '%s\n' "$1" | sed 's/^/# /'
  fi
}
