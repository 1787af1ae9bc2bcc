/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The keys and chords of a piece. */
#ifndef CT_HARMONY_H
#define CT_HARMONY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-key.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most changes of key, and the most chords. */
#define CT_HARMONY_MAX 200000

/** Keys and chords. Zeroed, there are none; clear it with ct_harmony_clear(). */
typedef struct
{
  CtKeyChange *keys; /**< [n_keys], by time, no two at one */
  size_t n_keys;     /**< how many; 0: not known */
  CtChord *chords;   /**< [n_chords], by time; none overlap, but there may be gaps */
  size_t n_chords;   /**< how many */
} CtHarmony;

/** Copies it.
 *
 * @param self      a harmony
 * @param[out] out  the copy; clear it with ct_harmony_clear()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY, with @p out unchanged */
CtStatus ct_harmony_copy (const CtHarmony *self, CtHarmony *out) CT_MUST_USE;

/** Frees its keys and chords and zeroes it.
 *
 * @param self  a harmony */
void ct_harmony_clear (CtHarmony *self);

/** Compares all that it holds.
 *
 * @param a  a harmony
 * @param b  a harmony
 * @return whether all is equal */
bool ct_harmony_equal (const CtHarmony *a, const CtHarmony *b);

/** Checks that all lies in its range and order.
 *
 * @param self  a harmony
 * @return whether it does */
bool ct_harmony_is_valid (const CtHarmony *self);

/** The key that holds at a time.
 *
 * @param self    a harmony
 * @param time_s  a time
 * @return the key; C major where none is known */
CtKey ct_harmony_key_at (const CtHarmony *self, double time_s);

/** The chord that sounds at a time.
 *
 * @param self    a harmony
 * @param time_s  a time
 * @return one of its chords; NULL: none */
const CtChord *ct_harmony_chord_at (const CtHarmony *self, double time_s);

#ifdef __cplusplus
}
#endif

#endif
