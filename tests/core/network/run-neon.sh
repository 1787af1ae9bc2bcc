#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the networks for 64-bit Arm and runs them under qemu-user: run-neon.sh SOURCE_FOLDER WEIGHTS_C WORK_FOLDER
set -eu
source=$1 weights=$2 work=$3
cc=aarch64-linux-gnu-gcc
for tool in $cc qemu-aarch64; do
  if ! command -v $tool >/dev/null; then
    echo "1..0 # SKIP $tool is not installed"
    exit 0
  fi
done
if ! echo 'int main(void){return 0;}' | $cc -static -x c -o "$work/probe-neon" - 2>/dev/null; then
  echo '1..0 # SKIP the C library for 64-bit Arm is not installed'
  exit 0
fi

mkdir -p "$work/neon"
flags='-O2 -std=gnu17 -D_GNU_SOURCE -ffp-contract=off'
set -- "$source/tests/core/network/check-neon.c" "$weights"
for name in notes/ct-acoustic-model notes/ct-acoustic-state notes/ct-acoustic-work network/ct-network notes/ct-posteriorgram base/ct-regular-file network/ct-simd transform/ct-spectrogram base/ct-blocks base/ct-scratch-file base/ct-status timbre/ct-memory-network timbre/ct-timbre-encoder network/ct-weights network/ct-wide-convolution; do
  set -- "$@" "$source/core/$name.c"
done
$cc $flags -I"$source" -ffp-contract=fast -DCT_SIMD_WIDTH=1 -DCT_SIMD_POSITIONS=4 -DCT_SIMD_TABLE=ct_simd_kernels_scalar \
  -c "$source/core/network/ct-simd-kernels.c" -o "$work/neon/scalar.o"
$cc $flags -I"$source" -ffp-contract=fast -DCT_SIMD_WIDTH=4 -DCT_SIMD_POSITIONS=6 -DCT_SIMD_TABLE=ct_simd_kernels_baseline \
  -c "$source/core/network/ct-simd-kernels.c" -o "$work/neon/baseline.o"
$cc $flags -static -I"$source" "$@" "$work/neon/scalar.o" "$work/neon/baseline.o" -lm -o "$work/neon/check-neon"
exec qemu-aarch64 "$work/neon/check-neon" "$source/tests/data"
