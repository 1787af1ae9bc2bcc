/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_LONG_AIFF_PRIVATE_H
#define CT_LONG_AIFF_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CT_LONG_AIFF_HEAD 68

/* AIFF cannot say how long it is beyond 4 GB, CAF can, and both store samples in the same way: makes a CAF header of
 * the first @n bytes of an AIFF file, those before its samples, of which there are @n_bytes bytes. False: they are
 * packed, or the bytes do not say how they are stored.
 *
 * Audio Interchange File Format: "AIFF" 1.3 and AIFF-C (Apple); Apple Core Audio Format Specification 1.0. */
bool ct_long_aiff_make_caf (const unsigned char *aiff, size_t n, int64_t n_bytes, unsigned char caf[CT_LONG_AIFF_HEAD]);

#endif
