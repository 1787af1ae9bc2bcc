#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The rooms of the tree: who may include whom, and that every public header stands alone. Prints TAP.
# usage: test-tree.sh SOURCE_FOLDER
cd "$1" || exit 1
. tests/support/verdict.sh

verdict "$(grep -nE '#include [<"](gtk|adwaita|gdk|gio|glib|gst)' core/*.h)" /tree/core-headers-without-glib
verdict "$(grep -nE '#include [<"](gtk|adwaita|gdk)' core/*.c)" /tree/core-without-gtk
verdict "$(grep -nE '#include "(\.\./)?(app|ui)/' core/*.[ch])" /tree/core-includes-core
verdict "$(grep -nE '#include "(\.\./)?app/' ui/*.[ch] 2>/dev/null)" /tree/ui-includes-no-app
verdict "$(grep -nE '#include "[a-z0-9-]*-private\.h"' app/*.[ch])" /tree/app-includes-public-headers

# Compiles every header that FILTER names alone: alone COMPILER FILTER
alone () {
  for header in core/ct-*.h; do
    if $2 "$header"; then
      printf '#include "%s"\n' "${header#core/}" | $1 -fsyntax-only -Wall -Wextra -Werror -Icore - 2>&1 || echo "$header"
    fi
  done
}
any () { true; }
public () { grep -q 'extern "C"' "$1"; }

verdict "$(alone 'cc -std=gnu17 -x c' any)" /tree/headers-in-c
if command -v c++ >/dev/null; then
  verdict "$(alone 'c++ -std=c++17 -x c++' public)" /tree/headers-in-c++
else
  n=$((n + 1))
  echo "ok $n /tree/headers-in-c++ # SKIP no C++ compiler"
fi
echo "1..$n"
