#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the desktop reads of the program: its entry, its description, its settings, its kind of file. Prints TAP.
# usage: test-desktop.sh SOURCE_FOLDER BUILD_FOLDER
source=$1
built=$2/resources
id=io.github.coloratura.Coloratura
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
n=0

# Runs a command, whose output is shown if it fails: check NAME TOOL [ARGUMENT...]
check () {
  name=$1
  shift
  n=$((n + 1))
  if ! command -v "$1" >/dev/null; then
    echo "ok $n $name # SKIP $1 is not installed"
  elif output=$("$@" 2>&1); then
    echo "ok $n $name"
  else
    echo "not ok $n $name"
    printf '%s\n' "$output" | sed 's/^/# /'
  fi
}

# A project is known by how it begins, whatever its name, and a sound is not taken for one.
knows_projects () {
  mkdir -p "$folder/mime/packages"
  cp "$built/$id.xml" "$folder/mime/packages"
  update-mime-database "$folder/mime"
  printf '\223CLRTRA\n0000' >"$folder/nameless"
  cp "$folder/nameless" "$folder/song.coloratura"
  printf 'fLaC' >"$folder/sound.flac"
  for file in nameless:application/x-coloratura song.coloratura:application/x-coloratura sound.flac:audio/flac; do
    kind=$(XDG_DATA_HOME="$folder" gio info -a standard::content-type "$folder/${file%%:*}" | sed -n 's/.*content-type: //p')
    [ "$kind" = "${file#*:}" ] || { echo "${file%%:*}: $kind"; return 1; }
  done
}

# Every file with text for people is named in po/POTFILES.in, and nothing else is.
names_all_texts () {
  cd "$source" || return 1
  { grep -lE '\b(_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2?) \(' app/*.c core/*/*.c ui/*/*.c
    ls resources/*.ui resources/gtk/*.ui resources/*.gschema.xml resources/*.in | grep -v service
  } | sort >"$folder/texts"
  grep -v '^#' po/POTFILES.in | sort | diff "$folder/texts" -
}

# What a software centre shows: the releases, whom it is for, its colors, and all of it in Chinese, too.
describes_itself () {
  for part in '<release ' '<content_rating ' '<branding>' '<developer_name>' '<summary xml:lang="zh_CN">' '<p xml:lang="zh_CN">'; do
    grep -qF "$part" "$built/$id.metainfo.xml" || { echo "$part is missing"; return 1; }
  done
}

# Where the program is built by somebody who has given it a place on the web.
names_its_addresses () {
  given="-Dhomepage=https://example.org/coloratura -Dscreenshots=https://example.org/pictures"
  described=$folder/built/resources/$id.metainfo.xml
  # shellcheck disable=SC2086 # two options, to be split
  meson setup -Dtests=false $given "$folder/built" "$source" && meson compile -C "$folder/built" "resources/$id.metainfo.xml" &&
    appstreamcli validate --no-net "$described" || return 1
  for part in '<url type="homepage">https://example.org/coloratura<' '>https://example.org/pictures/window.png<' \
              '<caption xml:lang="zh_CN">'; do
    grep -qF "$part" "$described" || { echo "$part is missing"; return 1; }
  done
  for picture in $(sed -n 's,.*https://example.org/pictures/\(.*\)</image>,\1,p' "$described"); do
    # width and height of a PNG are its bytes 16 to 23
    size=$(python3 -c 'import struct, sys; print("width=\"%d\" height=\"%d\"" % struct.unpack(">II", open(sys.argv[1], "rb").read(24)[16:]))' \
      "$source/resources/screenshots/$picture")
    grep -F "/$picture<" "$described" | grep -qF "<image $size>" || { echo "$picture is not of the size told"; return 1; }
  done
  ! meson setup --reconfigure -Dhomepage=http://example.org "$folder/built" "$source" >"$folder/refused" || return 1
  grep -F 'no https address' "$folder/refused"
}

check /desktop/entry desktop-file-validate "$built/$id.desktop"
check /desktop/metainfo appstreamcli validate --no-net "$built/$id.metainfo.xml"
check /desktop/description describes_itself
check /desktop/addresses names_its_addresses
check /desktop/schema glib-compile-schemas --strict --dry-run "$source/resources"
check /desktop/mime-type knows_projects
check /desktop/texts names_all_texts
echo "1..$n"
