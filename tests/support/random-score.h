/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-score.h"
#include "core/rhythm/ct-note-grid.h"

/* A score of a few tracks, with bars that change, begin anywhere and may be cut; sometimes without beats. */
CtScore *random_score_new (GRand *rand);

/* Any grid. */
void random_score_grid (GRand *rand, CtNoteGrid *grid);
