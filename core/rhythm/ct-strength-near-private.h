/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_STRENGTH_NEAR_PRIVATE_H
#define CT_STRENGTH_NEAR_PRIVATE_H

#include <stddef.h>

#include "core/rhythm/ct-onset-strength.h"

/* Frames around a place where what belongs to it is looked for. */
#define CT_NEAR_FRAMES 3

/* The largest of @values, one of those of @self, within @reach of a frame. */
double ct_strength_near (const CtOnsetStrength *self, const float *values, double frame, int reach);

#endif
