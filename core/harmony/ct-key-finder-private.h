/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_KEY_FINDER_PRIVATE_H
#define CT_KEY_FINDER_PRIVATE_H

#include <stddef.h>

#include "core/base/ct-key.h"
#include "core/base/ct-status.h"
#include "core/harmony/ct-pitch-profiles-private.h"

/* Finds the keys of profiles: [*n], to be freed; NULL and 0 where there are no notes. */
CtStatus ct_key_finder_find (const CtPitchProfiles *profiles, CtKeyChange **out, size_t *n);

#endif
