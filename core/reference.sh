#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the engine's reference with Doxygen; fails where a comment lacks something: reference.sh SOURCE_FOLDER OUTPUT_FOLDER
set -eu
cd "$1"
mkdir -p "$2"
{ cat core/Doxyfile; echo "OUTPUT_DIRECTORY = $2"; } | doxygen -
