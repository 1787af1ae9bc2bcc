#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Holds every catalogue of po/LINGUAS to be complete: all that the sources say, translated, and nothing else. Prints TAP.
# usage: test-translations.sh SOURCE_FOLDER
cd "$1" || exit 1
for tool in xgettext msgmerge msgattrib msgcmp msgfmt; do
  if ! command -v $tool >/dev/null; then
    echo "1..0 # SKIP $tool is not installed"
    exit 0
  fi
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
. tests/support/verdict.sh

# The messages of the sources, found as Meson's preset "glib" does it.
verdict "$(xgettext --directory=. --files-from=po/POTFILES.in --from-code=UTF-8 --add-comments --output="$folder/all.pot" \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=g_dcgettext:2 --keyword=g_dngettext:2,3 \
  --keyword=g_dpgettext2:2c,3 --flag=N_:1:pass-c-format --flag=C_:2:pass-c-format --flag=g_dngettext:2:pass-c-format \
  --flag=g_strdup_printf:1:c-format --flag=g_string_append_printf:2:c-format --flag=g_set_error:4:c-format \
  --flag=g_markup_printf_escaped:1:c-format 2>&1)" /translations/sources

# The files of the languages are those that are named.
verdict "$(ls po/*.po | sed 's:po/\(.*\)\.po:\1:' >"$folder/there"
  grep -v '^#' po/LINGUAS | sort | diff - "$folder/there")" /translations/languages

for language in $(grep -v '^#' po/LINGUAS); do
  catalogue=po/$language.po
  merged=$folder/$language.po
  # the sources know which messages are formats and how many plurals there are
  msgmerge --quiet --no-fuzzy-matching --output-file="$merged" "$catalogue" "$folder/all.pot"
  verdict "$(msgfmt --check --check-accelerators=_ --output-file=/dev/null "$merged" 2>&1)" "/translations/$language/valid"
  verdict "$(msgcmp "$catalogue" "$folder/all.pot" 2>&1)" "/translations/$language/complete"
  verdict "$(msgattrib --untranslated --no-obsolete --no-location "$catalogue"
    msgattrib --only-fuzzy "$catalogue")" "/translations/$language/translated"
  verdict "$(msgattrib --only-obsolete "$merged")" "/translations/$language/nothing-else"
done
echo "1..$n"
