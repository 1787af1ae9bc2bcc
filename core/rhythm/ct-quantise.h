/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Puts notes on a grid. */
#ifndef CT_QUANTISE_H
#define CT_QUANTISE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a step of a grid is. */
typedef enum
{
  CT_GRID_STRAIGHT,   /**< as it is written */
  CT_GRID_DOTTED,     /**< half as long again */
  CT_GRID_TRIPLET,    /**< three in the time of two */
  CT_GRID_QUINTUPLET, /**< five in the time of four */
  CT_GRID_SWING,      /**< of two steps the first is longer */
  CT_N_GRIDS,         /**< how many there are */
} CtGridKind;

/** A grid, counted anew from each bar. A plain value. */
typedef struct
{
  int division; /**< a step is one of so many to a whole note: 1, 2, 4, 8, 16 or 32; 0: automatic, each beat is divided
                     as explains its onsets best */
  CtGridKind kind; /**< what a step is */
  double swing;    /**< with CT_GRID_SWING: the first step's share of two, from 0.5 to 0.75 */
} CtGrid;

/** How notes are put on a grid. A plain value. */
typedef struct
{
  CtGrid grid;     /**< the grid */
  double strength; /**< how much of the way notes go, in [0, 1] */
  bool starts;     /**< whether their starts do */
  bool ends;       /**< whether their ends do */
} CtQuantiseOptions;

/** Sets the defaults: an automatic grid, all the way, starts and ends.
 *
 * @param[out] self  the options */
void ct_quantise_options_init (CtQuantiseOptions *self);

/** The length of a step.
 *
 * @param grid  a grid, not an automatic one
 * @return in ticks; with swing, half of two steps */
int ct_grid_step_ticks (const CtGrid *grid);

/** The tick of a grid that is nearest to a tick.
 *
 * @param map   bars
 * @param grid  a grid, not an automatic one
 * @param tick  a tick
 * @return the nearest one; of two as near, the earlier */
double ct_grid_nearest (const CtTempoMap *map, const CtGrid *grid, double tick);

/** Puts notes on a grid. No note ends before it starts: one whose start and end fall on one tick is a step long, and
 * one whose start alone passes its end keeps its length.
 *
 * @param map      bars and beats
 * @param options  how
 * @param notes    [n], in any order
 * @param n        how many
 * @param[out] out [n], the notes at their new times, in the same order; may be @p notes
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT for options out of their range; CT_STATUS_NO_MEMORY */
CtStatus ct_quantise (const CtTempoMap *map,
                      const CtQuantiseOptions *options,
                      const CtNote *notes,
                      size_t n,
                      CtNote *out) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
