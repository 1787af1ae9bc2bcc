/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_TARGET_H
#define FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* What libFuzzer, or driver.c, calls with every input. It aborts where something is wrong, and returns 0. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* assert(), in every kind of build */
#define FUZZ_REQUIRE(condition) ((condition) ? (void) 0 : abort ())

#endif
