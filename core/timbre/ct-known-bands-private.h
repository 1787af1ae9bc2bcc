/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_KNOWN_BANDS_PRIVATE_H
#define CT_KNOWN_BANDS_PRIVATE_H

#include "core/base/ct-status.h"
#include "core/timbre/ct-known-timbres.h"

/* Timbres that were learned from one song are a band. By its timbre alone a clarinet is easily taken for another one;
 * where two others are as like to those that it was heard with, it is hardly another band's. So the tracks of a
 * recording together say how probable each band is, and the band how probable each of its timbres is: of a band that
 * plays nearly every track is one of its timbres, of others hardly any is. At most one band plays. */

/* Turns likenesses into probabilities.
 *
 * @known     the timbres
 * @heard     the tracks. Timbres of another encoder are in no band; those that are taken play, and no other track is
 *            one of them
 * @rows      [heard->n_tracks][ct_known_timbres_n()]: the likeness of a track to a timbre, -1 where they cannot be
 *            compared; on return how probable it is that they are the same, 0 to 1
 *
 * Returns CT_STATUS_OK or CT_STATUS_NO_MEMORY. */
CtStatus ct_known_bands_judge (const CtKnownTimbres *known, const CtHeardTracks *heard, float *rows) CT_MUST_USE;

/* How well the tracks are those of the band that they are likest to: the logarithm of its odds as above, less
 * 3 for each of its timbres that no track is left for and 1.5 for each track that none of its timbres is left for.
 *
 * @known, @heard  as above
 * @rows           [heard->n_tracks][ct_known_timbres_n()], likenesses; tracks that cannot be compared with any timbre
 *                 do not count
 * @fit            -INFINITY where there is no band
 *
 * Returns CT_STATUS_OK or CT_STATUS_NO_MEMORY. */
CtStatus ct_known_bands_fit (const CtKnownTimbres *known, const CtHeardTracks *heard, const float *rows, double *fit)
    CT_MUST_USE;

#endif
