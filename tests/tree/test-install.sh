#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A staged install as a distribution makes it: what lands where, that it runs from there and that all of it goes again.
# Prints TAP. usage: test-install.sh SOURCE_FOLDER BUILD_FOLDER PREFIX (the build's, with the usual folders in it)
source=$1
build=$2
prefix=$3
id=io.github.coloratura.Coloratura
folder=$(mktemp -d)
# the builder may have installed in earnest, and wants that log for `ninja uninstall`
log=$build/meson-logs/install-log.txt
[ ! -e "$log" ] || cp "$log" "$folder/log"
finish () {
  if [ -e "$folder/log" ]; then cp "$folder/log" "$log"; else rm -f "$log"; fi
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 143' TERM INT HUP
stage=$folder/stage
staged=$stage$prefix
export LC_ALL=C.UTF-8
unset LANGUAGE DISPLAY WAYLAND_DISPLAY DESTDIR
n=0

# Runs a function, whose output is shown if it fails: check NAME FUNCTION
check () {
  n=$((n + 1))
  if output=$($2 2>&1); then
    echo "ok $n /install/$1"
  else
    echo "not ok $n /install/$1"
    printf '%s\n' "$output" | sed 's/^/# /'
  fi
}

installs () {
  # stripped, as in a package: debugging information names the source folder
  touch "$folder/before"
  meson install -C "$build" --no-rebuild --quiet --strip --destdir "$stage"
}

# The whole list, so that a file too many shows, too.
puts_files_where_they_belong () {
  sort >"$folder/expected" <<END
bin/coloratura
bin/coloratura-cli
share/applications/$id.desktop
share/coloratura/demo.flac
share/dbus-1/services/$id.service
share/glib-2.0/schemas/$id.gschema.xml
share/icons/hicolor/scalable/apps/$id.svg
share/icons/hicolor/scalable/mimetypes/$id.project.svg
share/icons/hicolor/symbolic/apps/$id-symbolic.svg
share/locale/zh_CN/LC_MESSAGES/coloratura.mo
share/man/man1/coloratura-cli.1
share/metainfo/$id.metainfo.xml
share/mime/packages/$id.xml
END
  (cd "$staged" && find . -type f -o -type l) | sed 's,^\./,,' | sort | diff "$folder/expected" - || return 1
  [ "$(find "$stage" -type f -size 0)" = '' ] || { echo 'a file is empty'; return 1; }
  [ -x "$staged/bin/coloratura" ] && [ -x "$staged/bin/coloratura-cli" ] || { echo 'a program cannot be run'; return 1; }
  cmp "$source/resources/demo.flac" "$staged/share/coloratura/demo.flac"
}

writes_nowhere_else () {
  outside=$(grep -v '^#' "$log" | grep -vF "$stage")
  [ "$(find "$stage" -type f)" = "$(find "$staged" -type f)" ] || { echo 'files beside the prefix'; return 1; }
  [ -z "$outside" ] || { printf '%s\n' "$outside"; return 1; }
  while read -r file; do
    [ ! "$prefix/$file" -nt "$folder/before" ] || { echo "$prefix/$file"; return 1; }
  done <"$folder/expected"
}

names_no_build_folder () {
  for name in coloratura coloratura-cli; do
    ! readelf -d "$staged/bin/$name" | grep -E 'R(UN)?PATH' || return 1
    for path in "$build" "$source" "$stage"; do
      ! grep -qF "$path" "$staged/bin/$name" || { echo "$name names $path"; return 1; }
    done
  done
  ! grep -rlF -e "$build" -e "$source" -e "$stage" "$staged/share"
}

# What the programs have compiled in, and what starts them, is what was installed.
finds_itself () {
  for path in "$prefix/share/coloratura" "$prefix/share/locale"; do
    [ -d "$stage$path" ] && grep -qF "$path" "$staged/bin/coloratura" || { echo "not in the program: $path"; return 1; }
  done
  service=$staged/share/dbus-1/services/$id.service
  started=$(sed -n 's/^Exec=\([^ ]*\).*/\1/p' "$service")
  [ -x "$stage$started" ] || { echo "the service starts $started"; return 1; }
  grep -qx "Name=$id" "$service" || return 1
  entry=$staged/share/applications/$id.desktop
  command=$(sed -n 's/^Exec=\([^ ]*\).*/\1/p' "$entry")
  icon=$(sed -n 's/^Icon=//p' "$entry")
  [ -x "$staged/bin/$command" ] && [ -e "$staged/share/icons/hicolor/scalable/apps/$icon.svg" ] || return 1
  icon=$(sed -n 's/^ *<icon name="\([^"]*\)".*/\1/p' "$staged/share/mime/packages/$id.xml")
  [ -n "$icon" ] && [ -e "$staged/share/icons/hicolor/scalable/mimetypes/$icon.svg" ]
}

transcribes_the_demo () {
  (cd "$folder" && "$staged/bin/coloratura-cli" transcribe "$staged/share/coloratura/demo.flac") || return 1
  [ "$(head -c 4 "$folder/demo.mid")" = MThd ]
}

# The settings, as the installation compiles them outside a stage, and the translation are those in the stage.
speaks_chinese () {
  glib-compile-schemas --strict --targetdir="$folder" "$staged/share/glib-2.0/schemas" || return 1
  export GSETTINGS_SCHEMA_DIR="$folder" COLORATURA_LOCALE_DIR="$staged/share/locale"
  # what libraries keep until the end is no matter of this test
  export ASAN_OPTIONS=detect_leaks=0
  said=$(LANGUAGE=zh_CN "$staged/bin/coloratura" --help) || return 1
  case $said in
    *显示版本并退出*) ;;
    *) printf '%s\n' "$said"; return 1 ;;
  esac
  "$staged/bin/coloratura" --version | grep -E '^[Cc]oloratura [0-9]+\.[0-9]+'
}

uninstalls () {
  ninja -C "$build" uninstall || return 1
  left=$(find "$stage" ! -type d)
  [ -z "$left" ] || { printf '%s\n' "$left"; return 1; }
}

check installs installs
check files puts_files_where_they_belong
check nowhere-else writes_nowhere_else
check no-build-folder names_no_build_folder
check finds-itself finds_itself
check transcribes transcribes_the_demo
check translated speaks_chinese
check uninstalls uninstalls
echo "1..$n"
