#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The engine's reference builds without a warning: each public function, its parameters, results and fields are documented. Prints TAP.
# usage: test-reference.sh SOURCE_FOLDER OUTPUT_FOLDER
cd "$1" || exit 1
if ! command -v doxygen >/dev/null; then
  echo '1..0 # SKIP doxygen is not installed'
  exit 0
fi
. tests/support/verdict.sh
verdict "$(sh core/reference.sh . "$2" 2>&1)" /reference/complete
verdict "$([ -s "$2/html/ct-transcriber_8h.html" ] || echo 'the page of ct-transcriber.h is missing')" /reference/pages
echo "1..$n"
