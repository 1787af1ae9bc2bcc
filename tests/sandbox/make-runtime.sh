#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes a stand-in for org.gnome.Platform and org.gnome.Sdk out of Debian 13's packages, as root, and exports both to the
# local repository FOLDER/repo: make-runtime.sh FOLDER BRANCH. FOLDER is new, or was made by this script.
# The archive is the one that this machine installs from. What the real runtime lacks is not in it; that is checked.
set -eu

folder=$1
branch=$2
suite=trixie
arch=$(flatpak --default-arch)

# what the real platform has and the program uses
platform_packages='ca-certificates locales fonts-dejavu-core shared-mime-info dconf-gsettings-backend gsettings-desktop-schemas
  adwaita-icon-theme hicolor-icon-theme librsvg2-common libgl1-mesa-dri libegl1 libgles2
  libglib2.0-bin libgtk-4-1 libadwaita-1-0 libasound2t64 libpulse0 libsndfile1
  libxml2 libarchive13t64
  gstreamer1.0-plugins-base gstreamer1.0-plugins-good'
sdk_packages='gcc g++ libc6-dev make meson ninja-build pkgconf cmake gettext python3 patch xz-utils elfutils
  appstream appstream-util desktop-file-utils libgtk-4-dev libadwaita-1-dev libasound2-dev libpulse-dev
  libsndfile1-dev libxml2-dev libarchive-dev libgstreamer1.0-dev libgstreamer-plugins-base1.0-dev'
# what the tests of the window need beside
test_packages='xvfb xauth dbus openbox xdotool at-spi2-core python3-gi'

archive=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
if [ -z "$archive" ]; then
  echo 'apt-get names no archive of Debian here' >&2
  exit 1
fi

# Installs in a root: in_root FOLDER COMMAND...
in_root () {
  root=$1
  shift
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  chroot "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@" </dev/null
}

make_platform () {
  mmdebstrap --mode=root --variant=minbase --skip=cleanup/apt \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --include="$(echo $platform_packages | tr ' ' ',')" $suite "$1" "deb $archive $suite main"
  # of ALSA's plugins the real platform has PulseAudio's, without what the package needs for the others
  in_root "$1" sh -euc 'cd /tmp; apt-get -q download libasound2-plugins
    dpkg-deb --fsys-tarfile libasound2-plugins_*.deb | tar -C / -x --wildcards "*_pulse.so"'
  printf 'pcm.!default { type pulse }\nctl.!default { type pulse }\n' >"$1/etc/asound.conf"
  # flatpak-builder's locale and that of the first users: a C.UTF-8 as new as this one knows no translations
  in_root "$1" localedef -i en_US -f UTF-8 en_US.UTF-8
  in_root "$1" localedef -i zh_CN -f UTF-8 zh_CN.UTF-8
  # where the libraries and the fonts of applications and of the host are
  printf '%s\n' 'include /run/flatpak/ld.so.conf.d/app-*.conf' /app/lib 'include /etc/ld.so.conf.d/*.conf' \
    >"$1/etc/ld.so.conf"
  cat >"$1/etc/fonts/conf.d/05-flatpak.conf" <<'END'
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>/app/share/fonts</dir>
  <dir>/run/host/fonts</dir>
</fontconfig>
END
}

make_sdk () {
  cp -a --reflink=auto "$folder/platform" "$1"
  # shellcheck disable=SC2086 # names of packages, to be split
  in_root "$1" apt-get -q -y install --no-install-recommends $sdk_packages $test_packages
}

# Says which of the libraries that the application brings along are in a root.
brought_along () {
  find "$1/usr" -name 'libportaudio*' -o -name 'libsmf*' -o -name 'libjansson*' -o -name 'libfftw3*' -o -name 'libsoxr*' -o -name 'librubberband*'
}

# Exports a root's usr: export_runtime ROOT KIND
export_runtime () {
  if [ -n "$(brought_along "$1")" ]; then
    echo "The stand-in for org.gnome.$2 has what the real one lacks:" "$(brought_along "$1")" >&2
    exit 1
  fi
  rm -f "$1/etc/resolv.conf"
  cp -a "$1/etc" "$1/usr/etc"
  # a repository without privileges keeps no such bits
  find "$1/usr" -type f -perm /6000 -exec chmod ug-s {} +
  cat >"$1/metadata" <<END
[Runtime]
name=org.gnome.$2
runtime=org.gnome.Platform/$arch/$branch
sdk=org.gnome.Sdk/$arch/$branch
END
  mkdir "$1/files"
  flatpak build-export --runtime "$folder/repo" "$1" "$branch"
}

rm -rf "$folder"
mkdir -p "$folder"
make_platform "$folder/platform"
make_sdk "$folder/sdk"
ostree init --repo="$folder/repo" --mode=bare-user-only
export_runtime "$folder/platform" Platform
export_runtime "$folder/sdk" Sdk
rm -rf "$folder/platform" "$folder/sdk"
