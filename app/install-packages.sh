# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2034
# Installs Debian packages that are missing, to be sourced: install_packages NAME...
# Says what it installs, and nothing where all is there. Elsewhere than on Debian the build says what it lacks.

install_packages () {
  command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || return 0
  missing=
  for package in "$@"; do
    case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) in
      installed) ;;
      *) missing="$missing $package" ;;
    esac
  done
  [ -n "$missing" ] || return 0

  as_root=
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "Missing are the packages$missing: install them as root (apt-get install$missing)." >&2
      return 1
    fi
    as_root=sudo
  fi
  echo "Installing$missing"
  log=$(mktemp)
  # without a network the lists there are may do
  $as_root apt-get -q update >"$log" 2>&1 || true
  # shellcheck disable=SC2086 # names of packages, to be split
  if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends $missing \
      >>"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    rm -f "$log"
    echo "The packages could not be installed." >&2
    return 1
  fi
  rm -f "$log"
}

# What building and running the program needs; GStreamer reads what libsndfile does not (AAC, M4A, WMA, video files). The
# window draws its symbols with librsvg out of the icon theme, and its text with any font.
program_packages='meson ninja-build pkg-config gcc libc6-dev python3 gettext
  libfftw3-dev libsndfile1-dev libsoxr-dev libsmf-dev libjansson-dev libxml2-dev libarchive-dev libpango1.0-dev libglib2.0-dev
  portaudio19-dev librubberband-dev
  libgstreamer1.0-dev libgstreamer-plugins-base1.0-dev
  gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly
  gstreamer1.0-libav
  libgtk-4-dev libadwaita-1-dev adwaita-icon-theme librsvg2-common fonts-dejavu-core dbus'

# What the tests need beside that.
test_packages='mold parallel python3-numpy locales pulseaudio pulseaudio-utils libasound2-plugins
  g++ gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user
  xvfb openbox xdotool dbus at-spi2-core python3-gi libglib2.0-bin desktop-file-utils appstream
  clang-format clang-tidy cppcheck doxygen'
