/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_CHORD_FINDER_PRIVATE_H
#define CT_CHORD_FINDER_PRIVATE_H

#include <stddef.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-key.h"
#include "core/base/ct-status.h"
#include "core/harmony/ct-pitch-profiles-private.h"

/* Finds the chords of profiles under keys ([n_keys]): [*n], one after the other without gaps, to be freed; NULL and 0
 * where there are no notes. */
CtStatus ct_chord_finder_find (const CtPitchProfiles *profiles,
                               const CtKeyChange *keys,
                               size_t n_keys,
                               CtChord **out,
                               size_t *n);

#endif
